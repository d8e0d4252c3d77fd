/** What code scanning services are given fits the schema of SARIF 2.1.0. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { checks } from "#checks/index.ts";
import { examine } from "#cli/examine.ts";
import type { FileTree } from "#content/files.ts";
import { renderFindingsSarif } from "#findings/render-sarif.ts";
import { readFiles } from "#source/working-tree.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const schema = JSON.parse(readFileSync(at("support/sarif-2.1.0.json"), "utf8"));
// The schema speaks draft 4 of JSON Schema, whose only difference here is the name of its own address.
const { $schema: _, id: __, ...readable } = schema;
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(readable);

const small = await readFiles(at("sites/small/"));

test.each(
  readdirSync(at("../src/checks"), { withFileTypes: true }).filter((entry) =>
    existsSync(at(`../src/checks/${entry.name}/bad`)),
  ),
)("the findings of $name", async ({ name }) => {
  const files: FileTree = new Map([...small, ...(await readFiles(at(`../src/checks/${name}/bad`)))]);
  const { findings, sources } = await examine(files, { today: "2026-03-02" });
  const log = JSON.parse(renderFindingsSarif(findings, sources, checks, "shop/"));
  expect(log.runs[0].results).toHaveLength(findings.length);
  // What only a plan can find is not found in a site alone.
  expect(log.runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(findings.length > 0 ? [name] : []);
  validate(log);
  expect(validate.errors).toBe(null);
});

test("the schema refuses what is no SARIF", () => {
  expect(validate({ version: "2.1.0", runs: [{ tool: { driver: { name: "x" } }, results: [{ level: "bad" }] }] })).toBe(
    false,
  );
});
