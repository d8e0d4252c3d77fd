/** What a translator works on: one text, out of one language into another. Both file formats hold the same. */

export interface Unit {
  /** The site's file that the text belongs to. */
  readonly file: string;
  /** The text's name in it, such as `ask_order.retry.text`. */
  readonly name: string;
  /** The default text; phrases stand one a line. */
  readonly source: string;
  /** The translation as it is now; null where there is none that could go on being used. */
  readonly target: string | null;
  readonly state: "missing" | "outdated" | "translated";
  /** The default text that an outdated translation was made from. */
  readonly was: string | null;
  /** What a translator who does not see the workflow has to know. */
  readonly notes: readonly string[];
}

/** What one file hands over. */
export interface Exchange {
  /** The assistant's or brand's id, or `channels`: part of the file's name. */
  readonly owner: string;
  readonly sourceLanguage: string;
  readonly language: string;
  readonly units: readonly Unit[];
}

/** A text as it came back. */
export interface Returned {
  readonly file: string;
  readonly name: string;
  /** The default text that the translator saw. */
  readonly source: string;
  readonly target: string;
  /** Whether somebody said that it is done, so that a translation that was left as it is has been looked at. */
  readonly done: boolean;
  /** Offsets of the translation in the file that came back. */
  readonly start: number;
  readonly end: number;
}

export interface ReturnedFile {
  readonly language: string;
  readonly texts: readonly Returned[];
}

/** A file that came back and cannot be read: it says where. */
export class UnreadableExchange extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
