/** A talk that is played becomes a test: what was done, what APIs answered, and what the assistant said. */

import { endOf } from "#rehearsal/end.ts";
import type { Call, Stage } from "#rehearsal/stage.ts";
import type { Given, TalkItem } from "#rehearsal/test-file.ts";
import type { StubAnswer } from "#runtime/stubs.ts";
import { requestOf, resultOf, triesOf } from "#runtime/stubs.ts";

export interface Recording {
  /** Something is about to be done on the stage. */
  does(item: TalkItem): void;
  /** Answers the call that waits. */
  answers(call: Call, answer: StubAnswer): void;
  /** All items so far. */
  items(): readonly TalkItem[];
  /** The answers so far; several to one request are a list. */
  calls(): NonNullable<Given["calls"]>;
  /** How the talk ended; undefined: it goes on. */
  end(): string | undefined;
}

export function startRecording(stage: Stage): Recording {
  const items: TalkItem[] = [];
  const answers = new Map<string, Map<string, StubAnswer[]>>();
  let heard = 0;
  const listen = (): void => {
    for (; heard < stage.lines.length; heard += 1) {
      const line = stage.lines[heard];
      if (line?.kind === "bot") items.push({ bot: line.step });
    }
  };
  return {
    does(item) {
      listen();
      items.push(item);
    },
    answers(call, answer) {
      const requests = answers.get(call.connection) ?? new Map<string, StubAnswer[]>();
      const request = requestOf(call);
      const result = resultOf(answer);
      // The stage is told how the call ended; a test's stub answers each of its tries.
      const all = Array.from({ length: Math.max(1, triesOf(call, result)) }, () => answer);
      requests.set(request, [...(requests.get(request) ?? []), ...all]);
      answers.set(call.connection, requests);
      stage.answer(result);
    },
    items() {
      listen();
      return [...items];
    },
    calls: () =>
      Object.fromEntries(
        [...answers].map(([connection, requests]) => [
          connection,
          Object.fromEntries([...requests].map(([request, all]) => [request, oneOrAll(all)])),
        ]),
      ),
    end: () => endOf(stage),
  };
}

/** The last answer stays, so the same one again need not be said. */
function oneOrAll(answers: readonly StubAnswer[]): StubAnswer | readonly StubAnswer[] {
  const [first = {}] = answers;
  return answers.every((each) => JSON.stringify(each) === JSON.stringify(first)) ? first : answers;
}
