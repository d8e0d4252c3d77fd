/** Looks on while workflows run: what coverage and conversation tests are made of. The platform has none. */

import type { Frame } from "#runtime/state.ts";

/** How a workflow came to begin, where no other workflow ran it. */
export type Beginning = "phrase" | "welcome" | "fallback" | "anytime" | "default-response" | "named";

export interface Watcher {
  began(workflow: string, by: Beginning): void;
  /** A step begins to run; `effects` is how many the turn has had so far, so that messages can be told apart by visit. */
  entered(workflow: string, step: string, effects: number): void;
  /** A step is left, by one of the exits of `content/graph.ts`. */
  left(workflow: string, step: string, exit: string): void;
  /** A conversation's workflows end, the outermost first: what their variables hold is forgotten after this. */
  closed(frames: readonly Frame[]): void;
}
