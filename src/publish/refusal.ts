/** What stops a publish before anything is touched. */

import { type Approval, approves, isSubset, movedSince } from "#plan/approval.ts";
import { unapprovable, wantsYes } from "#plan/guards.ts";
import { isEmpty, type Plan } from "#plan/plan.ts";

export interface Refusal {
  readonly kind: "refused";
  /** What `parley explain` has a page of: a check, or what is a refusal alone, such as `lease-held`. */
  readonly check: string;
  readonly why: string;
  readonly fix: string;
}

export interface Conditions {
  /** A person's yes; null: nobody was asked. */
  readonly approval: Approval | null;
  /** What the site says of a plan that is no longer the approved one. */
  readonly onMoved: "stop" | "continue-if-subset";
  /** Whether the live commit is an ancestor of the plan's; null: Git does not know. */
  isAncestor(older: string, newer: string): Promise<boolean | null>;
}

/** Why the plan must not be published; null: it may. */
export async function refusalOf(plan: Plan, conditions: Conditions): Promise<Refusal | null> {
  return (await notADescendant(plan, conditions)) ?? movedAway(plan, conditions) ?? guarded(plan, conditions);
}

async function notADescendant(plan: Plan, { isAncestor }: Conditions): Promise<Refusal | null> {
  const { commit, baseCommit, newestCommit } = plan;
  if (commit === null) return null;
  // What is live may be an earlier release's, after a rollback, or a program's without a commit.
  if (newestCommit !== null && newestCommit !== commit && (await isAncestor(commit, newestCommit)) === true) {
    return {
      kind: "refused",
      check: "not-a-descendant",
      why: `${newestCommit.slice(0, 12)} was published already, and ${commit.slice(0, 12)} is older than that`,
      fix: "publish a commit that comes after it; parley rollback makes an earlier release live",
    };
  }
  if (baseCommit === null || baseCommit === commit) return null;
  const known = await isAncestor(baseCommit, commit);
  if (known === true) return null;
  return {
    kind: "refused",
    check: "not-a-descendant",
    why:
      known === null
        ? `the live release was published from ${baseCommit.slice(0, 12)}, which this repository's history does not hold`
        : `the live release was published from ${baseCommit.slice(0, 12)}, which is no ancestor of ${commit.slice(0, 12)}`,
    fix: "bring the branch up to date, or fetch the whole history, and publish again",
  };
}

function movedAway(plan: Plan, { approval, onMoved }: Pick<Conditions, "approval" | "onMoved">): Refusal | null {
  if (!approval || approves(approval, plan)) return null;
  if (onMoved === "continue-if-subset" && isSubset(approval, plan)) return null;
  const lines = movedSince(approval, plan);
  return {
    kind: "refused",
    check: "moved-since-approval",
    why: [
      `the yes was for the effect ${approval.effect.slice(0, 12)}, and this plan's is ${plan.effect.slice(0, 12)}`,
      ...lines,
    ].join("\n  "),
    fix: "look at a new plan, and say yes to that",
  };
}

/** A plan that waited goes live as it was shown, or not at all; null: it is as it was, or nothing is left of it. */
export function movedMeanwhile(shown: Plan, plan: Plan, onMoved: Conditions["onMoved"]): Refusal | null {
  if (isEmpty(plan)) return null;
  const approval = { effect: shown.effect, approvers: [], changes: shown.changes };
  const refusal = movedAway(plan, { approval, onMoved });
  if (!refusal) return null;
  return {
    ...refusal,
    why: [
      `the plan that was shown had the effect ${shown.effect.slice(0, 12)}, and by now it is ${plan.effect.slice(0, 12)}`,
      ...movedSince(approval, plan),
    ].join("\n  "),
    fix: "look at a new plan, and publish that",
  };
}

function guarded({ findings, effect }: Plan, { approval }: Conditions): Refusal | null {
  const [first, ...others] = [...unapprovable(findings), ...(approval ? [] : wantsYes(findings))];
  if (!first) return null;
  return {
    kind: "refused",
    check: first.check,
    why: [first, ...others].map(({ message }) => message).join("\n  "),
    fix: unapprovable(findings).includes(first)
      ? (first.help ?? "see parley plan")
      : `a person who has seen the plan says yes to it with --approve ${effect.slice(0, 12)}`,
  };
}
