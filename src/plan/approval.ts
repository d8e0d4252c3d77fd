/** A person's yes, which is bound to a plan's effect; and what moved when the effect is another one. */

import type { Change, Plan } from "#plan/plan.ts";

export interface Approval {
  /** The whole effect, or its first 12 digits at least. */
  readonly effect: string;
  /** Who said yes. */
  readonly approvers: readonly string[];
  /** The approved plan's changes; null where only the effect is known. */
  readonly changes: readonly Pick<Change, "thing" | "id" | "from" | "to">[] | null;
}

/** What is never a part of what was approved: it may have become so since. */
const neverAPart: ReadonlySet<string> = new Set(["channel-of-another-site", "held"]);

/** Whether the yes is for what this plan does. */
export function approves({ effect }: Approval, plan: Plan): boolean {
  return effect.length >= 12 && plan.effect.startsWith(effect);
}

/**
 * Whether the plan does a part of what was approved, and nothing else: some of it is live already. What brings back what
 * a rollback took away never is, for that may have been undone since, nor what takes another site's channel.
 */
export function isSubset({ changes }: Approval, plan: Plan): boolean {
  if (changes === null || plan.findings.some(({ check }) => neverAPart.has(check))) return false;
  const approved = new Set(changes.map(keyOf));
  return plan.changes.every((change) => approved.has(keyOf(change)));
}

/** What differs between the approved plan and this one, a line each; where only the effect was known, what is held or another site's. */
export function movedSince({ changes }: Approval, plan: Plan): readonly string[] {
  const back = plan.findings.filter(({ check }) => neverAPart.has(check)).map(({ message }) => message);
  if (changes === null) return back;
  const approved = new Map(changes.map((change) => [`${change.thing} ${change.id}`, change]));
  const now = new Map(plan.changes.map((change) => [`${change.thing} ${change.id}`, change]));
  const lines: string[] = [];
  for (const [name, change] of now) {
    const was = approved.get(name);
    if (!was) lines.push(`${name} changes too`);
    else if (was.from !== change.from) lines.push(`${name}: what is live is no longer what it was`);
    else if (was.to !== change.to) lines.push(`${name}: what the files say is no longer what it was`);
  }
  for (const name of approved.keys()) if (!now.has(name)) lines.push(`${name} does not change any more`);
  return [...lines, ...back];
}

function keyOf({ thing, id, from, to }: Pick<Change, "thing" | "id" | "from" | "to">): string {
  return JSON.stringify([thing, id, from, to]);
}
