import { expect, test } from "vitest";
import type { Finding } from "#findings/finding.ts";
import type { Approval } from "#plan/approval.ts";
import type { Change, Plan } from "#plan/plan.ts";
import { type Conditions, refusalOf } from "#publish/refusal.ts";

const digest = (letter: string) => letter.repeat(64);
const change = (id: string, from: string, to: string): Change => ({
  action: "update",
  thing: "assistant",
  id,
  from: digest(from),
  to: digest(to),
  details: [],
});
const finding = (check: string): Finding => ({
  check,
  severity: "error",
  message: `${check} was found`,
  at: { file: "parley.yaml", start: 0, end: 0 },
});

interface Case {
  readonly plan?: Partial<Plan>;
  readonly conditions?: Partial<Conditions>;
}

/** The check by which a plan is refused; null: it is not. */
async function refusal({ plan, conditions }: Case) {
  const whole = {
    commit: null,
    baseCommit: null,
    newestCommit: null,
    effect: digest("e"),
    changes: [],
    findings: [],
    ...plan,
  } as unknown as Plan;
  return refusalOf(whole, { approval: null, onMoved: "stop", isAncestor: async () => true, ...conditions });
}

const yes = (effect: string, changes: Approval["changes"] = null): Approval => ({
  effect,
  approvers: ["Ann"],
  changes,
});
const commits = { commit: digest("a").slice(0, 40), baseCommit: digest("b").slice(0, 40) };
const both = [change("bo", "1", "2"), change("al", "3", "4")];

test.each<[string, Case, string | null]>([
  ["nothing speaks against it", {}, null],
  ["an older commit", { plan: commits, conditions: { isAncestor: async () => false } }, "not-a-descendant"],
  [
    "a commit that Git does not know",
    { plan: commits, conditions: { isAncestor: async () => null } },
    "not-a-descendant",
  ],
  ["a descendant", { plan: commits }, null],
  ["the approved effect", { conditions: { approval: yes(digest("e")) } }, null],
  ["the approved effect, by its first digits", { conditions: { approval: yes("e".repeat(12)) } }, null],
  ["too few digits", { conditions: { approval: yes("e".repeat(11)) } }, "moved-since-approval"],
  ["another effect", { conditions: { approval: yes(digest("f")) } }, "moved-since-approval"],
  [
    "a part of what was approved, where the site stops",
    { plan: { changes: both.slice(1) }, conditions: { approval: yes(digest("f"), both) } },
    "moved-since-approval",
  ],
  [
    "a part of what was approved, where the site goes on",
    {
      plan: { changes: both.slice(1) },
      conditions: { approval: yes(digest("f"), both), onMoved: "continue-if-subset" },
    },
    null,
  ],
  [
    "more than what was approved",
    {
      plan: { changes: both },
      conditions: { approval: yes(digest("f"), both.slice(1)), onMoved: "continue-if-subset" },
    },
    "moved-since-approval",
  ],
  [
    "a part of what was approved, that a rollback took away since",
    {
      plan: { changes: both.slice(1), findings: [finding("held")] },
      conditions: { approval: yes(digest("f"), both), onMoved: "continue-if-subset" },
    },
    "moved-since-approval",
  ],
  ["a guard without a yes", { plan: { findings: [finding("too-many-takeovers")] } }, "too-many-takeovers"],
  [
    "a guard with a yes",
    { plan: { findings: [finding("too-much-removed")] }, conditions: { approval: yes(digest("e")) } },
    null,
  ],
  [
    "what no yes helps",
    { plan: { findings: [finding("protected")] }, conditions: { approval: yes(digest("e")) } },
    "protected",
  ],
])("%s", async (_name, given, expected) => {
  expect((await refusal(given))?.check ?? null).toBe(expected);
});

test("it says what moved", async () => {
  const now = [change("bo", "9", "2"), change("zoe", "5", "6")];
  const found = await refusal({ plan: { changes: now }, conditions: { approval: yes(digest("f"), both) } });
  expect(found?.why.split("\n  ").slice(1)).toEqual([
    "assistant bo: what is live is no longer what it was",
    "assistant zoe changes too",
    "assistant al does not change any more",
  ]);
});

test("it names every guard, and the effect to say yes to", async () => {
  const found = await refusal({ plan: { findings: [finding("too-many-takeovers"), finding("too-much-removed")] } });
  expect(found?.why).toBe("too-many-takeovers was found\n  too-much-removed was found");
  expect(found?.fix).toContain(`--approve ${"e".repeat(12)}`);
});
