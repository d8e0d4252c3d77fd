/** `parley translations import`: what came back from a translator, into the site's files. All of it, or nothing. */

import { existsSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import { siteOption } from "#cli/options.ts";
import type { Content } from "#content/content.ts";
import type { FileTree } from "#content/files.ts";
import { readContent } from "#content/read.ts";
import { type SiteText, siteTexts } from "#content/site-texts.ts";
import { applyTranslations, type Translation } from "#content/translations/apply.ts";
import { speaks } from "#content/translations/collect.ts";
import type { Version } from "#content/translations/earlier-default.ts";
import { describeMismatch, mismatchOf } from "#content/translations/placeholders.ts";
import { readPo } from "#content/translations/po.ts";
import { readXliff } from "#content/translations/read-xliff.ts";
import { type Returned, type ReturnedFile, UnreadableExchange } from "#content/translations/unit.ts";
import type { Finding } from "#findings/finding.ts";
import { locate } from "#findings/locate.ts";
import { renderFindingsText } from "#findings/render-text.ts";
import { readFiles } from "#source/working-tree.ts";
import { writeFiles } from "#source/write-files.ts";

const maxBytes = 20 * 1024 * 1024;

export async function importTranslations(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: siteOption, allowPositionals: true });
  if (positionals.length === 0) throw new Failure("no file is named", "write parley translations import FILE…");
  const site = findSite(values.site);
  let files = await readFiles(site);
  const changed = new Map<string, string>();
  const lines: string[] = [];
  const findings: Finding[] = [];
  const handedIn = new Map<string, string>();
  for (const name of positionals) {
    const source = readText(name);
    handedIn.set(name, source);
    const result = imported(name, readReturned(name, source), files);
    findings.push(...result.findings);
    lines.push(...result.lines);
    for (const [path, text] of result.changed) changed.set(path, text);
    files = withTexts(files, result.changed);
  }
  if (findings.length > 0) {
    process.stdout.write(renderFindingsText(findings, handedIn, handedIn.size, process.stdout.isTTY === true));
    process.stdout.write("Nothing was written.\n");
    return 1;
  }
  writeFiles(site, changed);
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}

function readText(name: string): string {
  const path = resolve(process.env.INIT_CWD ?? process.cwd(), name);
  try {
    if (statSync(path).size > maxBytes) throw new Failure(`${name} is over 20 MiB`, "hand it in in parts");
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (!existsSync(path))
      throw new Failure(`there is no ${name} here`, "name a file that parley translations export wrote");
    throw new Failure(`${name} cannot be read as UTF-8 text`, "name a file that parley translations export wrote");
  }
}

function readReturned(name: string, source: string): ReturnedFile {
  try {
    return /^\s*</.test(source) ? readXliff(source) : readPo(source);
  } catch (error) {
    if (!(error instanceof UnreadableExchange)) throw error;
    const { line, column } = locate(new Map([[name, source]]), name, error.offset);
    throw new Failure(
      `${name}:${line}:${column}: ${error.message}`,
      "nothing was written; export it again, or mend it",
    );
  }
}

interface Imported {
  readonly changed: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
  readonly lines: readonly string[];
}

function imported(name: string, returned: ReturnedFile, files: FileTree): Imported {
  const { content } = readContent(files);
  const texts = new Map(siteTexts(content).map((text) => [`${text.item.file}#${text.name}`, text]));
  const findings: Finding[] = [];
  const translations: Translation[] = [];
  const gone: string[] = [];
  for (const each of returned.texts) {
    const text = texts.get(`${each.file}#${each.name}`);
    if (!text) {
      gone.push(`${name}: left out ${each.file} ${each.name}, which is no more`);
      continue;
    }
    const language = languageOf(content, text, returned.language, name);
    const fault = text.kind === "phrases" ? null : faultOf(name, each);
    if (fault) findings.push(fault);
    const version = versionOf(text, each.target);
    const isNew = JSON.stringify(version) !== JSON.stringify(text.values[language]);
    if (!isNew && !each.done) continue;
    if (version.length > 0) translations.push({ text, language, version, from: versionOf(text, each.source) });
  }
  if (findings.length > 0) return { changed: new Map(), findings, lines: [] };
  const sources = new Map([...files.values()].map((file) => [file.path, file.text]));
  const changed = applyTranslations(content, sources, translations);
  seeThatTheyStand(translations, withTexts(files, changed));
  const fresh = translations.filter(
    ({ text, language, version }) => JSON.stringify(version) !== JSON.stringify(text.values[language]),
  );
  const count = `${fresh.length} ${fresh.length === 1 ? "text" : "texts"} in "${returned.language}"`;
  const written = [...changed.keys()].filter((path) => !path.includes("/.made-from/"));
  const where = written.length === 0 ? "nothing to change" : `into ${written.join(", ")}`;
  return { changed, findings, lines: [...gone, `${name}: ${count}, ${where}`] };
}

/** Phrases stand one a line. */
function versionOf({ kind }: SiteText, written: string): Version {
  if (kind === "text") return written;
  return written
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Tools say "de-DE" where the site says "de", or the other way round. */
function languageOf(content: Content, text: SiteText, written: string, name: string): string {
  const known = [...text.languages.slice(1), ...text.preparing, written].filter((each) => speaks(content, text, each));
  const exact = known.find((each) => each.toLowerCase() === written.toLowerCase());
  const near = known.filter((each) => each.split("-")[0]?.toLowerCase() === written.split("-")[0]?.toLowerCase());
  const language = exact ?? (near.length === 1 ? near[0] : undefined);
  if (language !== undefined && language !== text.languages[0]) return language;
  const owner = text.assistant ? `the assistant "${text.assistant.id}"` : `the brand "${text.brand}"`;
  throw new Failure(
    `${name} is in "${written}", into which nothing of ${owner} is translated`,
    `nothing was written; add it first: ${text.assistant ? "preparing" : "languages"}: [${written}]`,
  );
}

function faultOf(name: string, { name: text, source, target, start, end }: Returned): Finding | null {
  const mismatch = mismatchOf(source, target);
  if (!mismatch) return null;
  const { fault, help } = describeMismatch(mismatch);
  return {
    check: "placeholder-mismatch",
    severity: "error",
    message: `the translation of "${text}" ${fault}`,
    at: { file: name, start, end },
    why: "customers would read less than the others, or an error would stop the conversation",
    help,
  };
}

function withTexts(files: FileTree, texts: ReadonlyMap<string, string>): FileTree {
  const result = new Map(files);
  for (const [path, text] of texts) result.set(path, { path, text });
  return result;
}

/** Whatever way the files are laid out, what was written is what is read. */
function seeThatTheyStand(translations: readonly Translation[], files: FileTree): void {
  const { content } = readContent(files);
  const texts = new Map(siteTexts(content).map((text) => [`${text.item.file}#${text.name}`, text]));
  for (const { text, language, version } of translations) {
    const now = texts.get(`${text.item.file}#${text.name}`)?.values[language];
    if (JSON.stringify(now) === JSON.stringify(version)) continue;
    throw new Failure(
      `the "${language}" text of ${text.what} in ${text.item.file} cannot be put in place as the files are laid out`,
      "nothing was written; run parley fmt first",
    );
  }
}
