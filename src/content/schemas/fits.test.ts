/** The quick answer is ajv's: on values that are made from each schema, with something wrong here and there. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Schema } from "#content/schemas/common.ts";
import * as files from "#content/schemas/files.ts";
import { fitsOf } from "#content/schemas/fits.ts";
import { testFile } from "#content/schemas/test-file.ts";
import { fitsByAjv } from "#content/schemas/validate.ts";
import { stepSchema, verbs, workflow } from "#content/schemas/workflow.ts";

const schemas: Readonly<Record<string, Schema>> = {
  ...Object.fromEntries(Object.entries(files).filter((entry): entry is [string, Schema] => !Array.isArray(entry[1]))),
  testFile,
  workflow,
  ...Object.fromEntries(verbs.map((verb) => [`${verb} step`, stepSchema(verb)])),
};

/** What patterns and forms may take or refuse. */
const texts = [
  "",
  "a",
  "order_id",
  "ab-1",
  "Ab",
  "fr",
  "pt-BR",
  "10s",
  "404",
  "else",
  "SECRET_1",
  "user.email",
  "GET /orders/1",
  "https://api.shop.example",
  "#7A1F3D",
  "2026-12-25",
  "2026-02-30",
  "09:00-12:30",
  "12:30-09:00",
  "Europe/Paris",
  "2026-03-02T10:00:00+01:00",
  "mon-fri 09:00-17:00 Europe/Paris",
  "mon 10:00-09:00 Europe/Paris",
  "embedded",
  "👩🏽‍💻",
  "a".repeat(100),
  "a".repeat(101),
  "👍".repeat(60),
  "__proto__",
];
const numbers = [-1, 0, 0.5, 1, 2, 10, 11, 100, 599, 600, 1e21];
const text = fc.constantFrom(...texts);
const junk: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.constantFrom(...numbers, true, false, null, [], {}),
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(text, text, { maxKeys: 3 }),
);

/** Values that have a chance to fit. */
function near(schema: Schema): fc.Arbitrary<unknown> {
  const kinds: fc.Arbitrary<unknown>[] = [];
  if (Array.isArray(schema.enum)) kinds.push(fc.constantFrom(...schema.enum));
  if (schema.then !== undefined) kinds.push(near({ ...(schema.if as Schema), ...(schema.then as Schema) }));
  if (schema.else !== undefined) kinds.push(near(schema.else as Schema));
  for (const type of [schema.type ?? []].flat()) {
    if (type === "string") kinds.push(mostlyFitting(schema, texts));
    else if (type === "number" || type === "integer") kinds.push(mostlyFitting(schema, numbers));
    else if (type === "boolean") kinds.push(fc.boolean());
    else if (type === "null") kinds.push(fc.constant(null));
    else if (type === "array") kinds.push(nearList(schema));
    else kinds.push(nearMap(schema));
  }
  return kinds.length === 0 ? junk : fc.oneof(...kinds);
}

function mostlyFitting(schema: Schema, values: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...values.filter(fitsOf(schema))) },
    { weight: 1, arbitrary: fc.constantFrom(...values) },
  );
}

function nearList({ items = {}, minItems = 0 }: Schema): fc.Arbitrary<unknown> {
  const item = nearOrJunk(items as Schema);
  return fc.oneof(
    { weight: 9, arbitrary: fc.array(item, { minLength: Number(minItems), maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(item, { maxLength: 25, size: "max" }) },
  );
}

function nearOrJunk(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 60, arbitrary: near(schema) }, { weight: 1, arbitrary: junk });
}

function nearMap({ properties = {}, additionalProperties, required = [] }: Schema): fc.Arbitrary<unknown> {
  const known = Object.entries(properties as Readonly<Record<string, Schema>>);
  const parts = Object.fromEntries(known.map(([key, schema]) => [key, nearOrJunk(schema)]));
  const own = fc.oneof(
    { weight: 9, arbitrary: fc.record(parts, { requiredKeys: required as string[] }) },
    { weight: 1, arbitrary: fc.record(parts, { requiredKeys: [] }) },
  );
  const others =
    typeof additionalProperties === "object"
      ? fc.dictionary(text, nearOrJunk(additionalProperties as Schema), { maxKeys: 2 })
      : fc.oneof(
          { weight: 20, arbitrary: fc.constant({}) },
          { weight: 1, arbitrary: fc.dictionary(text, junk, { maxKeys: 1 }) },
        );
  return fc.tuple(own, others).map(([a, b]) => ({ ...a, ...b }));
}

describe.each(Object.entries(schemas))("%s", (_name, schema) => {
  test("what fits for ajv fits, and nothing else", () => {
    let yes = 0;
    fc.assert(
      fc.property(nearOrJunk(schema), (value) => {
        const fits = fitsOf(schema)(value);
        if (fits) yes += 1;
        expect(fits).toBe(fitsByAjv(schema, value));
      }),
      { numRuns: 400, seed: 7 },
    );
    expect(yes).toBeGreaterThan(0);
  });
});

test("a keyword that is not known is no yes", () => {
  expect(() => fitsOf({ contains: {} })).toThrow("contains");
});
