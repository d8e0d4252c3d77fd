/**
 * From published bodies to the files that say them: what differs is written where it belongs, with comments and
 * layout kept, and what is new becomes new files. Whether the site then says what was published, the caller sees
 * by reading it.
 */

import { isFilePath } from "#content/adopt/file-path.ts";
import { fileText } from "#content/adopt/file-text.ts";
import { articleText } from "#content/adopt/written-article.ts";
import {
  without,
  writtenAssistant,
  writtenBrand,
  writtenChannel,
  writtenConnection,
} from "#content/adopt/written-files.ts";
import { type WorkflowPlace, writtenWorkflow } from "#content/adopt/written-workflow.ts";
import type { AssistantBody, BrandBody, ChannelBody, Digest } from "#content/body.ts";
import { digestOfBytes } from "#content/body.ts";
import { brandWorkflowsOf } from "#content/brand-workflows.ts";
import type { AssistantItem, BrandItem, Content, Item, Locale } from "#content/content.ts";
import type { FileTree } from "#content/files.ts";
import { stepsOf } from "#content/graph.ts";
import { isMap, type JsonMap } from "#content/json.ts";
import { jsonOf } from "#content/place.ts";
import { readWorkflowFile } from "#content/read-file.ts";
import type { Language } from "#content/text.ts";
import type { Workflow } from "#content/workflow.ts";

export interface WantedChannel {
  readonly body: ChannelBody;
  /** Who answers: an assistant's id, or null. Undefined: whatever the file says. */
  readonly answers: string | null | undefined;
}

/** What the files are to say; what is not named here they say already. */
export interface Wanted {
  readonly environment: string;
  readonly brands: readonly BrandBody[];
  readonly assistants: readonly AssistantBody[];
  readonly channels: readonly WantedChannel[];
  /** New workflows that are their brand's, by `brand/workflow`; the others are their assistants' own. */
  readonly shared: ReadonlySet<string>;
  /** Channels that are to be no more. */
  readonly goneChannels: readonly string[];
}

export type FileChange =
  | { readonly kind: "text"; readonly path: string; readonly text: string }
  /** The platform holds the bytes. */
  | { readonly kind: "asset"; readonly path: string; readonly digest: Digest }
  | { readonly kind: "gone"; readonly path: string };

export interface WrittenBack {
  /** In the order of paths. */
  readonly changes: readonly FileChange[];
  /** What cannot be written, in plain words. */
  readonly refused: readonly string[];
}

/** The changes to `files`, which were read as `content`. */
export function writeBack(files: FileTree, content: Content, wanted: Wanted): WrittenBack {
  const changes = new Map<string, FileChange>();
  const refused: string[] = [];
  const values = new Map<string, JsonMap>();
  const want = (path: string, value: JsonMap): void => {
    const known = values.get(path);
    if (known && JSON.stringify(known) !== JSON.stringify(value)) refused.push(`${path} would have to say two things`);
    values.set(path, value);
  };
  const put = (path: string, text: string | null): void => {
    if (!isFilePath(path)) refused.push(`no file can be called ${JSON.stringify(path)}`);
    else if (text === null) refused.push(`${path} cannot be changed to say it: change it by hand`);
    else if (text !== files.get(path)?.text) changes.set(path, { kind: "text", path, text });
  };
  const remove = (path: string): void => void changes.set(path, { kind: "gone", path });

  const languages = new Map(wanted.brands.map(({ id, languages: [first] }) => [id, first]));
  const languageOf = (brand: string): Language =>
    languages.get(brand) ?? content.brands.get(brand)?.value?.languages[0] ?? "en";

  for (const body of wanted.brands) {
    const item = content.brands.get(body.id);
    const folder = `brands/${body.id}`;
    want(`${folder}/brand.yaml`, writtenBrand(body, rawOf(item)));
    for (const [name, things, items] of [
      ["schedules", body.schedules, item?.schedules],
      ["groups", body.groups, item?.groups],
    ] as const) {
      for (const [id, thing] of Object.entries(things)) want(`${folder}/${name}/${id}.yaml`, { ...thing });
      for (const id of items?.keys() ?? []) if (!Object.hasOwn(things, id)) remove(`${folder}/${name}/${id}.yaml`);
    }
    for (const [id, connection] of Object.entries(body.connections)) {
      const path = `${folder}/connections/${id}.yaml`;
      want(path, writtenConnection(connection, rawOf(item?.connections.get(id)), wanted.environment));
    }
    for (const known of item?.connections.values() ?? []) {
      if (!Object.hasOwn(body.connections, known.id)) withoutConnection(known, wanted.environment, want, remove);
    }
    writeArticles(body, item, files, put, remove);
    for (const [path, digest] of Object.entries(body.assets)) {
      const file = `${folder}/assets/${path}`;
      const bytes = item?.assets.get(path);
      if (!isFilePath(file)) refused.push(`no file can be called ${JSON.stringify(file)}`);
      else if (!bytes || digestOfBytes(bytes) !== digest) changes.set(file, { kind: "asset", path: file, digest });
    }
    for (const path of item?.assets.keys() ?? []) {
      if (!Object.hasOwn(body.assets, path)) remove(`${folder}/assets/${path}`);
    }
  }

  for (const body of wanted.assistants) {
    writeAssistant(body, { content, files, shared: wanted.shared, languageOf, want });
  }

  for (const { body, answers } of wanted.channels) {
    const place = { environment: wanted.environment, language: languageOf(body.brand), answers };
    want(`channels/${body.id}.yaml`, writtenChannel(body, rawOf(content.channels.get(body.id)), place));
  }
  for (const id of wanted.goneChannels) {
    const item = content.channels.get(id);
    const only = item?.value?.only?.filter((environment) => environment !== wanted.environment) ?? [];
    if (item && only.length > 0) want(item.file, { ...rawOf(item), only });
    else remove(`channels/${id}.yaml`);
  }

  for (const [path, value] of values) put(path, fileText(path, files.get(path)?.text ?? null, value));
  return { changes: [...changes.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), refused };
}

function rawOf(item: Item<unknown> | undefined): JsonMap | null {
  const value = item?.root && jsonOf(item.root);
  return isMap(value) ? value : null;
}

/** A connection that has an address elsewhere stays there. */
function withoutConnection(
  item: Item<unknown>,
  environment: string,
  want: (path: string, value: JsonMap) => void,
  remove: (path: string) => void,
): void {
  const raw = rawOf(item);
  const addresses = raw?.base_url;
  if (!raw || !isMap(addresses)) return remove(item.file);
  if (!Object.hasOwn(addresses, environment)) return;
  const others = without(addresses, environment);
  if (Object.keys(others).length > 0) want(item.file, { ...raw, base_url: others });
  else remove(item.file);
}

function writeArticles(
  body: BrandBody,
  item: BrandItem | undefined,
  files: FileTree,
  put: (path: string, text: string | null) => void,
  remove: (path: string) => void,
): void {
  const pathOf = (id: string, language: Language) => `brands/${body.id}/articles/${id}.${language}.md`;
  for (const [id, languages] of Object.entries(body.articles)) {
    for (const [language, article] of Object.entries(languages)) {
      const path = pathOf(id, language);
      put(path, articleText(path, files.get(path)?.text ?? null, article));
    }
  }
  for (const [id, languages] of item?.articles ?? []) {
    for (const language of languages.keys()) {
      const known = body.articles[id];
      if (!known || !Object.hasOwn(known, language)) remove(pathOf(id, language));
    }
  }
}

interface AssistantPlace {
  readonly content: Content;
  readonly files: FileTree;
  readonly shared: Wanted["shared"];
  languageOf(brand: string): Language;
  want(path: string, value: JsonMap): void;
}

/** The assistant's settings, its workflows, those of its brand that it runs, and what of their texts is in `locales`. */
function writeAssistant(body: AssistantBody, { content, files, shared, languageOf, want }: AssistantPlace): void {
  const item = content.assistants.get(body.id);
  const brand = content.brands.get(body.brand);
  const folder = `assistants/${body.id}`;
  const only = content.brands.size === 1 ? ([...content.brands.keys()][0] ?? null) : null;
  want(`${folder}/assistant.yaml`, writtenAssistant(body, rawOf(item), only));

  const before = new Map<Language, Locale>(
    [...(item?.locales ?? [])].map(([language, { root }]) => [language, (root ? jsonOf(root) : {}) as Locale]),
  );
  const after = new Map(before);
  for (const [id, workflow] of Object.entries(body.workflows)) {
    const own = item?.workflows.get(id);
    const ofBrand = own ? undefined : brand?.workflows.get(id);
    const known = own ?? ofBrand;
    if (known?.value?.status === "draft") continue;
    const isOfBrand = ofBrand !== undefined || (!own && shared.has(`${body.brand}/${id}`));
    const place: WorkflowPlace = {
      language: isOfBrand ? languageOf(body.brand) : (body.languages[0] ?? "en"),
      current: known ? asWritten(known, files) : null,
      locales: isOfBrand ? new Map() : before,
    };
    const written = writtenWorkflow(workflow, place);
    const owner = isOfBrand ? `brands/${body.brand}` : folder;
    want(known?.file ?? `${owner}/workflows/${id}.yaml`, written.value);
    for (const [language, texts] of written.locales) {
      const { [id]: _earlier, ...others } = after.get(language) ?? {};
      const isSilent = Object.keys(texts).length === 0;
      after.set(language, isSilent ? others : { ...(after.get(language) ?? {}), [id]: texts });
    }
  }
  for (const known of goneWorkflows(body, item, brand)) want(known.file, asDraft(rawOf(known) ?? {}));
  for (const [language, locale] of after) want(`${folder}/locales/${language}.yaml`, locale);
}

/**
 * Workflows of the files that the body holds no more: they become drafts, so that nobody's work is lost. Of the brand's,
 * those that the assistant would come upon again.
 */
function goneWorkflows(
  body: AssistantBody,
  item: AssistantItem | undefined,
  brand: BrandItem | undefined,
): readonly Item<Workflow>[] {
  const named = new Set([body.welcome, body.fallback, ...(body.anytime ?? [])]);
  for (const workflow of Object.values(body.workflows)) {
    for (const { step } of stepsOf(workflow)) if (step.kind === "run") named.add(step.run);
  }
  const ofBrand = item
    ? brandWorkflowsOf(item, brand)
        .filter(({ workflow, start }) => start !== undefined || named.has(workflow))
        .flatMap(({ workflow }) => brand?.workflows.get(workflow) ?? [])
    : [];
  return [...(item?.workflows.values() ?? []), ...ofBrand].filter(
    ({ id, value }) => !Object.hasOwn(body.workflows, id) && value?.status !== "draft",
  );
}

/** `status` stands behind the title. */
function asDraft({ workflow, title, ...rest }: JsonMap): JsonMap {
  return { workflow, title, status: "draft", ...rest };
}

/** The workflow as its file says it, before the texts of `locales` were put into it. */
function asWritten({ id, file }: Item<Workflow>, files: FileTree): Workflow | null {
  const source = files.get(file);
  return source ? readWorkflowFile(source, id, []).value : null;
}
