/**
 * One talk in one language: what the test says is done on the stage, and what comes is held against it. The first thing
 * that differs ends the talk, for what follows would only differ because of it.
 */

import type { Path } from "#content/node.ts";
import type { Language } from "#content/text.ts";
import { expectationFailures } from "#rehearsal/expectations.ts";
import type { Failure } from "#rehearsal/failure.ts";
import { botLabel, isNamedBy, mismatchOf } from "#rehearsal/mismatch.ts";
import { perform, type Scene, start } from "#rehearsal/perform.ts";
import type { Cast } from "#rehearsal/programs.ts";
import { type Call, type Line, openStage, type Stage } from "#rehearsal/stage.ts";
import { type BotItem, givenOf, type TalkItem, type Test, type TestFile } from "#rehearsal/test-file.ts";
import { isBuiltin } from "#runtime/builtin-workflows.ts";
import { stubsOf, type Unanswered } from "#runtime/stubs.ts";

/** A call that was answered, and how many requests that took. */
export interface Asked {
  readonly call: Call;
  readonly requests: number;
}

export interface Rehearsal {
  readonly language: Language;
  readonly failures: readonly Failure[];
  readonly stage: Stage;
  /** Which item of the talk each line of the stage belongs to; lines that no item did or expected are not in it. */
  readonly items: ReadonlyMap<number, number>;
}

/** When a test begins that does not say so: on a Monday morning. */
const someMorning = "2026-03-02T10:00:00Z";

/** Never throws for what a test says. `used` learns of every stub that answers. */
export function rehearse(
  cast: Cast,
  file: TestFile,
  index: number,
  language: Language,
  used: (connection: string, request: string) => void,
): Rehearsal {
  const test = file.tests[index] as Test;
  const root: Path = ["tests", index];
  const given = givenOf(file, test);
  const stage = openStage({
    program: cast.program(test.channel, language),
    language,
    now: Date.parse(given.now ?? someMorning),
    agents: given.agents ?? {},
    user: given.user ?? {},
  });
  const stubs = stubsOf(given.calls ?? {}, used);
  const asked: Asked[] = [];
  const items = new Map<number, number>();
  let item = 0;

  function answerCalls(): Failure | null {
    for (let call = stage.pending(); call; call = stage.pending()) {
      const answer = stubs.answer(call);
      if (answer.kind === "unanswered") return withoutStub(root, call, answer);
      asked.push({ call, requests: answer.requests });
      stage.answer(answer.result);
    }
    return null;
  }

  const scene: Scene = {
    cast,
    file,
    language,
    stage,
    act(line, work) {
      if (line) items.set(stage.lines.push(line) - 1, item);
      work();
      return answerCalls();
    },
  };

  /** Lines from here on were said and are not expected yet. */
  let heard = 0;
  const unheard = (): readonly number[] =>
    [...stage.lines.keys()].slice(heard).filter((at) => stage.lines[at]?.kind === "bot");

  function expectBot(entry: BotItem, path: Path, skips: boolean): Failure | null {
    const said = unheard();
    const isMeant = (each: number): boolean => isNamedBy(botAt(each)?.step ?? "", entry.bot);
    const at = said.find((each) => isMeant(each) || !(skips || isParleys(each)));
    const line = at === undefined ? undefined : stage.lines[at];
    const mismatch = mismatchOf(
      entry,
      line,
      language,
      stage,
      said.map((each) => stage.lines[each] as Line),
    );
    if (mismatch) return { check: "test-failed", ...mismatch, path: [...path, ...mismatch.path] };
    if (at !== undefined) {
      items.set(at, item);
      heard = at + 1;
    }
    return null;
  }

  /** Parley's own words, which an author cannot name: they may be said where nobody expects them. */
  const isParleys = (at: number): boolean => isBuiltin(botAt(at)?.workflow ?? "");

  const botAt = (at: number | undefined): Extract<Line, { kind: "bot" }> | undefined => {
    const line = at === undefined ? undefined : stage.lines[at];
    return line?.kind === "bot" ? line : undefined;
  };

  function nothingLeft(path: Path, where: "before" | "after"): Failure | null {
    const line = botAt(unheard().find((each) => !isParleys(each)));
    if (!line) return null;
    return {
      check: "test-failed",
      path,
      at: "value",
      message: `${where} this, the step "${line.step}" speaks too, which the talk does not expect`,
      label: botLabel(line),
      help: `add "- bot: ${line.step}" ${where} it, or "- ..." for whatever is said there`,
    };
  }

  function talk(): Failure | null {
    let failure = startsByItself(file, test.talk[0]) ? start(scene, { start: "open" }, [...root, "talk"]) : null;
    let skips = false;
    for (const [at, entry] of test.talk.entries()) {
      if (failure) return failure;
      item = at;
      const path: Path = [...root, "talk", at];
      if (entry === "...") skips = true;
      else if ("bot" in entry) {
        failure = expectBot(entry, path, skips);
        skips = false;
      } else {
        failure = skips ? null : nothingLeft(path, "before");
        heard = stage.lines.length;
        skips = false;
        failure ??= perform(scene, entry, path);
      }
    }
    return failure ?? (skips ? null : nothingLeft([...root, "talk", test.talk.length - 1], "after"));
  }

  const failure = talk();
  const failures = failure ? [explained(failure, stage)] : expectationFailures(file, test, root, stage, asked);
  return { language, failures, stage, items };
}

/** A talk that does not say how it starts: the welcome opens it; a workflow begins, unless the customer speaks first. */
function startsByItself(file: TestFile, first: TalkItem | undefined): boolean {
  if (first === undefined || first === "..." || "bot" in first) return true;
  return file.workflow === undefined && !("start" in first);
}

/** A workflow that met trouble on the way says more than the words that came of it. */
function explained(failure: Failure, stage: Stage): Failure {
  const line = stage.lines.findLast((each) => each.kind === "trouble");
  if (line?.kind !== "trouble" || failure.why !== undefined) return failure;
  const { step, message } = line.trouble;
  return { ...failure, why: `${step === undefined ? "" : `in the step "${step}": `}${message}` };
}

function withoutStub(root: Path, call: Call, { request, nearest: guess }: Unanswered): Failure {
  return {
    check: "call-without-stub",
    path: [...root, "name"],
    at: "value",
    message: `the step "${call.step}" asks "${call.connection}" for ${request}, and no stub answers`,
    why: "a test asks no real API: without an answer the talk cannot go on",
    help:
      guess === undefined
        ? `add it below given, calls, ${call.connection}: "${request}: { body: { … } }"`
        : `the nearest stub is "${guess}"`,
  };
}
