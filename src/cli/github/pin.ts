/** `OWNER/REPOSITORY@COMMIT`, as the command line names a commit of Parley. */

import { Failure } from "#cli/failure.ts";
import type { ParleyPin } from "#content/templates/workflows/workflows.ts";

/** Throws `Failure`. */
export function pinFrom(written: string): ParleyPin {
  const match = /^([A-Za-z0-9-]+\/[A-Za-z0-9._-]+)@([0-9a-f]{40})$/.exec(written);
  if (!match) {
    throw new Failure(
      `"${written}" names no commit of a repository`,
      "write --parley OWNER/REPOSITORY@COMMIT, the commit with all its 40 digits: a tag can be moved",
    );
  }
  return { repository: match[1] ?? "", commit: match[2] ?? "" };
}
