import { expect, test } from "vitest";
import { batches } from "#drivers/embedded/batches.ts";

test.each([
  { items: [], limit: 5, batched: [] },
  { items: [2, 3, 1], limit: 5, batched: [[2, 3], [1]] },
  { items: [9, 1, 9], limit: 5, batched: [[9], [1], [9]] },
  { items: [5, 5], limit: 5, batched: [[5], [5]] },
])("$items by $limit", ({ items, limit, batched }) => {
  expect(batches<number>(items, limit, (item) => item)).toEqual(batched);
});
