/**
 * `parley github resume`: starts the publish that waits for the site's windows, once they are open. It asks no platform,
 * and starts one for no other reason: what the newest commit's check does not say waits is none of its business.
 */

import { parseArgs } from "node:util";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import { type Connection, connection, onGitHub } from "#cli/github/connection.ts";
import { publishCheckName } from "#cli/github/ending.ts";
import { publishWorkflowOn } from "#cli/github/publish-workflow.ts";
import { environmentOption, siteOption } from "#cli/options.ts";
import { readSettings } from "#cli/settings.ts";
import { closedNow } from "#cli/wait.ts";
import { publishBranchOf, type Site } from "#content/site.ts";
import { newestCheck } from "#github/read-check.ts";
import { runsOf, startRun } from "#github/workflow-runs.ts";
import { saysWaiting } from "#plan/waiting.ts";
import { commitOf } from "#source/commit.ts";

export async function resumeOnGitHub(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { ...siteOption, ...environmentOption } });
  const folder = findSite(values.site);
  const commit = await commitOf(folder);
  if (!commit) throw new Failure("the site is in no Git repository", "run it in a clone of the branch that publishes");
  const settings = readSettings(folder).content.site.value;
  const said = await onGitHub(() => resumed(connection(), settings, commit.id, values.env));
  process.stdout.write(`${said}\n`);
  return 0;
}

async function resumed(
  gitHub: Connection,
  settings: Site | null | undefined,
  commit: string,
  environment: string,
): Promise<string> {
  const check = await newestCheck(gitHub, commit, publishCheckName);
  if (!check || !saysWaiting(check.text, environment)) return `No publish of ${commit.slice(0, 12)} waits.`;
  const closed = closedNow(settings?.publish);
  if (closed) return `The publish of ${commit.slice(0, 12)} still waits: ${closed.text}.`;
  const workflow = publishWorkflowOn(publishBranchOf(settings));
  const runs = await runsOf(gitHub, workflow, { head_sha: commit });
  // Whoever started one since, by hand or from here, has taken it up, however that ended.
  if (runs.some(({ createdAt }) => createdAt >= check.completedAt)) {
    return `The publish of ${commit.slice(0, 12)} was taken up already.`;
  }
  await startRun(gitHub, workflow);
  return `The windows are open: the publish of ${commit.slice(0, 12)} is started.`;
}
