/** Nothing is written in a language that nobody will be answered in. */

import type { Check } from "#checks/check.ts";
import { closerLook } from "#checks/closer-look.ts";
import type { AssistantItem, BrandItem, Content } from "#content/content.ts";
import { nearest } from "#content/nearest.ts";
import { nodeAt, placeOfKey } from "#content/place.ts";
import type { SiteText } from "#content/site-texts.ts";
import type { Language } from "#content/text.ts";
import type { Finding, Span } from "#findings/finding.ts";

export const undeclaredLanguage: Check = {
  name: "undeclared-language",
  severity: "error",
  summary: "a text, phrases or a file in a language that its assistant or brand does not name",
  run: (content) => {
    const declared = declaredLanguages(content);
    return [...inTexts(content, declared), ...localeFiles(content), ...articles(content, declared)];
  },
};

/** What a brand's own texts may be in: its languages, and those that its assistants speak or prepare. */
type Declared = ReadonlyMap<string, ReadonlySet<Language>>;

function declaredLanguages(content: Content): Declared {
  const declared = new Map<string, Set<Language>>();
  for (const brand of content.brands.values()) {
    if (brand.value) declared.set(brand.id, new Set(brand.value.languages));
  }
  for (const { value } of content.assistants.values()) {
    for (const language of value ? languagesOf(value) : []) declared.get(value?.brand ?? "")?.add(language);
  }
  return declared;
}

function languagesOf({ languages, preparing = [] }: NonNullable<AssistantItem["value"]>): readonly Language[] {
  return [...languages, ...preparing];
}

function inTexts(content: Content, declared: Declared): readonly Finding[] {
  const texts = closerLook(content).strange.filter(({ languages }) => languages.length > 0);
  return texts.flatMap((text) => undeclaredIn(text, declared));
}

/** A whole file in such a language has one finding, not one a text: only what stands here is looked at. */
function undeclaredIn(
  { item, path, assistant, brand, step, what, ...text }: SiteText,
  declared: Declared,
): readonly Finding[] {
  const allowed = assistant ? new Set([...text.languages, ...text.preparing]) : (declared.get(brand) ?? new Set());
  if (Object.keys(text.values).every((language) => allowed.has(language))) return [];
  const written = nodeAt(item.root, path);
  if (written?.kind !== "map") return [];
  return written.entries
    .filter(({ key }) => !allowed.has(String(key.value)))
    .map(({ key }) => {
      const language = String(key.value);
      const owner = assistant ? `the assistant "${assistant.id}"` : `the brand "${brand}"`;
      const file = assistant ? assistant.file : `brands/${brand}/brand.yaml`;
      const at = placeOfKey(item.file, item.root, [...path, language]);
      return finding(`${what} has a text in "${language}", a language of which ${owner} says nothing`, at, {
        language,
        allowed,
        file,
        key: assistant ? "languages (or preparing)" : "languages",
        ...(step !== null && { step }),
      });
    });
}

function localeFiles(content: Content): readonly Finding[] {
  return [...content.assistants.values()].flatMap((assistant) => {
    const allowed = new Set(assistant.value ? languagesOf(assistant.value) : []);
    if (!assistant.value) return [];
    return [...assistant.locales.values()]
      .filter(({ id }) => !allowed.has(id))
      .map((locale) =>
        finding(
          `the file holds texts in "${locale.id}", a language of which the assistant "${assistant.id}" says nothing`,
          { file: locale.file, start: 0, end: 0 },
          { language: locale.id, allowed, file: assistant.file, key: "languages (or preparing)" },
        ),
      );
  });
}

function articles(content: Content, declared: Declared): readonly Finding[] {
  return [...content.brands.values()].flatMap((brand: BrandItem) => {
    const allowed = declared.get(brand.id);
    if (!allowed) return [];
    return [...brand.articles.values()].flatMap((languages) =>
      [...languages]
        .filter(([language]) => !allowed.has(language))
        .map(([language, article]) =>
          finding(
            `the article "${article.id}" is in "${language}", a language of which the brand "${brand.id}" says nothing`,
            { file: article.file, start: 0, end: 0 },
            { language, allowed, file: brand.file, key: "languages" },
          ),
        ),
    );
  });
}

function finding(
  message: string,
  at: Span,
  about: {
    readonly language: Language;
    readonly allowed: ReadonlySet<Language>;
    readonly file: string;
    readonly key: string;
    readonly step?: string;
  },
): Finding {
  const guess = nearest(about.language, about.allowed);
  const add = `add "${about.language}" to ${about.key} in ${about.file}, or delete it`;
  return {
    check: "undeclared-language",
    severity: "error",
    message,
    at,
    ...(about.step !== undefined && { step: about.step }),
    why: "nobody would ever read it",
    help: guess === undefined ? add : `did you mean "${guess}"? Else ${add}`,
  };
}
