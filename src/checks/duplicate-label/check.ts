/** The options of a question can be told apart by what they say. */

import type { Check } from "#checks/check.ts";
import { closerLook } from "#checks/closer-look.ts";
import { placeOfVersion, type SiteText } from "#content/site-texts.ts";
import type { Finding } from "#findings/finding.ts";
import { foldPhrase } from "#phrases/fold.ts";

export const duplicateLabel: Check = {
  name: "duplicate-label",
  severity: "warning",
  summary: "two options of one question that say the same",
  run: (content) => questions(closerLook(content).buttons).flatMap(duplicates),
};

/** The labels of each question's options. Cards may offer the same, each its own. */
function questions(buttons: readonly SiteText[]): readonly (readonly SiteText[])[] {
  const questions = new Map<string, SiteText[]>();
  for (const button of buttons) {
    if (!isOption(button)) continue;
    const question = `${button.item.file} ${button.path.slice(0, -2).join(".")}`;
    const labels = questions.get(question);
    if (labels) labels.push(button);
    else questions.set(question, [button]);
  }
  return [...questions.values()];
}

/** One that is offered on a condition may say what another says on another condition. */
function isOption({ item, path }: SiteText): boolean {
  if (path.at(-3) !== "options" || path.includes("carousel")) return false;
  let option: unknown = item.value;
  for (const key of path.slice(0, -1)) option = (option as Readonly<Record<string, unknown>> | null)?.[key];
  return typeof option === "object" && option !== null && !("if" in option);
}

function duplicates(labels: readonly SiteText[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const language of labels[0]?.languages ?? []) {
    const first = new Map<string, SiteText>();
    for (const label of labels) {
      const value = label.values[language];
      const folded = typeof value === "string" ? foldPhrase(value) : "";
      if (folded === "") continue;
      const before = first.get(folded);
      if (!before) {
        first.set(folded, label);
        continue;
      }
      findings.push({
        check: "duplicate-label",
        severity: "warning",
        message: `the label ${label.what} says in "${language}" what ${before.what} says: "${String(value)}"`,
        at: placeOfVersion(label, language),
        ...(label.step !== null && { step: label.step }),
        related: [{ at: placeOfVersion(before, language), message: "the same words" }],
        why: "customers could not tell the two apart, and an assistant not which of them is meant by a typed answer",
        help: "say in each what it leads to",
      });
    }
  }
  return findings;
}
