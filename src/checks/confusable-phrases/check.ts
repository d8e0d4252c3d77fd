/** Two workflows' phrases are told apart by what they say, and not by an ending or a little word. */

import type { Check } from "#checks/check.ts";
import { type Competition, competitions, type PhraseList } from "#checks/phrase-lists.ts";
import type { Finding } from "#findings/finding.ts";
import { foldPhrase } from "#phrases/fold.ts";
import { explainMatch } from "#phrases/match.ts";
import { tellingOf } from "#phrases/words.ts";

/** A phrase that means another workflow by this much can be taken for it whenever a customer writes a little else. */
const nearly = 0.9;

export const confusablePhrases: Check = {
  name: "confusable-phrases",
  severity: "warning",
  summary: "a phrase that means another workflow of the assistant nearly as much",
  run: (content) => {
    // Two workflows of a brand compete in each of its assistants, and are told of once.
    const told = new Set<string>();
    return competitions(content).flatMap((competition) =>
      confusable(competition).filter(({ at, related }) => {
        const key = JSON.stringify([at, related?.[0]?.at]);
        return told.has(key) ? false : told.add(key);
      }),
    );
  },
};

interface Placed {
  readonly list: PhraseList;
  readonly index: number;
  readonly phrase: string;
}

/** Only phrases whose telling words are the same can come that near: comparing all with all would be slow. */
function confusable({ language, lists }: Competition): readonly Finding[] {
  const groups = new Map<string, Placed[]>();
  for (const list of lists) {
    for (const [index, phrase] of list.phrases.entries()) {
      const telling = tellingOf(phrase, language);
      const group = groups.get(telling);
      if (group) group.push({ list, index, phrase });
      else groups.set(telling, [{ list, index, phrase }]);
    }
  }
  return [...groups].flatMap(([telling, group]) => (telling === "" ? [] : inGroup(group, language)));
}

function inGroup(group: readonly Placed[], language: string): readonly Finding[] {
  return group.flatMap((later, position): readonly Finding[] => {
    const earlier = group
      .slice(0, position)
      .find(
        (each) =>
          each.list !== later.list &&
          foldPhrase(each.phrase) !== foldPhrase(later.phrase) &&
          scoreOf(later.phrase, each.phrase, language) >= nearly,
      );
    if (!earlier) return [];
    return [
      {
        check: "confusable-phrases",
        severity: "warning",
        message: `"${later.phrase}" means "${later.list.workflow}" no more than "${earlier.list.workflow}", by its phrase "${earlier.phrase}"`,
        at: later.list.place(later.index),
        related: [
          { at: earlier.list.place(earlier.index), message: `nearly the same, for "${earlier.list.workflow}"` },
        ],
        why: `accents, endings and little words are forgiven, so that a customer who says it a little otherwise in "${language}" may get either`,
        help: "say in each what the other does not, or keep it in one of the two",
      },
    ];
  });
}

function scoreOf(text: string, phrase: string, language: string): number {
  return explainMatch(text, [{ workflow: "", phrases: [phrase] }], language).ranking[0]?.score ?? 0;
}
