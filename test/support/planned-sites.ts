/** Plans of the small site: as it is live, to as its files say after some edits. */

import { fileURLToPath } from "node:url";
import { examine } from "#cli/examine.ts";
import { type CheckedContent, checked } from "#content/content.ts";
import type { SourceFile } from "#content/files.ts";
import type { Live } from "#plan/live.ts";
import type { Plan } from "#plan/plan.ts";
import { planChanges } from "#plan/plan-changes.ts";
import { readFiles } from "#source/working-tree.ts";
import { requestOf } from "../drivers/driver-suite.ts";
import { memoryDriver } from "./memory-driver.ts";

export const small = await readFiles(fileURLToPath(new URL("../sites/small/", import.meta.url)));
export const hello = "assistants/bo/workflows/hello.yaml";
export const web = "channels/web.yaml";
export const assistant = "assistants/bo/assistant.yaml";

/** Files of the small site: what to replace in each; a new file as a whole; null: no file. */
export type Edits = Readonly<Record<string, readonly [string, string] | string | null>>;

function edited(edits: Edits): Map<string, SourceFile> {
  const files = new Map(small);
  for (const [path, edit] of Object.entries(edits)) {
    const before = files.get(path)?.text ?? "";
    if (edit === null) files.delete(path);
    else if (typeof edit === "string") files.set(path, { path, text: edit });
    else if (before.includes(edit[0])) files.set(path, { path, text: before.replace(edit[0], edit[1]) });
    else throw new Error(`${path} does not hold ${edit[0]}`);
  }
  return files;
}

export async function contentOf(edits: Edits): Promise<CheckedContent> {
  const { content, findings } = await examine(edited(edits), { today: "2026-03-02" });
  const whole = checked(content, findings);
  if (!whole) throw new Error(findings.map(({ message }) => message).join("\n"));
  return whole;
}

export async function planOf(edits: Edits, live: Live, commit: string | null = null): Promise<Plan> {
  return planChanges(await contentOf(edits), live, { environment: "local", commit });
}

/** What is live after each of these sites was published, one after another. */
export async function published(...sites: readonly Edits[]): Promise<Live> {
  const driver = memoryDriver();
  for (const edits of sites) {
    const plan = await planOf(edits, await driver.readLive());
    await driver.uploadBodies(plan.bodies);
    await driver.release({ ...requestOf(plan.release, plan.base), effect: plan.effect });
  }
  return driver.readLive();
}

export const secondAssistant: Edits = {
  "assistants/al/assistant.yaml":
    'assistant: al\nname: "Al"\nbrand: shop\nlanguages: [en, fr]\nwelcome: hello\nfallback: hello\n',
  "assistants/al/workflows/hello.yaml": small.get(hello)?.text ?? "",
};
