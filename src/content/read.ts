/**
 * Files to content: every file is read by itself, so that one file's errors never hide another's, and then texts
 * from `locales/` are put where they belong. Never throws for what an author wrote.
 */

import type { Assistant } from "#content/assistant.ts";
import type { Article, Brand, Connection, Group, Schedule } from "#content/brand.ts";
import type { Channel } from "#content/channel.ts";
import type { AssistantItem, BrandItem, Content, Item, Locale } from "#content/content.ts";
import { problemFinding } from "#content/file-problem.ts";
import type { FileTree, SourceFile } from "#content/files.ts";
import { kindOf, nearestPattern } from "#content/layout.ts";
import { mergeLocales, settleText } from "#content/locales.ts";
import type { MadeFrom } from "#content/made-from.ts";
import { nearest } from "#content/nearest.ts";
import { readFile, readWorkflowFile } from "#content/read-file.ts";
import * as schemas from "#content/schemas/files.ts";
import { testFile } from "#content/schemas/test-file.ts";
import type { Site } from "#content/site.ts";
import type { Language } from "#content/text.ts";
import type { Workflow } from "#content/workflow.ts";
import type { Finding } from "#findings/finding.ts";

/** A brand or an assistant while its files are being collected. */
interface BrandFiles {
  item: Item<Brand> | null;
  readonly schedules: Map<string, Item<Schedule>>;
  readonly groups: Map<string, Item<Group>>;
  readonly connections: Map<string, Item<Connection>>;
  readonly workflows: Map<string, Item<Workflow>>;
  readonly articles: Map<string, Map<Language, Item<Article>>>;
  readonly assets: Map<string, Uint8Array>;
}

interface AssistantFiles {
  item: Item<Assistant> | null;
  readonly workflows: Map<string, Item<Workflow>>;
  readonly locales: Map<Language, Item<Locale>>;
  readonly tests: Map<string, Item<unknown>>;
}

/** What came of reading a file by itself. */
export interface Reading {
  readonly item: Item<unknown>;
  readonly findings: readonly Finding[];
}

/**
 * Reads a whole site. The findings are those of reading: syntax, schema, unknown files, texts that lead nowhere. A file
 * that `readings` names is read once, also for whoever comes with the same `readings` again.
 */
export function readContent(
  files: FileTree,
  readings: Map<SourceFile, Reading | null> = new Map(),
): { content: Content; findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const brands = new Map<string, BrandFiles>();
  const assistants = new Map<string, AssistantFiles>();
  const channels = new Map<string, Item<Channel>>();
  const madeFrom = new Map<string, Item<MadeFrom>>();
  let site: Item<Site> = { id: "", file: "parley.yaml", root: null, value: null };

  const brandOf = (id: string): BrandFiles =>
    entry(brands, id, () => ({
      item: null,
      schedules: new Map(),
      groups: new Map(),
      connections: new Map(),
      workflows: new Map(),
      articles: new Map(),
      assets: new Map(),
    }));
  const assistantOf = (id: string): AssistantFiles =>
    entry(assistants, id, () => ({ item: null, workflows: new Map(), locales: new Map(), tests: new Map() }));

  for (const file of files.values()) {
    const kind = kindOf(file.path);
    if (file.problem) {
      findings.push(problemFinding(file, file.problem));
      if (!kind) continue;
    }
    if (!kind) {
      findings.push(unknownFile(file));
      continue;
    }
    const read = <T>(schema: (typeof schemas)[keyof typeof schemas] & object, id: string): Item<T> => {
      const known = readings.get(file);
      const into: Finding[] = [];
      const item = known ? (known.item as Item<T>) : readFile<T>(file, kind.kind, id, schema as never, into);
      if (known === null) readings.set(file, { item, findings: into });
      findings.push(...(known?.findings ?? into));
      return item;
    };
    switch (kind.kind) {
      case "site":
        site = read<Site>(schemas.site, "");
        break;
      case "brand":
        brandOf(kind.id).item = read<Brand>(schemas.brand, kind.id);
        break;
      case "schedule":
        brandOf(kind.brand).schedules.set(kind.id, read(schemas.schedule, kind.id));
        break;
      case "group":
        brandOf(kind.brand).groups.set(kind.id, read(schemas.group, kind.id));
        break;
      case "connection":
        brandOf(kind.brand).connections.set(kind.id, read(schemas.connection, kind.id));
        break;
      case "article": {
        const languages = entry(brandOf(kind.brand).articles, kind.id, () => new Map<Language, Item<Article>>());
        languages.set(kind.language, readArticle(file, kind.id, kind.language, findings));
        break;
      }
      case "asset":
        brandOf(kind.brand).assets.set(kind.path, file.bytes ?? new Uint8Array());
        break;
      case "channel":
        channels.set(kind.id, read(schemas.channel, kind.id));
        break;
      case "assistant":
        assistantOf(kind.id).item = read(schemas.assistant, kind.id);
        break;
      case "brand-workflow":
        brandOf(kind.brand).workflows.set(kind.id, readWorkflowFile(file, kind.id, findings));
        break;
      case "workflow":
        assistantOf(kind.assistant).workflows.set(kind.id, readWorkflowFile(file, kind.id, findings));
        break;
      case "locale":
        assistantOf(kind.assistant).locales.set(kind.language, read(schemas.locale, kind.language));
        break;
      case "made-from":
        madeFrom.set(file.path, read(schemas.madeFrom, kind.language));
        break;
      case "test":
        assistantOf(kind.assistant).tests.set(kind.id, readFile(file, kind.kind, kind.id, testFile, findings));
        break;
    }
  }
  const readBrands = new Map([...brands].map(([id, files]) => [id, settledBrand(id, files)]));
  const onlyBrand = readBrands.size === 1 ? [...readBrands.keys()][0] : undefined;
  const content: Content = {
    site: withValue(site, site.value, site.value?.site ?? ""),
    brands: readBrands,
    channels: mapValues(channels, (item) => settledChannel(item, readBrands)),
    assistants: new Map(
      [...assistants].map(([id, files]) => [id, settledAssistant(id, files, onlyBrand, readBrands, findings)]),
    ),
    madeFrom,
    files: files.size,
  };
  return { content, findings };
}

function readArticle(file: SourceFile, id: string, language: Language, findings: Finding[]): Item<Article> {
  if (file.problem) return { id, file: file.path, root: null, value: null };
  const match = /^---\r?\n([\s\S]*?\r?\n)?---(?:\r?\n|$)/.exec(file.text);
  if (!match) {
    findings.push({
      check: "schema",
      severity: "error",
      message: "the article does not begin with its front matter",
      at: { file: file.path, start: 0, end: 0 },
      help: 'begin the file with three lines: "---", "title: …" and "---"',
    });
    return { id, file: file.path, root: null, value: null };
  }
  const zero = file.text.indexOf("\0", match[0].length);
  if (zero >= 0) {
    findings.push({
      check: "schema",
      severity: "error",
      message: "a zero byte stands here, which cannot be kept",
      at: { file: file.path, start: zero, end: zero + 1 },
      help: "leave it out",
    });
  }
  // The markers are blanked, so that places in the front matter are places in the file.
  const head = `   ${match[0].slice(3).replace(/---(\r?\n)?$/, "")}`;
  const item = readFile<{ title: string; url?: string; tags?: string[] }>(
    { ...file, text: head },
    "article",
    id,
    schemas.articleHead,
    findings,
  );
  return withValue(
    item,
    item.value && { article: id, language, ...item.value, body: file.text.slice(match[0].length).trim() },
  );
}

function settledBrand(id: string, { item, ...files }: BrandFiles): BrandItem {
  const known: Item<Brand> = item ?? { id, file: `brands/${id}/brand.yaml`, root: null, value: null };
  const language = known.value?.languages[0] ?? "en";
  const privacy = known.value?.privacy;
  const value =
    known.value && privacy?.notice !== undefined
      ? { ...known.value, privacy: { ...privacy, notice: settleText(privacy.notice, language) } }
      : known.value;
  const workflows = mapValues(files.workflows, (workflow) => mergeLocales(workflow, language, new Map(), []));
  return Object.assign(withValue(known, value), files, { workflows });
}

function settledChannel(item: Item<Channel>, brands: ReadonlyMap<string, BrandItem>): Item<Channel> {
  const channel = item.value;
  if (!channel?.default_response) return item;
  const language = brands.get(channel.brand)?.value?.languages[0] ?? "en";
  const text = settleText(channel.default_response.text, language);
  return withValue(item, { ...channel, default_response: { ...channel.default_response, text } });
}

function settledAssistant(
  id: string,
  { item, ...files }: AssistantFiles,
  onlyBrand: string | undefined,
  brands: ReadonlyMap<string, BrandItem>,
  findings: Finding[],
): AssistantItem {
  const known: Item<Assistant> = item ?? { id, file: `assistants/${id}/assistant.yaml`, root: null, value: null };
  // An assistant may leave out its brand only where the site has one.
  const brand = known.value?.brand ?? onlyBrand;
  if (known.value && brand === undefined) {
    findings.push({
      check: "schema",
      severity: "error",
      message: 'the key "brand" is missing here',
      at: { file: known.file, start: 0, end: 0 },
      why: `the site has ${brands.size === 0 ? "no brand" : "several brands"}, so it does not go without saying`,
      help: 'add "brand: …"',
    });
  }
  const value = known.value && { ...known.value, brand: brand ?? "" };
  const language = value?.languages[0] ?? "en";
  const workflows = mapValues(files.workflows, (workflow) => mergeLocales(workflow, language, files.locales, findings));
  for (const locale of files.locales.values()) findings.push(...unknownWorkflows(locale, files.workflows));
  return Object.assign(withValue(known, value), files, { workflows });
}

/** The item with another value. A copy of it would ask for its document, which is made for whoever asks first. */
function withValue<T>(item: Item<unknown>, value: T | null, id = item.id): Item<T> {
  return {
    id,
    file: item.file,
    get root() {
      return item.root;
    },
    value,
  };
}

function unknownWorkflows(locale: Item<Locale>, workflows: ReadonlyMap<string, unknown>): readonly Finding[] {
  // Where all are known, nobody needs the places.
  if (!locale.value || Object.keys(locale.value).every((id) => workflows.has(id))) return [];
  const { root } = locale;
  if (root?.kind !== "map") return [];
  return root.entries
    .filter(({ key }) => !workflows.has(String(key.value)))
    .map(({ key }) => {
      const guess = nearest(String(key.value), workflows.keys());
      return {
        check: "unknown-reference",
        severity: "error",
        message: `there is no workflow "${key.value}" in this assistant`,
        at: { file: locale.file, start: key.start, end: key.end },
        why: "its texts would never be shown",
        help: guess === undefined ? "mend the name, or delete its texts" : `did you mean "${guess}"?`,
      };
    });
}

function unknownFile(file: SourceFile): Finding {
  return {
    check: "unknown-file",
    severity: "error",
    message: `Parley does not know what ${JSON.stringify(file.path)} is`,
    at: { file: file.path, start: 0, end: 0 },
    why: "it would be left out without a word",
    help: `the nearest pattern is ${nearestPattern(file.path)}; move the file out of the site if it does not belong to it`,
  };
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function mapValues<K, A, B>(map: ReadonlyMap<K, A>, change: (value: A) => B): Map<K, B> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
