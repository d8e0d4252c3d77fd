/** What a renaming comes to. */

import type { Edit } from "#content/rename/edit.ts";
import type { Span } from "#findings/finding.ts";

export interface Renaming {
  readonly edits: readonly Edit[];
  /** Files and folders, by path relative to the site. */
  readonly moves: readonly { readonly from: string; readonly to: string }[];
  /** Places that a person should look at, for what they name cannot be told for sure. */
  readonly notes: readonly { readonly at: Span; readonly message: string }[];
}

/** It cannot be done: what is in the way, and what to do. */
export interface Refusal {
  readonly refused: string;
  readonly help: string;
}

export const nothing: Renaming = { edits: [], moves: [], notes: [] };

export function together(parts: readonly Renaming[]): Renaming {
  return {
    edits: parts.flatMap(({ edits }) => edits),
    moves: parts.flatMap(({ moves }) => moves),
    notes: parts.flatMap(({ notes }) => notes),
  };
}
