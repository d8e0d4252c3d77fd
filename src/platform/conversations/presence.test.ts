/** Who comes while the platform reads who is there, is there. */

import type { Pool } from "pg";
import { expect, test } from "vitest";
import { presenceOf } from "#platform/conversations/presence.ts";

const row = { brand: "acme", group: "desk", agent: "ann", name: "Ann", leftMs: 60_000 };

/** A database that answers when it is told to, with what was true when it was asked. */
function slowDatabase() {
  let rows: readonly (typeof row)[] = [];
  const answers: (() => void)[] = [];
  const query = () => {
    const seen = rows;
    return new Promise((resolve) => answers.push(() => resolve({ rows: seen })));
  };
  return {
    pool: { query } as unknown as Pool,
    comes: () => {
      rows = [row];
    },
    answer: async (n: number) => {
      answers[n]?.();
      await new Promise(setImmediate);
    },
  };
}

test("what was asked before somebody came does not stand for what is so now", async () => {
  const { pool, comes, answer } = slowDatabase();
  const presence = presenceOf(pool);
  const early = presence.fresh();
  comes();
  presence.moved();
  const late = presence.fresh();
  await answer(1);
  // The first question's answer comes last.
  await answer(0);
  await Promise.all([early, late]);
  expect(presence.online("acme", "desk")).toEqual([{ id: "ann", name: "Ann" }]);
});

test("and who asks then is told what is so now", async () => {
  const { pool, comes, answer } = slowDatabase();
  const presence = presenceOf(pool);
  const early = presence.fresh();
  comes();
  presence.moved();
  await answer(0);
  await answer(1);
  await early;
  expect(presence.online("acme", "desk")).toHaveLength(1);
});
