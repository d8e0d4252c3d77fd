/** `parley chat --explain`: how near each workflow's phrases come to what the customer wrote. */

import { explainMatch } from "#phrases/match.ts";
import type { Stage } from "#rehearsal/stage.ts";
import { compile } from "#runtime/program.ts";

/** How many workflows are shown. */
const shownAtMost = 5;

export function scoring(stage: Stage, text: string): string {
  const { language } = stage.state();
  const candidates = [...compile(stage.program).workflows.values()].flatMap(({ workflow }) => {
    const phrases = workflow.start?.phrases[language];
    return phrases ? [{ workflow: workflow.workflow, phrases }] : [];
  });
  const { ranking, threshold } = explainMatch(text, candidates, language);
  if (ranking.length === 0) return "(no workflow's phrases have a word of this)\n";
  const lines = ranking.slice(0, shownAtMost).map(({ workflow, phrase, score, words, beside }) => {
    const found = words.map(({ word, found: as, how, weight }) =>
      as === null ? `${word} –` : `${word} = ${as} (${how}, ${weight})`,
    );
    const more = beside.length > 0 ? `; beside it: ${beside.join(" ")}` : "";
    return `  ${score.toFixed(2)}${score >= threshold ? "" : " (too low)"} ${workflow}: "${phrase}": ${found.join(", ")}${more}`;
  });
  return `(phrases, of which ${threshold} is enough)\n${lines.join("\n")}\n`;
}
