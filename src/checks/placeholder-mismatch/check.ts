/** A translation fills in what the default text fills in: nothing more, nothing less, nothing else. */

import type { Check, CheckOptions } from "#checks/check.ts";
import { closerLook } from "#checks/closer-look.ts";
import { nodeAt } from "#content/place.ts";
import { placeOfVersion, type SiteText, versionOf } from "#content/site-texts.ts";
import { describeMismatch, mismatchOf } from "#content/translations/placeholders.ts";
import { type Range, rangeInScalar } from "#content/yaml/offsets.ts";
import { syntaxProblem } from "#expr/syntax.ts";
import { parseTemplate, unclosedAt } from "#expr/template.ts";
import type { Finding } from "#findings/finding.ts";

export const placeholderMismatch: Check = {
  name: "placeholder-mismatch",
  severity: "error",
  summary: "a translation whose {{ }} are not the default text's",
  run: (content, options) => {
    const findings: Finding[] = [];
    for (const text of closerLook(content).filledIn) if (text.kind === "text") addMismatches(text, options, findings);
    return findings;
  },
};

function addMismatches(text: SiteText, { sources }: CheckOptions, into: Finding[]): void {
  const [first] = text.languages;
  if (first === undefined) return;
  const original = Object.hasOwn(text.values, first) ? text.values[first] : undefined;
  if (typeof original !== "string") return;
  for (const language of Object.keys(text.values)) {
    const value = text.values[language];
    if (language === first || typeof value !== "string" || value.trim() === "") continue;
    const mismatch = mismatchOf(original, value);
    if (!mismatch || isBroken(original) || isBroken(value)) continue;
    const { fault, help } = describeMismatch(mismatch);
    into.push({
      check: "placeholder-mismatch",
      severity: "error",
      message: `${text.what} in "${language}" ${fault}`,
      at: placeOfExpression(text, language, mismatch.extra[0], sources),
      ...(text.step !== null && { step: text.step }),
      related: [
        { at: placeOfExpression(text, first, mismatch.missing[0], sources), message: `the text in "${first}"` },
      ],
      why: "customers who speak it would read less than the others, or something else, or an error would stop the conversation",
      help,
    });
  }
}

/** Nobody knows what an expression with a fault was going to be. */
function isBroken(text: string): boolean {
  return (
    unclosedAt(text) !== null ||
    parseTemplate(text).some((part) => part.kind === "expression" && syntaxProblem(part.source) !== null)
  );
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
