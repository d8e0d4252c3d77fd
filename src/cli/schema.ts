/** `parley schema`: what an editor needs to offer the site's ids, and to mark what is wrong while it is written. */

import { existsSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { siteOption } from "#cli/options.ts";
import { readSite } from "#cli/site.ts";
import type { Content } from "#content/content.ts";
import { type EditorSchema, editorSchemas, editorSettings } from "#content/editor/schemas.ts";
import { readContent } from "#content/read.ts";
import { readFiles } from "#source/working-tree.ts";
import { writeFiles } from "#source/write-files.ts";

const usualFolder = ".parley/schemas";
const settingsFile = ".vscode/settings.json";

export const command: Command = {
  usage: "parley schema [--vscode] [--out DIR] [--site DIR]",
  details: `--out DIR    where they are written: .parley/schemas, which Git leaves out, unless this says otherwise.
--vscode     writes them into .vscode/settings.json too, for VS Code's YAML extension; else what belongs there is
             printed. In JetBrains' editors, add them under Languages & Frameworks, Schemas and DTDs.
They know the ids of today: parley new and parley rename write them anew; run this when you add a file yourself.`,
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { out: { type: "string" }, vscode: { type: "boolean", default: false }, ...siteOption },
    });
    const site = await readSite(findSite(values.site), "left-out");
    const out = values.out === undefined ? join(site.folder, usualFolder) : here(values.out);
    const schemas = writeSchemas(site.content, out);
    const folder = relative(site.folder, out).split(sep).join("/");
    const settings = editorSettings(schemas, folder);
    process.stdout.write(`${schemas.length} schemas in ${folder}\n`);
    if (values.vscode) {
      writeFiles(
        site.folder,
        new Map([[settingsFile, withSchemas(join(site.folder, settingsFile), settings, folder)]]),
      );
      process.stdout.write(`${settingsFile} names them\n`);
    } else {
      process.stdout.write(`\nFor ${settingsFile} (--vscode writes it):\n\n${json({ "yaml.schemas": settings })}`);
    }
    return 0;
  },
};

/** Where an editor has schemas already, they follow what the site has become. */
export async function refreshSchemas(folder: string): Promise<void> {
  const out = join(folder, usualFolder);
  if (existsSync(out)) writeSchemas(readContent(await readFiles(folder)).content, out);
}

function writeSchemas(content: Content, out: string): readonly EditorSchema[] {
  const schemas = editorSchemas(content);
  writeFiles(out, new Map(schemas.map(({ name, schema }) => [name, `${JSON.stringify(schema)}\n`])));
  return schemas;
}

function here(folder: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), folder);
}

/** The settings that are there, with these schemas in place of earlier ones. Throws `Failure` where they are no JSON. */
function withSchemas(file: string, schemas: ReturnType<typeof editorSettings>, folder: string): string {
  let settings: Record<string, unknown> = {};
  try {
    if (existsSync(file)) settings = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  } catch {
    throw new Failure(
      `${settingsFile} has comments, or is no JSON: it was left alone`,
      "run parley schema without --vscode, and copy what it prints",
    );
  }
  const others = Object.entries((settings["yaml.schemas"] as object | undefined) ?? {}).filter(
    ([path]) => !path.startsWith(`./${folder}/`),
  );
  return json({ ...settings, "yaml.schemas": { ...Object.fromEntries(others), ...schemas } });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
