/** Who this token speaks as. */

import { type GitHub, statusOf } from "#github/client.ts";

/** What a workflow's own token speaks as. */
export const actionsLogin = "github-actions[bot]";

/** Of a workflow's token, nothing is asked: GitHub would refuse to say. */
export async function ownLogin({ octokit, isInstallation }: GitHub): Promise<string> {
  if (isInstallation) return actionsLogin;
  try {
    return (await octokit.rest.users.getAuthenticated()).data.login;
  } catch (error) {
    if (statusOf(error) === 403) return actionsLogin;
    throw error;
  }
}
