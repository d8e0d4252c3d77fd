import { expect, test } from "vitest";
import { bringsBack, heldAfter, stillHeld, takenAway } from "#plan/holds.ts";
import type { Hold, ReleaseContent } from "#plan/live.ts";

/** `web: bo1` is the channel `web` with this version of an assistant; everything else of it stays as it is. */
const content = (answers: Readonly<Record<string, string>>): ReleaseContent =>
  Object.fromEntries(
    Object.entries(answers).map(([id, assistant]) => [
      id,
      { channel: `channel ${id}`, brand: "brand", targets: [{ assistant, brand: "brand", weight: 100 }] },
    ]),
  );
const both = content({ web: "bo2", app: "bo2" });
const names = new Map(["bo1", "bo2"].map((digest) => [digest, { kind: "assistant" as const, id: "bo" }]));
const hold = (digest: string, channels: readonly string[] | null, release = 3): Hold => ({
  ...{ digest, kind: "assistant", id: "bo", release, who: "Ann", channels },
});

test("what no channel runs any more is taken from all, what some still run from the others", () => {
  expect([...takenAway(both, content({ web: "bo1", app: "bo1" }))]).toEqual([["bo2", null]]);
  expect([...takenAway(both, content({ web: "bo1", app: "bo2" }))]).toEqual([["bo2", ["web"]]]);
  expect([...takenAway(both, both)]).toEqual([]);
});

test("one channel after the other", () => {
  const first = content({ web: "bo1", app: "bo2" });
  const held = heldAfter([], both, first, { release: 3, who: "Ann", names });
  expect(held).toEqual([hold("bo2", ["web"])]);
  const after = heldAfter(held, first, content({ web: "bo1", app: "bo1" }), { release: 4, who: "Ann", names });
  expect(after).toEqual([hold("bo2", null, 4)]);
});

test.each<[string, Hold, ReleaseContent, boolean, Hold | null]>([
  ["from all, and away", hold("bo2", null), content({ web: "bo1" }), false, hold("bo2", null)],
  ["from all, and back", hold("bo2", null), both, true, null],
  [
    "from one, and still with the other",
    hold("bo2", ["web"]),
    content({ web: "bo1", app: "bo2" }),
    false,
    hold("bo2", ["web"]),
  ],
  ["from one, and back", hold("bo2", ["web"]), both, true, null],
  [
    "from two, and back on one",
    hold("bo2", ["app", "web"]),
    content({ web: "bo1", app: "bo2" }),
    true,
    hold("bo2", ["web"]),
  ],
])("%s", (_name, held, now, isBack, left) => {
  expect(bringsBack(held, now)).toBe(isBack);
  expect(stillHeld([held], now)).toEqual(left ? [left] : []);
});
