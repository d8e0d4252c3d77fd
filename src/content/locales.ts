/** Texts by language: plain ones are the default language's, and `locales/` adds the others. */

import type { Item, Locale } from "#content/content.ts";
import { stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import { placeOfKey } from "#content/place.ts";
import type { Language, Text } from "#content/text.ts";
import { assignedTexts, settleTexts, textsAsWritten } from "#content/texts.ts";
import { unknownPlaces } from "#content/unknown-places.ts";
import type { Workflow } from "#content/workflow.ts";
import type { Finding } from "#findings/finding.ts";

/** A text as a map by language, whatever way it was written. */
export function settleText(value: unknown, language: Language): Text {
  return typeof value === "string" ? { [language]: value } : (value as Text);
}

/**
 * The workflow with every text a map by language. A text that stands in the workflow and in `locales/`, or a path
 * that leads nowhere, becomes a finding.
 */
export function mergeLocales(
  item: Item<Workflow>,
  language: Language,
  locales: ReadonlyMap<Language, Item<Locale>>,
  findings: Finding[],
): Item<Workflow> {
  if (!item.value) return item;
  const workflow = item.value;
  if (locales.size > 0) settleAssigned(item.id, workflow, language, locales);
  const placed = textsAsWritten(workflow);
  for (const text of placed) {
    const { path, name, value, kind } = text;
    const isPlain = typeof value === "string" || Array.isArray(value);
    const texts = isPlain ? { [language]: value } : (value as Record<string, unknown>);
    if (isPlain) {
      replaceAt(workflow, path, texts);
      text.value = texts;
    }
    // Most sites have none, and a site has tens of thousands of texts.
    if (locales.size === 0) continue;
    for (const [tongue, locale] of locales) {
      const found = ownValue(locale.value?.[item.id], name);
      if (found === undefined) continue;
      const at = placeOfKey(locale.file, locale.root, [item.id, name]);
      if ((kind === "phrases") !== Array.isArray(found)) {
        findings.push({
          check: "schema",
          severity: "error",
          message:
            kind === "phrases" ? `"${name}" is a list of phrases, not a text` : `"${name}" is a text, not a list`,
          at,
        });
      } else if (Object.hasOwn(texts, tongue)) {
        findings.push({
          check: "schema",
          severity: "error",
          message: `the ${tongue} text of "${name}" stands here and in the workflow`,
          at,
          related: [{ at: placeOfKey(item.file, item.root, path), message: "in the workflow" }],
          why: "nobody could say which of the two customers read",
          help: "keep one of the two",
        });
      } else texts[tongue] = found;
    }
  }
  settleTexts(workflow, placed);
  if (locales.size === 0) return item;
  for (const locale of locales.values()) findings.push(...unknownPlaces(item, locale, placed));
  return item;
}

/** A plain text of `set` or `with` is the same in every language, unless `locales/` has another of it. */
function settleAssigned(
  id: string,
  workflow: Workflow,
  language: Language,
  locales: ReadonlyMap<Language, Item<Locale>>,
): void {
  for (const { step, path } of stepsOf(workflow)) {
    for (const { path: at, name, value } of assignedTexts(step)) {
      const isTranslated = [...locales.values()].some(
        (locale) => ownValue(locale.value?.[id], `${step.id}.${name}`) !== undefined,
      );
      if (isTranslated && typeof value === "string") replaceAt(workflow, [...path, ...at], { [language]: value });
    }
  }
}

function ownValue(map: Readonly<Record<string, unknown>> | undefined, key: string): unknown {
  return map && Object.hasOwn(map, key) ? map[key] : undefined;
}

/** The values were made from this file's YAML a moment ago and nobody else has seen them: they change in place. */
function replaceAt(workflow: Workflow, path: Path, value: unknown): void {
  let holder = workflow as unknown as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) holder = holder[step] as Record<string | number, unknown>;
  holder[path.at(-1) ?? ""] = value;
}
