/** Drafts on channels of their own, behind a link: what a platform may offer beside what every driver does. */

import type { ReleaseContent } from "#plan/live.ts";

export interface Preview {
  readonly name: string;
  /** Below the platform's address: whoever has it can try the drafts. */
  readonly path: string;
  /** The ids that the site gives its channels. */
  readonly channels: readonly string[];
  readonly commit: string | null;
  readonly author: string | null;
  /** ISO 8601, UTC: when it was last made, and when it ends by itself. */
  readonly made: string;
  readonly expires: string;
  /** Connections, as `brand/connection`, that are not what is live, and so are never asked. */
  readonly stubbed: readonly string[];
}

export interface PreviewToMake extends Pick<Preview, "name" | "commit" | "author"> {
  /** Its bodies are uploaded before. */
  readonly content: ReleaseContent;
  /** It ends by itself so many days from now. */
  readonly days: number;
  /** What stands in for connections that may not be asked: by brand, connection and request. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

export interface Previews {
  /** Makes one, or puts this in place of the one of its name, at the same link. */
  make(preview: PreviewToMake): Promise<Preview>;
  /** By name. */
  list(): Promise<readonly Preview[]>;
  /** To end one that is over is no error. */
  remove(name: string): Promise<void>;
}
