/** The earlier texts of a site's files, as the `source` room hands them over. Nothing in `content` asks Git. */

export interface FileVersion {
  /** How many steps back it was written, a merge being one step: 0 is what lies on the disk now. */
  readonly step: number;
  /** Null: the file was taken away then, or its text is not known. */
  readonly text: string | null;
}

/** By the path that a file has now; its versions with the newest first. */
export type FileHistory = ReadonlyMap<string, readonly FileVersion[]>;

/** A file's text so many steps back; null where it did not exist yet, or is not known. */
export function textAt(versions: readonly FileVersion[], step: number): string | null {
  return versions.find((version) => version.step >= step)?.text ?? null;
}
