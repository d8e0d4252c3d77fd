/** A person's yes as a comment on a pull request: one line, which names the whole effect. */

import { block } from "#plan/markdown.ts";
import type { Plan } from "#plan/plan.ts";

const beginning = "/parley yes ";

export function yesLine({ effect }: Pick<Plan, "effect">): string {
  return `${beginning}${effect}`;
}

/** The effect that a comment's first line says yes to; null: it says so to none, or not to a whole one. */
export function effectInYes(comment: string): string | null {
  const [line = ""] = comment.split(/\r?\n/, 1);
  const effect = line.startsWith(beginning) ? line.slice(beginning.length).trimEnd() : "";
  return /^[0-9a-f]{64}$/.test(effect) ? effect : null;
}

/** What whoever may say yes copies: Markdown. */
export function howToSayYes(plan: Pick<Plan, "effect">): string {
  return `To say yes to it, whoever may comments on the pull request, with this as the first line:\n\n${block("", yesLine(plan))}`;
}
