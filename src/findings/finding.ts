/**
 * A finding is what Parley says about an author's files: what, where, why, what to do.
 *
 * Findings carry character offsets, not lines: a line and a column are worked out once, when a finding is
 * rendered (`locate.ts`). Nothing here reads a file or prints.
 */

export type Severity = "error" | "warning" | "info";

/** A range of one file, as UTF-16 offsets into its text: `start` inclusive, `end` exclusive. */
export interface Span {
  /** Path relative to the site, with `/`. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export interface RelatedPlace {
  readonly at: Span;
  readonly message: string;
}

export interface Finding {
  /** The check's name: the folder below `src/checks`, and what `parley explain` takes. */
  readonly check: string;
  readonly severity: Severity;
  /** One sentence that stands alone, with the author's values quoted. */
  readonly message: string;
  readonly at: Span;
  /** What stands there is a secret: it is hidden wherever the line is shown. */
  readonly hidden?: true;
  /** A few words under the squiggle; left out where the message says it all. */
  readonly label?: string;
  /** The step the finding belongs to, for people and tools that think in steps. */
  readonly step?: string;
  /** Other places that matter: the earlier definition, the nearest id. */
  readonly related?: readonly RelatedPlace[];
  /** What would happen if it stayed. */
  readonly why?: string;
  /** What to do. */
  readonly help?: string;
}

/** The text of every file a finding may point into, by path relative to the site. */
export type Sources = ReadonlyMap<string, string>;
