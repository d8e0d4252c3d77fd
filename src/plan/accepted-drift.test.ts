import { expect, test } from "vitest";
import type { AcceptedDrift } from "#content/site.ts";
import { sortDrift } from "#plan/accepted-drift.ts";
import type { DriftField } from "#plan/drift.ts";
import type { Release } from "#plan/live.ts";

const field = (name: string, release: number): DriftField => {
  const [thing, id, path = ""] = name.split(" ");
  const since = { number: release } as Release;
  return { thing: thing as DriftField["thing"], id: id ?? "", path: path.split("."), was: 1, is: 2, since };
};
const drift = [
  field("assistant bo workflows.hello.say", 5),
  field("assistant bo name", 5),
  field("channel web name", 4),
];

const entry = (more: Partial<AcceptedDrift>): AcceptedDrift => ({
  ...{ environment: "production", release: 5, until: "2026-03-02", by: "Ann", why: "the sale" },
  ...more,
});

test.each<[string, Partial<AcceptedDrift>, { open: number[]; over?: boolean; idle?: boolean }]>([
  ["a release's", {}, { open: [2] }],
  ["on its last day", { until: "2026-03-02" }, { open: [2] }],
  ["the day after", { until: "2026-03-01" }, { open: [0, 1, 2], over: true }],
  ["another environment's", { environment: "staging" }, { open: [0, 1, 2] }],
  ["another release's", { release: 3 }, { open: [0, 1, 2], idle: true }],
  ["one field", { fields: ["assistant bo name"] }, { open: [0, 2] }],
  ["what is below", { fields: ["assistant bo workflows"] }, { open: [1, 2] }],
  ["a whole thing", { fields: ["assistant bo"] }, { open: [2] }],
  ["half of a word", { fields: ["assistant bo work", "assistant b"] }, { open: [0, 1, 2], idle: true }],
  ["of that release only", { fields: ["channel web", "assistant bo name"] }, { open: [0, 2] }],
])("%s", (_name, more, { open, over = false, idle = false }) => {
  const by = entry(more);
  const sorted = sortDrift(drift, [by], { environment: "production", today: "2026-03-02" });
  const accepted = drift.filter((_, index) => !open.includes(index));
  expect(sorted).toEqual({
    open: open.map((index) => drift[index]),
    accepted: accepted.length > 0 ? [{ by, fields: accepted }] : [],
    over: over ? [by] : [],
    idle: idle ? [by] : [],
  });
});

test("renewed: the entry that is over is told no more", () => {
  const entries = [entry({ until: "2026-03-01" }), entry({ until: "2026-03-09" })];
  const sorted = sortDrift(drift, entries, { environment: "production", today: "2026-03-02" });
  expect([sorted.open, sorted.over, sorted.idle]).toEqual([[drift[2]], [], []]);
});
