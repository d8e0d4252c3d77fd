/**
 * `parley github yes`: looks at a comment that says yes, and answers it. Of an open pull request it is kept in mind until
 * the merge; of a merged one the publish begins anew with it, and the run that waits for an approval is ended. The
 * comment is somebody's text: it is read, and goes nowhere else.
 */

import { parseArgs } from "node:util";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import { broughtBy } from "#cli/github/brought.ts";
import { type Connection, connection, onGitHub, pullRequestNumber, summarize } from "#cli/github/connection.ts";
import { publishWorkflowOn } from "#cli/github/publish-workflow.ts";
import { reviewedAt } from "#cli/github/reviewed-plans.ts";
import { dataOption, environmentOption, siteOption } from "#cli/options.ts";
import { readAndPrepare } from "#cli/read-and-prepare.ts";
import { readSettings } from "#cli/settings.ts";
import { closedNow } from "#cli/wait.ts";
import { publishBranchOf } from "#content/site.ts";
import { upsertComment } from "#github/comment.ts";
import { type Comment, commentsOn, whyNoYes } from "#github/comment-yes.ts";
import { type Going, maySayYes } from "#github/may-say-yes.ts";
import { type PullRequest, pullRequest } from "#github/pull-request.ts";
import { endWaiting, runsOf, startRun } from "#github/workflow-runs.ts";
import { code } from "#plan/markdown.ts";
import { isEmpty } from "#plan/plan.ts";
import { effectInYes, howToSayYes } from "#plan/yes-line.ts";

interface Options {
  readonly site: string;
  readonly env: string;
  readonly data: string | undefined;
  /** The GitHub environment that names who may say yes. */
  readonly reviewers: string;
}

export async function takeYes(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...siteOption,
      ...environmentOption,
      ...dataOption,
      pr: { type: "string" },
      comment: { type: "string" },
      reviewers: { type: "string" },
    },
  });
  if (values.pr === undefined || values.comment === undefined || values.reviewers === undefined) {
    throw new Failure("it is not said which comment it is", "write --pr N --comment ID --reviewers ENVIRONMENT");
  }
  const number = pullRequestNumber(values.pr);
  if (!/^\d+$/.test(values.comment)) throw new Failure(`"${values.comment}" is no comment`, "write its number");
  const id = Number(values.comment);
  const options = { site: findSite(values.site), env: values.env, data: values.data, reviewers: values.reviewers };
  const gitHub = connection();
  return onGitHub(async () => {
    const comment = (await commentsOn(gitHub, number)).find((each) => each.id === id);
    // A program that is answered may answer.
    if (!comment?.isPersons) {
      process.stdout.write("There is no such comment of a person's.\n");
      return 0;
    }
    const answer = await answerTo(gitHub, comment, await pullRequest(gitHub, number), options);
    const link = gitHub.run === null ? "" : `\n\n[The run](${gitHub.run})`;
    summarize(answer.text);
    await upsertComment(gitHub, number, "yes", `${answer.text}${link}`);
    process.stdout.write(`The yes ${answer.counts ? "counts" : "does not count"}: #${number} has the answer.\n`);
    return 0;
  });
}

interface Answer {
  readonly counts: boolean;
  /** Markdown. */
  readonly text: string;
}

async function answerTo(gitHub: Connection, comment: Comment, pull: PullRequest, options: Options): Promise<Answer> {
  const who = code(comment.login ?? "");
  const no = (why: string): Answer => ({
    counts: false,
    text: `## Parley: no yes\n\nWhat ${who} wrote is none: ${why}`,
  });
  const effect = effectInYes(comment.body);
  if (effect === null) {
    return no("its first line does not name the whole effect, which has 64 digits. Copy the line from the plan.");
  }
  const settings = readSettings(options.site).content.site.value;
  const branch = publishBranchOf(settings);
  if (pull.state === "closed" || pull.base !== branch) {
    return no(pull.state === "closed" ? "this pull request is closed." : `it is not merged into ${code(branch)}.`);
  }
  const whyNot = (going: Going) => whyNoYes(gitHub, comment, maySayYes(gitHub, options.reviewers, going));
  // The platform is asked nothing for somebody who may not.
  const alone = await whyNot({ pullRequests: [pull.number], isWhole: true, startedBy: [] });
  if (alone !== null) return no(`${who} ${code(alone)}.`);
  const other = (is: string) =>
    no(
      `the effect is ${code(is.slice(0, 12))} now, and not ${code(effect.slice(0, 12))}. Look at that first. ${howToSayYes({ effect: is })}`,
    );
  const yes = (then: string): Answer => ({
    counts: true,
    text: `## Parley: a yes\n\n${who} said yes to the effect ${code(effect.slice(0, 12))}, and to no other. ${then}`,
  });
  if (pull.state === "open") {
    const reviewed = await reviewedAt(gitHub, pull.head, options.env);
    if (reviewed && reviewed.effect !== effect) return other(reviewed.effect);
    return yes("It counts when this is merged, if the effect still is that one. Deleting the comment takes it back.");
  }
  const { target, prepared } = await readAndPrepare(options.site, options.env, options.data);
  if (!prepared) return no(`the site on ${code(branch)} has errors, and nothing of it can be published.`);
  const { plan } = prepared;
  if (isEmpty(plan)) return no(`there is nothing to publish: ${code(options.env)} already is what the files say.`);
  if (plan.effect !== effect) return other(plan.effect);
  const { pullRequests, isWhole } = await broughtBy(gitHub, options.site, plan, branch);
  const numbers = pullRequests.map(({ number }) => number);
  if (!numbers.includes(pull.number)) {
    return no(
      `this pull request brings nothing of what would go live: write it on ${numbers.map((each) => `#${each}`).join(", ")}.`,
    );
  }
  const whole = await whyNot({ pullRequests: numbers, isWhole, startedBy: [] });
  if (whole !== null) return no(`${who} ${code(whole)}.`);
  const closed = target.isLocal ? null : closedNow(settings?.publish);
  if (closed) return yes(`${code(closed.text)}: it is published then, if the effect still is that one.`);
  return yes(await startAnew(gitHub, branch));
}

/** Started first: where the other one cannot be ended, an approval still is heard there. */
async function startAnew(gitHub: Connection, branch: string): Promise<string> {
  const workflow = publishWorkflowOn(branch);
  const waiting = await runsOf(gitHub, workflow, { status: "waiting" });
  await startRun(gitHub, workflow);
  const ended = await Promise.all(waiting.map(({ id }) => endWaiting(gitHub, id)));
  const ends = ended.includes(true) ? ", and the run that waited for an approval is ended" : "";
  return `The publish is started with it${ends}.`;
}
