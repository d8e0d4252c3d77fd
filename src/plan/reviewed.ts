/**
 * What of a plan its reviewers saw, written where the publish finds it again: the effect, and each change by a few digits
 * of its digest. What is to be published can be held against it, also when several pull requests go live together, or
 * when a part of one is live already.
 */

import { digestOf } from "#content/body.ts";
import type { Change, Plan } from "#plan/plan.ts";

export interface ReviewedPlan {
  readonly effect: string;
  /** Null: there were too many to be written down. */
  readonly changes: ReadonlySet<string> | null;
}

/** Fewer than GitHub takes as a check's text. */
const mostLetters = 60_000;

export function reviewedText({ environment, effect, changes }: Plan): string {
  const keys = changes.map(keyOf).join(" ");
  const all = keys.length <= mostLetters ? keys : "too-many";
  return `<!-- parley:reviewed ${environment} ${effect} ${all} -->`;
}

/** Null: the text says nothing of a plan for this environment. */
export function readReviewed(text: string, environment: string): ReviewedPlan | null {
  const found = /<!-- parley:reviewed (\S+) ([0-9a-f]{64}) ([0-9a-z -]*) -->/.exec(text);
  if (!found || found[1] !== environment) return null;
  const [, , effect = "", keys = ""] = found;
  return { effect, changes: keys === "too-many" ? null : new Set(keys.split(" ").filter((key) => key !== "")) };
}

export interface Held {
  /** `part`: some of what was reviewed, and nothing else. */
  readonly is: "reviewed" | "part" | "other";
  /** What was not reviewed as it is now: a line each. */
  readonly moved: readonly string[];
}

/** The plan against what the reviewers of everything that goes live with it saw. */
export function heldAgainst(plan: Plan, reviewed: readonly ReviewedPlan[]): Held {
  const known = new Set(reviewed.flatMap(({ changes }) => [...(changes ?? [])]));
  const moved = plan.changes.filter((change) => !known.has(keyOf(change))).map(({ thing, id }) => `${thing} ${id}`);
  if (reviewed.some(({ effect }) => effect === plan.effect)) return { is: "reviewed", moved: [] };
  if (moved.length > 0) return { is: "other", moved };
  return { is: plan.changes.length === known.size ? "reviewed" : "part", moved };
}

function keyOf({ thing, id, from, to }: Pick<Change, "thing" | "id" | "from" | "to">): string {
  return digestOf([thing, id, from, to]).slice(0, 16);
}
