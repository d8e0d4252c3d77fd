/** One comment on a pull request, updated in place: known by a mark that nobody sees, and by who wrote it. */

import { type GitHub, isUnclear, once } from "#github/client.ts";
import { ownLogin } from "#github/own-login.ts";

/** What GitHub takes as one comment, in characters. */
export const commentLimit = 65_536;

/** What a comment begins with. `name` is ours: nothing of a site may stand in it. */
export function markOf(name: string): string {
  return `<!-- parley:${name} -->\n`;
}

/** `kept`: what stands there was not to be replaced. */
export type Upserted = "created" | "updated" | "unchanged" | "kept";

const mostTries = 3;

/**
 * Makes `body` the comment of this name. Somebody else's comment with the same mark is left alone; a second one of our
 * own (two runs were at it at once) goes.
 */
export async function upsertComment(
  gitHub: GitHub,
  pullRequest: number,
  name: string,
  body: string,
  /** Whether what stands there stays, by its text without the mark. */
  isKept: (old: string) => boolean = () => false,
): Promise<Upserted> {
  const { octokit, owner, repo } = gitHub;
  const mark = markOf(name);
  const text = `${mark}${body}`;
  if (text.length > commentLimit) throw new Error(`a comment of ${text.length} characters does not fit`);
  for (let tries = 1; ; tries += 1) {
    const comments = await octokit.paginate(octokit.rest.issues.listComments, {
      owner,
      repo,
      issue_number: pullRequest,
      per_page: 100,
    });
    const marked = comments.filter(({ body: old }) => old?.startsWith(mark));
    // Who we are matters only where a comment may be ours.
    const login = marked.length > 0 ? await ownLogin(gitHub) : null;
    const [first, ...others] = marked.filter(({ user }) => user?.login === login);
    for (const { id } of others) await octokit.rest.issues.deleteComment({ owner, repo, comment_id: id });
    if (first) {
      // GitHub keeps line ends as they were sent, or as a browser would have sent them.
      const old = first.body?.replaceAll("\r\n", "\n") ?? "";
      if (old === text) return "unchanged";
      if (isKept(old.slice(mark.length))) return "kept";
      await octokit.rest.issues.updateComment({ owner, repo, comment_id: first.id, body: text });
      return "updated";
    }
    try {
      await octokit.rest.issues.createComment({ owner, repo, issue_number: pullRequest, body: text, ...once });
      return "created";
    } catch (error) {
      // It may have been written all the same: the list knows.
      if (!isUnclear(error) || tries === mostTries) throw error;
    }
  }
}
