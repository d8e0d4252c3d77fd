/** `parley translations confirm`: outdated translations that still say the same. */

import { parseArgs } from "node:util";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import { siteOption } from "#cli/options.ts";
import { readContent } from "#content/read.ts";
import { type SiteText, siteTexts } from "#content/site-texts.ts";
import { applyTranslations, type Translation } from "#content/translations/apply.ts";
import { outdatedFrom } from "#content/translations/earlier-default.ts";
import { fileHistory } from "#source/history.ts";
import { readFiles } from "#source/working-tree.ts";
import { writeFiles } from "#source/write-files.ts";

export async function confirmTranslations(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { language: { type: "string" }, ...siteOption },
    allowPositionals: true,
  });
  const site = findSite(values.site);
  const files = await readFiles(site);
  const { content } = readContent(files);
  const history = (await fileHistory(site, files)) ?? undefined;
  const texts = siteTexts(content);
  const unknown = positionals.find((name) => !texts.some((text) => isNamed(text, name)));
  if (unknown !== undefined) {
    throw new Failure(`no text is called "${unknown}"`, "name a workflow, or a text such as order-status.shipped.say");
  }
  const confirmed = texts
    .filter((text) => positionals.length === 0 || positionals.some((name) => isNamed(text, name)))
    .flatMap((text): readonly Translation[] => {
      const from = text.values[text.languages[0] ?? ""];
      if (from === undefined) return [];
      return Object.entries(text.values)
        .filter(([language]) => values.language === undefined || language === values.language)
        .filter(([language]) => outdatedFrom(content, text, language, history) !== undefined)
        .map(([language, version]) => ({ text, language, version, from }));
    });
  const sources = new Map([...files.values()].map((file) => [file.path, file.text]));
  writeFiles(site, applyTranslations(content, sources, confirmed));
  for (const { text, language } of confirmed) process.stdout.write(`${text.item.file} ${text.name}: ${language}\n`);
  const count = `${confirmed.length} translation${confirmed.length === 1 ? "" : "s"}`;
  process.stdout.write(confirmed.length === 0 ? "No translation is outdated.\n" : `${count} confirmed.\n`);
  return 0;
}

function isNamed({ item, name }: SiteText, wanted: string): boolean {
  return wanted === item.id || wanted === `${item.id}.${name}`;
}
