/**
 * `test/sites/everything` uses every key of the language, and nothing is found in it. So a key that the schemas lose,
 * and a check that is too strict, are seen here; and a key that the schemas gain must be added to the site.
 */

import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { examine } from "#cli/examine.ts";
import type { Content, Item } from "#content/content.ts";
import { stepsOf } from "#content/graph.ts";
import type { Node, Path } from "#content/node.ts";
import { jsonOf, nodeAt } from "#content/place.ts";
import type { Schema } from "#content/schemas/common.ts";
import * as files from "#content/schemas/files.ts";
import { testFile } from "#content/schemas/test-file.ts";
import { stepSchema, verbs, workflow } from "#content/schemas/workflow.ts";
import { renderFindingsText } from "#findings/render-text.ts";
import { readFiles } from "#source/working-tree.ts";

const { content, findings, sources } = await examine(
  await readFiles(fileURLToPath(new URL("sites/everything/", import.meta.url))),
  { today: "2026-03-02" },
);

test("nothing is found in the site that uses every key", () => {
  // That the draft is a draft is said, for information, of every draft.
  const unexpected = findings.filter(({ check }) => check !== "draft-assistant");
  expect(renderFindingsText(unexpected, sources, content.files, false)).toMatch(/nothing to mend\.\n$/);
});

/** The documents of each kind, as they were written. */
function documents({ site, brands, channels, assistants }: Content): Readonly<Record<string, readonly unknown[]>> {
  const all = (items: Iterable<Item<unknown>>) => [...items].map(({ root }) => root && jsonOf(root));
  const ofBrands = [...brands.values()];
  const ofAssistants = [...assistants.values()];
  return {
    site: all([site]),
    brand: all(ofBrands),
    schedule: all(ofBrands.flatMap((brand) => [...brand.schedules.values()])),
    group: all(ofBrands.flatMap((brand) => [...brand.groups.values()])),
    connection: all(ofBrands.flatMap((brand) => [...brand.connections.values()])),
    articleHead: all(
      ofBrands.flatMap((brand) => [...brand.articles.values()].flatMap((languages) => [...languages.values()])),
    ),
    channel: all(channels.values()),
    assistant: all(ofAssistants),
    workflow: all(ofAssistants.flatMap((assistant) => [...assistant.workflows.values()])),
    test: all(ofAssistants.flatMap((assistant) => [...assistant.tests.values()])),
  };
}

const known = documents(content);
const steps = [...content.assistants.values(), ...content.brands.values()].flatMap(({ workflows }) =>
  [...workflows.values()].flatMap(({ value, root }) =>
    value ? stepsOf(value).map(({ step, path }) => ({ kind: step.kind, written: writtenAt(root, path) })) : [],
  ),
);

function writtenAt(root: Node | null, path: Path): unknown {
  const node = nodeAt(root, path);
  return node && jsonOf(node);
}

/** The keys that a schema knows and none of the values uses. */
function unused(schema: Schema, values: readonly unknown[], at: string): readonly string[] {
  const present = values.filter((value) => value !== undefined);
  if (present.length === 0) return [at];
  const maps = present.filter((value): value is Record<string, unknown> => typeof value === "object" && value !== null);
  const lists = present.filter((value): value is unknown[] => Array.isArray(value));
  const found: string[] = [];
  for (const [key, inner] of Object.entries((schema.properties ?? {}) as Record<string, Schema>)) {
    found.push(
      ...unused(
        inner,
        maps.map((map) => map[key]),
        `${at}.${key}`,
      ),
    );
  }
  if (typeof schema.additionalProperties === "object" && schema.additionalProperties !== null) {
    const plain = maps.filter((map) => !Array.isArray(map));
    found.push(
      ...unused(
        schema.additionalProperties as Schema,
        plain.flatMap((map) => Object.values(map)),
        `${at}.*`,
      ),
    );
  }
  if (schema.type === "array" && schema.items) found.push(...unused(schema.items as Schema, lists.flat(), `${at}[]`));
  if (schema.if) {
    const { type } = schema.if as { type: string };
    const fits = (value: unknown) => (Array.isArray(value) ? "array" : typeof value) === type;
    for (const [branch, fitting] of [
      [schema.then as Schema, present.filter(fits)],
      [schema.else as Schema, present.filter((value) => !fits(value))],
    ] as const) {
      // Whether a text is plain or a map by language is not asked of every text.
      if (fitting.length > 0 || JSON.stringify(branch).includes('"properties"')) {
        found.push(...unused(branch, fitting, `${at}${branch === schema.then ? "" : " not"} ${type}`));
      }
    }
  }
  return found;
}

const kinds = { ...files, workflow, test: testFile } as unknown as Readonly<Record<string, Schema>>;

test.each(Object.keys(known))("every key of a %s is used", (kind) => {
  expect(unused(kinds[kind] ?? {}, known[kind] ?? [], kind)).toEqual([]);
});

test.each(verbs)("every key of the verb %s is used", (verb) => {
  const written = steps.filter(({ kind }) => kind === verb).map((step) => step.written);
  // What every step may carry is asked of all of them together.
  const found = unused(stepSchema(verb), written, verb).filter((at) => !/^[a-z]+\.(?:then|end)$/.test(at));
  expect(found).toEqual([]);
});

test("a step of each kind that may has a then, or an end", () => {
  const keys = new Set(steps.flatMap(({ written }) => Object.keys(written as object)));
  expect(["id", "then", "end"].filter((key) => !keys.has(key))).toEqual([]);
});

/** The words of a schema's closed lists. */
function wordsOf(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const own = "enum" in schema && Array.isArray(schema.enum) ? schema.enum : [];
  return [...own, ...Object.values(schema).flatMap(wordsOf)];
}

test("every word of a closed list is used", () => {
  const text = [...sources.values()].join("\n");
  const schemas = [...Object.values(kinds), ...verbs.map(stepSchema)];
  expect(wordsOf(schemas).filter((word) => !text.includes(word))).toEqual([]);
});
