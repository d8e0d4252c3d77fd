/** The phrases that compete for what a customer writes: those of the workflows that one assistant runs. */

import { closerLook } from "#checks/closer-look.ts";
import type { AssistantItem, BrandItem, Content, Item } from "#content/content.ts";
import { placeOf } from "#content/place.ts";
import { type SiteText, versionOf } from "#content/site-texts.ts";
import type { Workflow } from "#content/workflow.ts";
import type { Span } from "#findings/finding.ts";

/** The phrases of one workflow, in one language. */
export interface PhraseList {
  readonly workflow: string;
  readonly phrases: readonly string[];
  place(index: number): Span;
}

export interface Competition {
  readonly language: string;
  /** The brand's first, then the assistant's, each in the order of their files. */
  readonly lists: readonly PhraseList[];
}

const known = new WeakMap<Content, readonly Competition[]>();

/** One competition an assistant and language; one for a brand's own workflows, which are often of no assistant yet. */
export function competitions(content: Content): readonly Competition[] {
  let found = known.get(content);
  if (!found) known.set(content, (found = collect(content)));
  return found;
}

function collect(content: Content): readonly Competition[] {
  const texts = new Map<Item<unknown>, SiteText>();
  for (const text of closerLook(content).phrases) texts.set(text.item, text);
  const brands = [...content.brands.values()].map((brand) => published(brand, texts));
  const assistants = [...content.assistants.values()].map((assistant) => {
    const brand = content.brands.get(assistant.value?.brand ?? "");
    return [...(brand ? published(brand, texts) : []), ...published(assistant, texts)];
  });
  return [...brands, ...assistants].flatMap(byLanguage);
}

/** A draft workflow hears nothing. */
function published(owner: BrandItem | AssistantItem, texts: ReadonlyMap<Item<unknown>, SiteText>): readonly SiteText[] {
  return [...owner.workflows.values()]
    .filter((item: Item<Workflow>) => item.value && item.value.status !== "draft")
    .flatMap((item) => texts.get(item) ?? []);
}

function byLanguage(texts: readonly SiteText[]): readonly Competition[] {
  const lists = new Map<string, PhraseList[]>();
  for (const text of texts) {
    for (const [language, phrases] of Object.entries(text.values)) {
      if (!Array.isArray(phrases)) continue;
      const place = (index: number): Span => {
        const version = versionOf(text, language);
        return version
          ? placeOf(version.file, version.root, [...version.path, index])
          : placeOf(text.item.file, text.item.root, text.path);
      };
      const list = { workflow: text.item.id, phrases, place };
      const others = lists.get(language);
      if (others) others.push(list);
      else lists.set(language, [list]);
    }
  }
  return [...lists].map(([language, some]) => ({ language, lists: some }));
}
