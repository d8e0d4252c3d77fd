import { expect, test } from "vitest";
import { declaredType } from "#content/declared-type.ts";
import type { Declaration } from "#content/workflow.ts";

const answers: Readonly<Record<string, Declaration>> = {
  order: { status: "string", eta: "date", buyer: { type: "string" } },
  count: "int",
  wrapped: { order: "shop-api.order" },
  loop: { again: "shop-api.loop" },
};

test.each<[Declaration, unknown]>([
  ["date", "date"],
  [{ type: "string", sensitive: true }, "string"],
  [{ type: "number" }, "number"],
  [{ type: { iban: "string" }, sensitive: true }, { iban: "string" }],
  [
    { status: "string", inner: { day: "date" } },
    { status: "string", inner: { day: "date" } },
  ],
  ["shop-api.order", { status: "string", eta: "date", buyer: { type: "string" } }],
  ["shop-api.count", "int"],
  ["shop-api.wrapped", { order: { status: "string", eta: "date", buyer: { type: "string" } } }],
  [{ mine: "shop-api.count" }, { mine: "int" }],
  ["shop-api.nope", "map"],
  ["nope.order", "map"],
])("%j is %j", (declaration, expected) => {
  expect(declaredType(declaration, (connection) => (connection === "shop-api" ? answers : undefined))).toEqual(
    expected,
  );
});

test("answers that name one another in a circle end", () => {
  expect(JSON.stringify(declaredType("shop-api.loop", () => answers)).length).toBeLessThan(200);
});
