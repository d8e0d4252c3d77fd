/** Whether a file means anything to a conversation: a question for one waits, or people have it. */

import { compile, type Program } from "#runtime/program.ts";
import type { State } from "#runtime/state.ts";
import { askedType } from "#runtime/verbs/ask.ts";
import { fieldType, missingOf } from "#runtime/verbs/form.ts";

export function wantsFile(program: Program, { status, frames, waiting }: State): boolean {
  if (status === "agents") return true;
  const frame = frames.at(-1);
  const workflow = frame && compile(program).workflows.get(frame.workflow);
  const step = frame && workflow?.steps.get(frame.step)?.step;
  if (!workflow || !step) return false;
  if (waiting?.kind === "answer" && step.kind === "ask") return askedType({ step, workflow }) === "file";
  if (waiting?.kind === "form" && step.kind === "form") {
    // Files come one by one, each when it is its turn.
    const [next] = missingOf(step, waiting.values);
    return next !== undefined && fieldType({ workflow }, next) === "file";
  }
  return false;
}
