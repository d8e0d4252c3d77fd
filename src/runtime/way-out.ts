/** Which of a step's own exits it leaves by when it fails itself: an API, an expression, a missing value. */

import type { Exit, Step } from "#content/workflow.ts";

export interface WayOut {
  readonly exit: Exit;
  /** As in `content/graph.ts`. */
  readonly name: string;
}

/** Null: the step has none, and the fallback runs. The arms of `if` are none: neither is meant for a fault. */
export function wayOutOf(step: Step): WayOut | null {
  const by = (name: string, exit: Exit | undefined): WayOut | null => (exit === undefined ? null : { exit, name });
  switch (step.kind) {
    case "ask":
    case "form":
      return by("retry.else", step.retry?.else);
    case "choose":
    case "carousel":
      return by("other", step.other);
    case "articles":
      return by("none", step.none);
    case "call":
      return by("errors.else", step.errors?.else);
    case "switch":
      return by("else", step.else);
    case "handoff":
      return step.mode === "offline" ? null : by("no_agent", step.no_agent);
    case "say":
    case "resolved":
    case "set":
    case "if":
    case "goto":
    case "run":
    case "wait":
    case "end":
      return null;
  }
}
