/** Who this token speaks as. */

import { type GitHub, statusOf } from "#github/client.ts";

/** What a workflow's own token speaks as, which may not ask who it is. */
export const actionsLogin = "github-actions[bot]";

export async function ownLogin({ octokit }: GitHub): Promise<string> {
  try {
    return (await octokit.rest.users.getAuthenticated()).data.login;
  } catch (error) {
    if (statusOf(error) === 403) return actionsLogin;
    throw error;
  }
}
