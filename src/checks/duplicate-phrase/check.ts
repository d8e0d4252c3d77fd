/** One phrase starts one workflow. */

import type { Check } from "#checks/check.ts";
import { type Competition, competitions, type PhraseList } from "#checks/phrase-lists.ts";
import type { Finding } from "#findings/finding.ts";
import { foldPhrase } from "#phrases/fold.ts";

export const duplicatePhrase: Check = {
  name: "duplicate-phrase",
  severity: "error",
  summary: "a phrase that starts two workflows of one assistant",
  run: (content) => {
    // Two workflows of a brand compete in each of its assistants, and are told of once.
    const told = new Set<string>();
    return competitions(content).flatMap((competition) =>
      duplicates(competition).filter(({ at, related }) => {
        const key = JSON.stringify([at, related?.[0]?.at]);
        return told.has(key) ? false : told.add(key);
      }),
    );
  },
};

function duplicates({ language, lists }: Competition): readonly Finding[] {
  const first = new Map<string, { readonly list: PhraseList; readonly index: number }>();
  const findings: Finding[] = [];
  for (const list of lists) {
    for (const [index, phrase] of list.phrases.entries()) {
      const folded = foldPhrase(phrase);
      if (folded === "") continue;
      const before = first.get(folded);
      if (!before) first.set(folded, { list, index });
      else if (before.list !== list) {
        const other = before.list.workflow;
        findings.push({
          check: "duplicate-phrase",
          severity: "error",
          message: `the phrase "${phrase}" starts both "${other}" and "${list.workflow}" in "${language}"`,
          at: list.place(index),
          related: [{ at: before.list.place(before.index), message: `the same phrase, for "${other}"` }],
          why: "a customer who writes it could only get one of the two, and nobody could say which",
          help: "keep it in the workflow that customers mean by it",
        });
      }
    }
  }
  return findings;
}
