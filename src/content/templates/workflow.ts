/** A new workflow: a draft that says one thing and asks whether it helped. */

import { phrasesOf, textOf } from "#content/templates/words.ts";
import type { Language } from "#content/text.ts";

export interface NewWorkflow {
  readonly id: string;
  /** The folder that has `workflows/` in it: an assistant's or a brand's. */
  readonly folder: string;
  readonly title: string;
  readonly languages: readonly Language[];
}

export function workflowFiles({ id, folder, title, languages }: NewWorkflow): ReadonlyMap<string, string> {
  const text = `# Nobody meets a draft: take "status: draft" away when it is ready.
workflow: ${id}
title: ${textOf(languages, () => title)}
status: draft
start: { phrases: ${phrasesOf(languages, () => title.toLowerCase())} }
steps:
  - id: answer
    say: ${textOf(languages, (words) => words.answer)}
  - id: helped
    resolved: { solved: end, unsolved: end }
`;
  return new Map([[`${folder}/workflows/${id}.yaml`, text]]);
}
