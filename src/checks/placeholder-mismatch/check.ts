/** A translation fills in what the default text fills in: nothing more, nothing less, nothing else. */

import type { Check, CheckOptions } from "#checks/check.ts";
import { normalise } from "#checks/placeholder-mismatch/normalise.ts";
import { nodeAt } from "#content/place.ts";
import { placeOfVersion, type SiteText, siteTexts, versionOf } from "#content/site-texts.ts";
import { type Range, rangeInScalar } from "#content/yaml/offsets.ts";
import { type Part, parseTemplate } from "#expr/template.ts";
import type { Finding } from "#findings/finding.ts";

export const placeholderMismatch: Check = {
  name: "placeholder-mismatch",
  severity: "error",
  summary: "a translation whose {{ }} are not the default text's",
  run: (content, options) => siteTexts(content).flatMap((text) => mismatches(text, options)),
};

function mismatches(text: SiteText, { sources }: CheckOptions): readonly Finding[] {
  const [first] = text.languages;
  const original = first !== undefined && Object.hasOwn(text.values, first) ? text.values[first] : undefined;
  if (first === undefined || typeof original !== "string") return [];
  const wanted = expressionsOf(original);
  return Object.entries(text.values).flatMap(([language, value]): readonly Finding[] => {
    if (language === first || typeof value !== "string" || value.trim() === "") return [];
    const found = expressionsOf(value);
    const missing = [...wanted.keys()].filter((each) => !found.has(each));
    const extra = [...found.keys()].filter((each) => !wanted.has(each));
    if (missing.length === 0 && extra.length === 0) return [];
    const lacks = missing.map((each) => `"{{ ${wanted.get(each)?.source} }}"`);
    const adds = extra.map((each) => `"{{ ${found.get(each)?.source} }}"`);
    const wrong = found.get(extra[0] ?? "");
    return [
      {
        check: "placeholder-mismatch",
        severity: "error",
        message: `${text.what} in "${language}" ${said(lacks, adds)}`,
        at: placeOfExpression(text, language, wrong, sources),
        ...(text.step !== null && { step: text.step }),
        related: [
          {
            at: placeOfExpression(text, first, wanted.get(missing[0] ?? ""), sources),
            message: `the text in "${first}"`,
          },
        ],
        why: "customers who speak it would read less than the others, or something else, or an error would stop the conversation",
        help:
          lacks.length > 0
            ? `write ${lacks.join(" and ")}${adds.length > 0 ? ` in place of ${adds.join(" and ")}` : " where it belongs"}`
            : `leave ${adds.join(" and ")} out, or fill it into every language`,
      },
    ];
  });
}

function said(lacks: readonly string[], adds: readonly string[]): string {
  if (lacks.length === 0) return `fills in ${adds.join(" and ")}, which the default text does not`;
  if (adds.length === 0) return `lacks ${lacks.join(" and ")}`;
  return `fills in ${adds.join(" and ")} where the default text has ${lacks.join(" and ")}`;
}

type Expression = Extract<Part, { kind: "expression" }>;

/** The text's expressions, by what they come to whatever way they are written. */
function expressionsOf(text: string): ReadonlyMap<string, Expression> {
  const found = new Map<string, Expression>();
  for (const part of parseTemplate(text)) {
    if (part.kind !== "expression") continue;
    const key = normalise(part.source);
    if (!found.has(key)) found.set(key, part);
  }
  return found;
}

/** The place of one expression of a text, inside its quotes, escapes and folds; of the whole text where none is meant. */
function placeOfExpression(
  text: SiteText,
  language: string,
  range: Range | undefined,
  sources: CheckOptions["sources"],
): Finding["at"] {
  const version = versionOf(text, language);
  const node = version && nodeAt(version.root, version.path);
  const source = version && sources.get(version.file);
  if (!version || node?.kind !== "scalar" || source === undefined || source === null || !range) {
    return placeOfVersion(text, language);
  }
  return { file: version.file, ...rangeInScalar(source, node, range.start, range.end) };
}
