/** Every text of a site that customers read, wherever it stands, with the place of each language's version. */

import type { AssistantItem, Content, Item } from "#content/content.ts";
import type { Node, Path } from "#content/node.ts";
import { nodeAt, placeOf, placeOfKey } from "#content/place.ts";
import type { Language } from "#content/text.ts";
import { textsOf } from "#content/texts.ts";
import type { Workflow } from "#content/workflow.ts";
import type { Span } from "#findings/finding.ts";

export interface SiteText {
  /** In an author's words: `"ask_order.text"`, or `the default response`. */
  readonly what: string;
  /** The place's name in `locales/<lang>.yaml`, such as `ask_order.retry.text`. */
  readonly name: string;
  readonly kind: "text" | "phrases";
  /** The file it stands in, and the path to it there. */
  readonly item: Item<unknown>;
  readonly path: Path;
  readonly step: string | null;
  /** The workflow it belongs to; null: a default response or a privacy notice. */
  readonly workflow: Workflow | null;
  /** Whose `locales/` may hold its other languages; null: nobody's. */
  readonly assistant: AssistantItem | null;
  /** The brand that it is said for. */
  readonly brand: string;
  readonly values: Readonly<Record<Language, string | readonly string[]>>;
  /** The languages it must have, the default first; empty where the file that says so is broken. */
  readonly languages: readonly Language[];
  /** Those that it will have to have. */
  readonly preparing: readonly Language[];
}

const known = new WeakMap<Content, readonly SiteText[]>();

/** The texts of workflows, default responses and privacy notices. Broken files have their findings already. */
export function siteTexts(content: Content): readonly SiteText[] {
  let texts = known.get(content);
  if (!texts) known.set(content, (texts = collect(content)));
  return texts;
}

function collect(content: Content): readonly SiteText[] {
  const texts: SiteText[] = [];
  for (const brand of content.brands.values()) {
    const languages = brand.value?.languages ?? [];
    const shared = { assistant: null, brand: brand.id, languages, preparing: [] };
    const notice = brand.value?.privacy?.notice;
    if (notice !== undefined) {
      texts.push({ ...single("the privacy notice", brand, ["privacy", "notice"]), ...shared, values: notice });
    }
    for (const item of brand.workflows.values()) addWorkflow(texts, item, shared);
  }
  for (const assistant of content.assistants.values()) {
    const { languages = [], preparing = [], brand = "" } = assistant.value ?? {};
    const shared = { assistant, brand, languages, preparing };
    for (const item of assistant.workflows.values()) addWorkflow(texts, item, shared);
  }
  for (const item of content.channels.values()) {
    const values = item.value?.default_response?.text;
    if (!item.value || values === undefined) continue;
    texts.push({
      ...single("the default response", item, ["default_response", "text"]),
      assistant: null,
      brand: item.value.brand,
      values,
      languages: content.brands.get(item.value.brand)?.value?.languages ?? [],
      preparing: [],
    });
  }
  return texts;
}

function single(what: string, item: Item<unknown>, path: Path) {
  return { what, name: path.join("."), kind: "text", item, path, step: null, workflow: null } as const;
}

type Shared = Pick<SiteText, "assistant" | "brand" | "languages" | "preparing">;

function addWorkflow(texts: SiteText[], item: Item<Workflow>, shared: Shared): void {
  const workflow = item.value;
  if (!workflow) return;
  const { assistant, brand, languages, preparing } = shared;
  for (const { path, name, step, value, kind } of textsOf(workflow)) {
    const values = value as SiteText["values"];
    texts.push({
      what: `"${name}"`,
      name,
      kind,
      item,
      path,
      step,
      workflow,
      assistant,
      brand,
      languages,
      preparing,
      values,
    });
  }
}

/** Whether the version in `language` may stand where it cannot be read: that has its finding. */
export function mayStandUnread({ assistant, item, name }: SiteText, language: Language): boolean {
  const locale = assistant?.locales.get(language);
  return locale !== undefined && (locale.value === null || nodeAt(locale.root, [item.id, name]) !== null);
}

/** A text's version in one language, as a value of a file. */
export interface TextPlace {
  readonly file: string;
  readonly root: Node | null;
  readonly path: Path;
}

/** Where the version in `language` stands; null where it stands nowhere. */
export function versionOf(text: SiteText, language: Language): TextPlace | null {
  const { item, path } = text;
  const written = nodeAt(item.root, path);
  const inside = written?.kind === "map" ? [...path, language] : language === text.languages[0] ? path : null;
  if (inside && nodeAt(item.root, inside)) return { file: item.file, root: item.root, path: inside };
  const locale = text.assistant?.locales.get(language);
  const beside = [item.id, text.name];
  return locale && nodeAt(locale.root, beside) ? { file: locale.file, root: locale.root, path: beside } : null;
}

/** The place of the version in `language`, or of the text's key where there is none. */
export function placeOfVersion(text: SiteText, language: Language): Span {
  const version = versionOf(text, language);
  return version ? placeOf(version.file, version.root, version.path) : placeOfTextKey(text);
}

/** The place of the key that a text stands behind. */
export function placeOfTextKey({ item, path }: SiteText): Span {
  return placeOfKey(item.file, item.root, path);
}
