/**
 * A commit on a branch through GitHub's own API: no clone is pushed, no token is written anywhere, and GitHub signs it.
 */

import { type GitHub, isUnclear, once, statusOf } from "#github/client.ts";

export interface ChangedFile {
  /** From the repository's root. */
  readonly path: string;
  /** Null: it goes. */
  readonly bytes: Uint8Array | null;
}

export interface NewCommit {
  /** Without `refs/heads/`. */
  readonly branch: string;
  readonly parent: string;
  readonly message: string;
  readonly files: readonly ChangedFile[];
}

/**
 * The last line of a message by which a commit is known as one of these. It names the tree that was committed: a person
 * who amends the commit keeps the message, and makes another tree.
 */
const trailer = (tree: string) => `Made-by: parley github open (tree ${tree})`;

/** The branch is there, and holds somebody's work. */
export class BranchTaken extends Error {
  constructor(branch: string) {
    super(`the branch "${branch}" is there already, with somebody's commit at its end`);
    this.name = "BranchTaken";
  }
}

/**
 * Makes the commit, and the branch point at it. A branch that is there is moved only if a commit of ours is its end.
 * Throws `BranchTaken`.
 */
export async function commitFiles(gitHub: GitHub, { branch, parent, message, files }: NewCommit): Promise<string> {
  const { octokit, owner, repo } = gitHub;
  await ownEndOf(gitHub, branch);
  const entries = [];
  for (const { path, bytes } of files) entries.push({ path, ...blobMode, ...(await contentOf(gitHub, bytes)) });
  const base = await octokit.rest.git.getCommit({ owner, repo, commit_sha: parent });
  const tree = await octokit.rest.git.createTree({ owner, repo, base_tree: base.data.tree.sha, tree: entries });
  const commit = await octokit.rest.git.createCommit({
    owner,
    repo,
    message: `${message}\n\n${trailer(tree.data.sha)}`,
    tree: tree.data.sha,
    parents: [parent],
  });
  await point(gitHub, branch, commit.data.sha);
  return commit.data.sha;
}

const blobMode = { mode: "100644", type: "blob" } as const;
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A text goes along with its tree, which is one request for all of them; only other bytes need one each. */
async function contentOf(
  { octokit, owner, repo }: GitHub,
  bytes: Uint8Array | null,
): Promise<{ readonly sha: string | null } | { readonly content: string }> {
  if (bytes === null) return { sha: null };
  try {
    return { content: decoder.decode(bytes) };
  } catch {
    const content = Buffer.from(bytes).toString("base64");
    return { sha: (await octokit.rest.git.createBlob({ owner, repo, content, encoding: "base64" })).data.sha };
  }
}

/** The commit at the branch's end; null: there is no such branch. Throws `BranchTaken` where it is somebody's. */
async function ownEndOf({ octokit, owner, repo }: GitHub, branch: string): Promise<string | null> {
  try {
    const { data } = await octokit.rest.git.getRef({ owner, repo, ref: `heads/${branch}` });
    const commit = await octokit.rest.git.getCommit({ owner, repo, commit_sha: data.object.sha });
    const isOurs = commit.data.message.trimEnd().endsWith(`\n${trailer(commit.data.tree.sha)}`);
    if (!isOurs) throw new BranchTaken(branch);
    return data.object.sha;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

const mostTries = 3;

async function point(gitHub: GitHub, branch: string, sha: string): Promise<void> {
  const { octokit, owner, repo } = gitHub;
  for (let tries = 1; ; tries += 1) {
    const end = await ownEndOf(gitHub, branch);
    if (end === sha) return;
    if (end !== null) {
      await octokit.rest.git.updateRef({ owner, repo, ref: `heads/${branch}`, sha, force: true });
      return;
    }
    try {
      await octokit.rest.git.createRef({ owner, repo, ref: `refs/heads/${branch}`, sha, ...once });
      return;
    } catch (error) {
      // Made in spite of GitHub's own error, or by another run: the branch's end says so.
      const again = isUnclear(error) || (statusOf(error) === 422 && /already exists/.test(String(error)));
      if (!again || tries === mostTries) throw error;
    }
  }
}
