import { expect, test } from "vitest";
import type { Change, Plan } from "#plan/plan.ts";
import { heldAgainst, readReviewed, reviewedText } from "#plan/reviewed.ts";

const change = (id: string, from: string | null, to: string | null): Change => ({
  action: "update",
  thing: "assistant",
  id,
  from,
  to,
  details: [],
});
const plan = (effect: string, changes: readonly Change[], environment = "production"): Plan =>
  ({ environment, effect: effect.repeat(64), changes }) as unknown as Plan;
const seen = (of: Plan) => {
  const read = readReviewed(`before ${reviewedText(of)} behind`, of.environment);
  if (!read) throw new Error("nothing is read");
  return read;
};

const [ann, bob, cid] = [change("ann", "1", "2"), change("bob", null, "3"), change("cid", "4", null)];

test.each([
  ["the very plan", [plan("a", [ann, bob])], { is: "reviewed", moved: [] }],
  ["two that go live together", [plan("b", [ann]), plan("c", [bob])], { is: "reviewed", moved: [] }],
  ["one of which a part is live", [plan("b", [ann, bob, cid])], { is: "part", moved: [] }],
  ["half of it", [plan("b", [ann])], { is: "other", moved: ["assistant bob"] }],
  ["another end", [plan("b", [ann, change("bob", null, "5")])], { is: "other", moved: ["assistant bob"] }],
  ["another beginning", [plan("b", [change("ann", "0", "2"), bob])], { is: "other", moved: ["assistant ann"] }],
  ["nothing", [], { is: "other", moved: ["assistant ann", "assistant bob"] }],
] as const)("held against %s", (_what, reviewed, held) => {
  expect(heldAgainst(plan("a", [ann, bob]), reviewed.map(seen))).toEqual(held);
});

test("of more changes than can be written down, only the effect counts", () => {
  const many = Array.from({ length: 10_000 }, (_, index) => change(`a${index}`, "1", "2"));
  const all = plan("a", many);
  expect(reviewedText(all).length).toBeLessThan(60_000);
  expect(heldAgainst(all, [seen(all)]).is).toBe("reviewed");
  expect(heldAgainst(plan("b", many.slice(1)), [seen(all)]).is).toBe("other");
});

test("another environment's review says nothing, nor does any other text", () => {
  expect(readReviewed(reviewedText(plan("a", [ann], "staging")), "production")).toBeNull();
  expect(readReviewed("<!-- parley:reviewed production -->", "production")).toBeNull();
});
