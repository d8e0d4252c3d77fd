/**
 * The shortest talk to each exit of a workflow, found on the interpreter itself: from its start, whatever could come
 * next is tried, nearest things first.
 */

import { perform, type Scene } from "#rehearsal/perform.ts";
import type { Cast } from "#rehearsal/programs.ts";
import { type Recording, startRecording } from "#rehearsal/recording.ts";
import { openStage, type Stage } from "#rehearsal/stage.ts";
import { type Move, movesFrom } from "#rehearsal/suggest/moves.ts";
import type { Given, TalkItem, TestFile } from "#rehearsal/test-file.ts";

export interface Played {
  readonly stage: Stage;
  readonly recording: Recording;
  readonly given: Given;
  readonly moves: readonly Move[];
}

export interface Found {
  /** By `step exit`. */
  readonly exits: ReadonlyMap<string, Played>;
  /** The shortest talk to each step. */
  readonly steps: ReadonlyMap<string, Played>;
}

/** Talks that are tried in each world; a workflow has no more to it, or is more than a search can look through. */
const talksAtMost = 1200;
const itemsAtMost = 16;

/** Looks for `wanted` exits of a workflow, in one world after another. */
export function search(
  cast: Cast,
  workflow: string,
  wanted: ReadonlySet<string>,
  worlds: readonly Given[],
  heard: readonly string[],
): Found {
  const exits = new Map<string, Played>();
  const steps = new Map<string, Played>();
  for (const given of worlds) {
    const seen = new Set<string>();
    const queue: (readonly Move[])[] = startsOf(cast, workflow).map((item) => [{ kind: "item", item }]);
    for (let talks = 0; talks < talksAtMost; talks += 1) {
      const moves = queue.shift();
      if (!moves || [...wanted].every((exit) => exits.has(exit))) break;
      const played = play(cast, workflow, given, moves);
      for (const passage of played.stage.passages) {
        if (passage.workflow !== workflow) continue;
        if (passage.kind === "entered" && !steps.has(passage.step)) steps.set(passage.step, played);
        const exit = passage.kind === "left" ? `${passage.step} ${passage.exit}` : "";
        if (exit !== "" && !exits.has(exit)) exits.set(exit, played);
      }
      const key = stateKey(played.stage);
      if (seen.has(key) || moves.length >= itemsAtMost) continue;
      seen.add(key);
      for (const move of movesFrom(played.stage, heard)) queue.push([...moves, move]);
    }
  }
  const whole = (found: ReadonlyMap<string, Played>): ReadonlyMap<string, Played> =>
    new Map([...found].map(([name, played]) => [name, answered(cast, workflow, played, heard)]));
  return { exits: whole(exits), steps: whole(steps) };
}

/** A talk is told as far as no API is asked any more: its test would have no answer. */
function answered(cast: Cast, workflow: string, played: Played, heard: readonly string[]): Played {
  let now = played;
  while (now.stage.pending() && now.moves.length < itemsAtMost) {
    const [first] = movesFrom(now.stage, heard);
    if (!first) break;
    now = play(cast, workflow, now.given, [...now.moves, first]);
  }
  return now;
}

/** Where a talk stands: two that stand alike go on alike. */
function stateKey(stage: Stage): string {
  const { frames, waiting, user, interrupted } = stage.state();
  const { timer: _timer, call: _call, ...rest } = { timer: "", call: "", ...waiting };
  return JSON.stringify([frames, rest, user, interrupted?.frames, stage.pending()?.step]);
}

function play(cast: Cast, workflow: string, given: Given, moves: readonly Move[]): Played {
  const language = cast.languages[0] ?? "en";
  const stage = openStage({
    program: cast.program(undefined, language),
    language,
    now: Date.parse(given.now ?? ""),
    agents: given.agents ?? {},
    user: given.user ?? {},
  });
  const recording = startRecording(stage);
  const file: TestFile = { workflow, tests: [] };
  const scene: Scene = {
    cast,
    file,
    language,
    stage,
    act(line, work) {
      if (line) stage.lines.push(line);
      work();
      return null;
    },
  };
  const does = (item: TalkItem): void => {
    if (typeof item !== "object" || "bot" in item) return;
    recording.does(item);
    perform(scene, item, []);
  };
  for (const move of moves) {
    const call = stage.pending();
    if (move.kind === "item") does(move.item);
    else if (call) recording.answers(call, move.answer);
  }
  return { stage, recording, given, moves };
}

const sampleInputs: Readonly<Record<string, unknown>> = {
  int: 1,
  number: 1,
  bool: true,
  date: "2026-03-05",
  list: [],
  map: {},
};

/** By its first phrase, and by itself, as where another workflow runs it. */
function startsOf(cast: Cast, workflow: string): readonly TalkItem[] {
  const { start, inputs = {} } = cast.workflows.get(workflow) ?? {};
  const given = Object.entries(inputs).map(([name, declared]) => {
    const type = typeof declared === "object" && "type" in declared ? declared.type : declared;
    return [name, typeof type === "string" ? (sampleInputs[type] ?? "sample") : {}] as const;
  });
  if (given.length > 0) return [{ start: "open", with: Object.fromEntries(given) }];
  const hasPhrase = (start?.phrases[cast.languages[0] ?? "en"]?.length ?? 0) > 0;
  return hasPhrase ? [{ start: "phrase" }, { start: "open" }] : [{ start: "open" }];
}
