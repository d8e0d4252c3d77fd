/** A translation fills in what the default text fills in: nothing more, nothing less, nothing else. */

import type { Check, CheckOptions } from "#checks/check.ts";
import { closerLook } from "#checks/closer-look.ts";
import { typedWorkflows } from "#checks/typed-expressions.ts";
import type { Content } from "#content/content.ts";
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
    for (const text of closerLook(content).filledIn) {
      if (text.kind === "text") addMismatches(content, text, options, findings);
    }
    return findings;
  },
};

function addMismatches(content: Content, text: SiteText, { sources }: CheckOptions, into: Finding[]): void {
  const [first] = text.languages;
  if (first === undefined) return;
  const original = Object.hasOwn(text.values, first) ? text.values[first] : undefined;
  if (typeof original !== "string") return;
  for (const language of Object.keys(text.values)) {
    const value = text.values[language];
    if (language === first || typeof value !== "string" || value.trim() === "") continue;
    const mismatch = mismatchOf(original, value);
    if (!mismatch || isBroken(original) || isBroken(value)) continue;
    if (hasFaultIn(content, text, first)) return;
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

/** A translation must not be asked to repeat a name or a function of the default text that does not exist. */
function hasFaultIn(content: Content, { workflow, name }: SiteText, language: string): boolean {
  const typed = workflow && typedWorkflows(content).find(({ owned }) => owned.workflow === workflow);
  return (typed?.expressions ?? []).some(
    ({ placed, problems }) => problems.length > 0 && placed.text?.name === name && placed.text.language === language,
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
