/**
 * A merge queue: each group is reviewed as it would be merged, and what is pushed then is the group's last commit. The
 * publish holds its plan against what the groups' reviews saw.
 */

import { beforeEach, expect, test } from "vitest";
import { repository } from "../support/fake-github-operations.ts";
import { commitAll, type GitHubSite } from "../support/github-site.ts";
import { type TakeoverSite, takeoverSite } from "../support/takeover-site.ts";

let it: TakeoverSite;
let here: GitHubSite;
let remote: string;

/** Main as it is live, before anything of the queue. */
beforeEach(async () => {
  it = await takeoverSite();
  here = it.here;
  it.there.lacks = [];
  it.setPublish("max_channel_takeovers: 10");
  await it.there.live(here.site.folder, here.git("rev-parse", "HEAD"));
  here.hub.pulls.length = 0;
  remote = `${here.env.GITHUB_SERVER_URL}/${repository}.git`;
});

/** A pull request that says `text`, and its group on top of what is in the queue already; answers the group's commit. */
async function queued(number: number, from: string, text: string): Promise<string> {
  const file = "assistants/bo/workflows/hello.yaml";
  const base = here.git("rev-parse", "HEAD");
  here.git("checkout", "--quiet", "-b", `change-${number}`);
  here.site.write(file, here.site.read(file).replace(from, text));
  commitAll(here.site.folder, text);
  const head = { repository, branch: `change-${number}`, sha: here.git("rev-parse", "HEAD") };
  here.git("checkout", "--quiet", "main");
  here.git("merge", "--quiet", "--no-ff", "-m", `${text} (#${number})`, head.sha);
  const commit = here.git("rev-parse", "HEAD");
  here.hub.pulls.push({ number, title: text, body: "", state: "open", base: "main", head, merged: false });
  const branch = `gh-readonly-queue/main/pr-${number}-${base}`;
  here.git("push", "--quiet", remote, `${commit}:refs/heads/${branch}`);
  // The group's own run follows, in a clone of main as it is: nothing of the queue is there yet.
  here.git("reset", "--quiet", "--hard", `${commit}~1`);
  here.event({
    ...{ event: "merge_group", head_sha: commit, head_branch: branch },
    head_repository: { full_name: repository },
  });
  const ran = await here.site.run("github", "review", "--env", "production");
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  here.git("reset", "--quiet", "--hard", commit);
  return commit;
}

/** What the queue pushes at once: main's end is the last group's commit. */
function pushed(commits: readonly string[]): void {
  for (const [index, mergeCommit] of commits.entries()) {
    Object.assign(here.hub.pulls[index] ?? {}, { state: "closed", merged: true, mergeCommit });
  }
  here.hub.branches.set("main", commits.at(-1) ?? "");
}

test("what the last group's review saw goes live without a question, several pull requests together", async () => {
  const first = await queued(1, "Hello, I am Bo.", "Good day!");
  const second = await queued(2, "Good day!", "Good evening!");
  expect(here.hub.checks.map(({ sha, conclusion }) => [sha, conclusion])).toEqual([
    [first, "success"],
    [second, "success"],
  ]);
  pushed([first, second]);
  expect(await it.asked()).toMatchObject({ empty: "false", "wants-yes": "false", asks: "false" });
});

test("where what is live moved since, a person is asked", async () => {
  const commits = [await queued(1, "Hello, I am Bo.", "Good day!"), await queued(2, "Good day!", "Good evening!")];
  pushed(commits);
  await it.changeLive("assistants/bo/workflows/hello.yaml", "Hello, I am Bo.", "Another day!");
  expect(await it.asked()).toMatchObject({ "wants-yes": "true", asks: "true" });
});

test("a commit that the queue did not review is no reviewed one, though its pull requests were", async () => {
  const commits = [await queued(1, "Hello, I am Bo.", "Good day!"), await queued(2, "Good day!", "Good evening!")];
  pushed(commits);
  here.site.write(
    "assistants/bo/workflows/hello.yaml",
    here.site.read("assistants/bo/workflows/hello.yaml").replace("Good evening!", "Good night!"),
  );
  commitAll(here.site.folder, "Past the queue");
  expect(await it.asked()).toMatchObject({ "wants-yes": "true", asks: "true" });
});
