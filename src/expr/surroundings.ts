/** What an expression may ask of the world around it: the time, schedules, who is there. */

import type { Hours } from "#expr/schedule.ts";

export interface Surroundings {
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  readonly language: string;
  /** For moments in texts. */
  readonly timeZone: string;
  readonly schedules: Readonly<Record<string, Hours>>;
  agentsOnline(group: string): number;
}

/** Evaluation is synchronous: the surroundings of the one evaluation under way. */
let around: Surroundings | null = null;

/** Does `work` with `world` around it. */
export function within<T>(world: Surroundings, work: () => T): T {
  const before = around;
  around = world;
  try {
    return work();
  } finally {
    around = before;
  }
}

/** For the language's functions: the surroundings of the evaluation under way. */
export function surroundings(): Surroundings {
  if (!around) throw new Error("a function of the language was called outside an evaluation");
  return around;
}
