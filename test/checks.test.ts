/**
 * Every check is a folder: `check.ts`, its page, a site with the fault and the same site repaired.
 *
 * `bad/` and `good/` hold only the files that differ from `test/sites/small`, a whole site that nothing is found in.
 * `UPDATE=1` writes `bad.txt`, and the page's quotation of it, from what is found now: read them before they go in.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { checks } from "#checks/index.ts";
import { type Examined, examine } from "#cli/examine.ts";
import { checked } from "#content/content.ts";
import type { FileTree } from "#content/files.ts";
import { renderFindingsText } from "#findings/render-text.ts";
import type { ReleaseContent, Standing } from "#plan/live.ts";
import { planChanges } from "#plan/plan-changes.ts";
import { withRunning } from "#plan/running.ts";
import { readFiles } from "#source/working-tree.ts";
import { requestOf } from "./drivers/driver-suite.ts";
import { memoryDriver } from "./support/memory-driver.ts";

const folder = fileURLToPath(new URL("../src/checks/", import.meta.url));
const small = await readFiles(fileURLToPath(new URL("sites/small/", import.meta.url)));
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** The day that checks take for today: fixed, so that a holiday's distance is. */
const today = "2026-03-02";

const site = async (name: string, variant: string): Promise<FileTree> =>
  new Map([...small, ...(await readFiles(join(folder, name, variant)))]);

/** Told of what a publish meets there: a commit, an approval, a rollback, another site; `live/` has none of these. */
const toldByPublish = new Set([
  "changed-outside-git",
  "channel-of-another-site",
  "held",
  "id-of-another-site",
  "moved-since-approval",
  "not-a-descendant",
  "other-sites",
]);

/** What is found in a check's site; where `live/` lies beside it, what a plan finds that begins from there. */
async function found(name: string, variant: "bad" | "good") {
  const { findings, sources, content } = existsSync(join(folder, name, "live"))
    ? await planned(await site(name, "live"), await site(name, variant), name)
    : await examine(await site(name, variant), { today });
  return { findings, text: renderFindingsText(findings, sources, content.files, false) };
}

async function planned(before: FileTree, after: FileTree, name: string): Promise<Examined> {
  const driver = memoryDriver();
  const planOf = async (files: FileTree) => {
    const examined = await examine(files, { today });
    const content = checked(examined.content, examined.findings);
    if (!content) throw new Error(`the site of ${name} has errors of another kind`);
    const live = await driver.readLive();
    return { examined, content, live, plan: planChanges(content, live, { environment: "local", commit: null }) };
  };
  const { plan } = await planOf(before);
  await driver.uploadBodies(plan.bodies);
  await driver.release({ ...requestOf(plan.release, null), effect: plan.effect });
  const next = await planOf(after);
  const { findings } = withRunning(next.plan, next.content, next.live, standing(name, plan.release));
  return { ...next.examined, findings: findings.filter((finding) => finding.check === name) };
}

/** Who is under way with what was live before: `running.json`, where it lies beside the check. */
function standing(name: string, release: ReleaseContent): readonly Standing[] {
  const file = join(folder, name, "running.json");
  if (!existsSync(file)) return [];
  return (JSON.parse(readFileSync(file, "utf8")) as readonly Omit<Standing, "revision">[]).map((each) => {
    const { channel = "", brand = "", targets = [] } = release[each.channel] ?? {};
    return { ...each, revision: { channel, brand, assistant: targets[0]?.assistant ?? null } };
  });
}

test("every folder is listed, and every listed check has one", () => {
  expect(checks.map((check) => check.name)).toEqual(names);
});

test("nothing is found in the site that bad and good begin with", async () => {
  const { findings } = await examine(small, { today });
  expect(findings).toEqual([]);
});

const pageOf = (name: string) => join(folder, name, "README.md");

test.each(names)("the page of %s says what, why, how to mend and what is excepted", (name) => {
  expect([...readFileSync(pageOf(name), "utf8").matchAll(/^#+ .*$/gm)].map(([heading]) => heading)).toEqual([
    `# ${name}`,
    "## What",
    "## Why",
    "## Fix",
    "## Exceptions",
  ]);
});

describe.each(names.filter((name) => !toldByPublish.has(name)))("%s", (name) => {
  const page = pageOf(name);

  test("bad shows what bad.txt says, and nothing else", async () => {
    const expected = join(folder, name, "bad.txt");
    const { findings, text } = await found(name, "bad");
    expect(new Set(findings.map((finding) => finding.check))).toEqual(new Set([name]));
    if (process.env.UPDATE === "1") {
      writeFileSync(expected, text);
      writeFileSync(
        page,
        readFileSync(page, "utf8").replace(/```text\n[\s\S]*?```/, () => `\`\`\`text\n${text}\`\`\``),
      );
    }
    expect(text).toBe(readFileSync(expected, "utf8"));
  });

  test("good is silent under all checks", async () => {
    expect(existsSync(join(folder, name, "good"))).toBe(true);
    expect((await found(name, "good")).text).toMatch(/nothing to mend\.\n$/);
  });

  test("the page quotes what is printed", () => {
    const printed = readFileSync(join(folder, name, "bad.txt"), "utf8");
    expect(readFileSync(page, "utf8")).toContain(`\`\`\`text\n${printed}\`\`\``);
  });
});
