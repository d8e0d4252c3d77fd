/** How a talk ended. */

import type { Stage } from "#rehearsal/stage.ts";
import { isBuiltin } from "#runtime/builtin-workflows.ts";

/** An end without an outcome has no name of its own: it is called as the target that brings it about. */
export const withoutOutcome = "end";

/** The outcome of what ended last; undefined: something is under way. */
export function endOf(stage: Stage): string | undefined {
  const { status, frames } = stage.state();
  // What Parley itself says after a fault is no part of what the author wrote.
  const isOver = status !== "agents" && frames.every(({ workflow }) => isBuiltin(workflow));
  const last = stage.lines.findLast((line) => line.kind === "ended" && !isBuiltin(line.workflow));
  return isOver && last?.kind === "ended" ? (last.outcome ?? withoutOutcome) : undefined;
}
