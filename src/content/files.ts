/** The files of a site, as the `source` room hands them over. Nothing in `content` touches the file system. */

/** Why a path of the site cannot be read as text. */
export type FileProblem = "invalid-utf8" | "link-out-of-site" | "not-a-file" | "unreadable" | "too-large";

export interface SourceFile {
  /** Path relative to the site, with `/`. */
  readonly path: string;
  /**
   * The text without a byte order mark; empty where there is a problem, but what can be made out of one that is no
   * UTF-8. Assets keep `text` empty.
   */
  readonly text: string;
  /** Raw bytes of an asset (`brands/<brand>/assets/**`); absent for text files. */
  readonly bytes?: Uint8Array;
  readonly problem?: FileProblem;
  /** Of a text that is no UTF-8: where in `text` the first byte stands that is none, and what it likely is. */
  readonly strange?: Strange;
}

export interface Strange {
  readonly at: number;
  readonly encoding: "UTF-16" | "Windows-1252";
}

/** Every file below `parley.yaml`, `brands`, `channels` and `assistants`, by path. */
export type FileTree = ReadonlyMap<string, SourceFile>;
