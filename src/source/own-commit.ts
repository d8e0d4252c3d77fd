/** Where this Parley itself comes from, when it runs from a checkout of a repository on GitHub. */

import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { simpleGit } from "simple-git";

/** The repository and the commit checked out; null where it is installed as a package, or kept elsewhere. */
export async function ownCommit(): Promise<{ repository: string; commit: string } | null> {
  const root = realpathSync(fileURLToPath(new URL("../../", import.meta.url)));
  try {
    const git = simpleGit(root);
    // Installed inside somebody's repository, Parley is not that repository.
    if (realpathSync((await git.revparse(["--show-toplevel"])).trim()) !== realpathSync(root)) return null;
    const remote = (await git.raw(["config", "--get", "remote.origin.url"])).trim();
    const repository = /^(?:https:\/\/|git@|ssh:\/\/git@)github\.com[/:]([^/]+\/[^/]+?)(?:\.git)?\/?$/.exec(
      remote,
    )?.[1];
    const commit = (await git.revparse(["HEAD"])).trim();
    return repository && /^[0-9a-f]{40}$/.test(commit) ? { repository, commit } : null;
  } catch {
    return null;
  }
}
