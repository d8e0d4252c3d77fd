/**
 * A site on a fake GitHub whose merge gives three channels another assistant, which is more than a publish may by itself;
 * and a platform that answers what is live there, and takes no release: where something is lacking, each publish ends.
 */

import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { readSite } from "#cli/site.ts";
import { checked } from "#content/content.ts";
import { nothingLive } from "#plan/live.ts";
import { planChanges } from "#plan/plan-changes.ts";
import type { Level } from "./fake-github.ts";
import type { FakeCheck } from "./fake-github-operations.ts";
import { repository } from "./fake-github-operations.ts";
import { commitAll, type GitHubSite, gitHubSite } from "./github-site.ts";
import { emptyFolder } from "./site-folder.ts";

export const reviewers = "production-approval";

export interface Platform {
  readonly address: string;
  /** The site in a folder goes live, as though it had been published from a commit. */
  live(folder: string, commit?: string): Promise<void>;
  stop(): Promise<void>;
  /** The secrets that it lacks: that is where each publish here ends at the latest. */
  lacks: readonly { readonly name: string; readonly host: string }[];
}

async function platform(): Promise<Platform> {
  let answers: Readonly<Record<string, unknown>> = {};
  const server = createServer((request, response) => {
    const path = (request.url ?? "").replace("/admin/v1", "");
    const answer = path === "/secrets/missing" ? { missing: there.lacks } : answers[path];
    response.writeHead(answer ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { error: { code: "unknown", message: path } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => new Promise<void>((resolve) => void server.close(() => resolve()));
  onTestFinished(stop);
  const there: Platform = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop,
    lacks: [{ name: "ORDERS_TOKEN", host: "orders.example" }],
    async live(folder, commit) {
      const { content, findings } = await readSite(folder);
      const whole = checked(content, findings);
      if (!whole) throw new Error(findings.map(({ message }) => message).join("\n"));
      const plan = planChanges(whole, nothingLive, { environment: "production", commit: null });
      const made = {
        commit: commit ?? null,
        author: null,
        publishedAt: new Date(0).toISOString(),
        approvers: [],
        summary: [],
      };
      const release = { number: 1, digest: plan.effect, content: plan.release, effect: plan.effect, kind: "publish" };
      answers = {
        "/live": { release: { ...release, ...made }, holds: [] },
        "/bodies/fetch": { bodies: Object.fromEntries(plan.bodies) },
        "/conversations/running": { running: [] },
      };
    },
  };
  return there;
}

export interface TakeoverSite {
  readonly here: GitHubSite;
  readonly there: Platform;
  /** What the workflow's token may do; each job may something else. */
  readonly permissions: Record<string, Level>;
  /** The site as it is live at first. */
  readonly before: string;
  /** Somebody changes a file of what is live, past this repository. */
  changeLive(file: string, from: string, to: string): Promise<void>;
  /** What the first job finds, for the second. */
  asked(): Promise<Readonly<Record<string, string>>>;
  publish(effect: string, wantsYes?: string, earlier?: string | null): ReturnType<GitHubSite["site"]["run"]>;
  /** The pull request's review, with a commit from here as its head. */
  reviewed(head?: string): Promise<{ readonly check: FakeCheck | undefined; readonly text: string }>;
  /** Settings of the publish, in a commit of its own, which is the pull request's head from then on. */
  setPublish(settings: string): void;
}

export async function takeoverSite(): Promise<TakeoverSite> {
  const permissions: Record<string, Level> = {
    contents: "read",
    actions: "read",
    checks: "write",
    "pull-requests": "write",
  };
  const here = await gitHubSite({ permissions });
  const { site } = here;
  const there = await platform();
  site.write(
    "parley.yaml",
    `site: small\nenvironments:\n  production: { platform: "${there.address}", token: { env: PARLEY_TOKEN } }\n`,
  );
  const connection = "brands/shop/connections/orders.yaml";
  site.write(connection, `${site.read(connection)}auth: { bearer: { secret: ORDERS_TOKEN } }\n`);
  for (const id of ["one", "two", "three"]) await site.run("new", "channel", id, "--assistant", "bo");
  await there.live(site.folder);
  const before = copyOf(site.folder);
  await site.run("new", "assistant", "al");
  const file = "assistants/al/assistant.yaml";
  site.write(file, site.read(file).replace(/^status: draft\n/m, ""));
  for (const name of ["hello", "lost"]) {
    site.write(`assistants/al/workflows/${name}.yaml`, site.read(`assistants/bo/workflows/${name}.yaml`));
  }
  await site.run("connect", "al", "one", "two", "three");
  commitAll(site.folder, "Al answers");
  const head = { repository, branch: "al", sha: here.git("rev-parse", "HEAD") };
  here.hub.pulls.push({ number: 1, title: "", body: "", state: "closed", base: "main", head, merged: true });
  writeFileSync(here.env.GITHUB_OUTPUT ?? "", "");
  process.env.PARLEY_TOKEN = "a-platform-token";
  onTestFinished(() => void delete process.env.PARLEY_TOKEN);
  return {
    here,
    there,
    permissions,
    before,
    async changeLive(path, from, to) {
      const copy = copyOf(before);
      const text = readFileSync(join(copy, path), "utf8");
      expect(text).toContain(from);
      writeFileSync(join(copy, path), text.replace(from, to));
      await there.live(copy);
    },
    async asked() {
      writeFileSync(here.env.GITHUB_OUTPUT ?? "", "");
      Object.assign(permissions, { checks: "read", "pull-requests": "read" });
      const ran = await site.run("github", "ask", "--env", "production", "--reviewers", reviewers);
      Object.assign(permissions, { checks: "write", "pull-requests": "write" });
      expect(ran).toMatchObject({ code: 0, stderr: "" });
      const lines = readFileSync(here.env.GITHUB_OUTPUT ?? "", "utf8")
        .trim()
        .split("\n");
      return Object.fromEntries(lines.map((line) => line.split("=") as [string, string]));
    },
    publish: (effect, wantsYes = "true", earlier = "none") =>
      site.run(
        ...["github", "publish", "--env", "production", "--asked", effect, "--wants-yes", wantsYes],
        ...["--reviewers", reviewers, ...(earlier === null ? [] : ["--earlier", earlier])],
      ),
    async reviewed(commit = here.git("rev-parse", "HEAD")) {
      const remote = `${here.env.GITHUB_SERVER_URL}/${repository}.git`;
      here.git("push", "--quiet", "--force", remote, `${commit}:refs/pull/1/head`);
      const [pull] = here.hub.pulls;
      if (pull) pull.head.sha = commit;
      const ran = await site.run("github", "review", "--pr", "1", "--env", "production");
      expect(ran).toMatchObject({ code: 0, stderr: "" });
      return { check: here.hub.checks.at(-1), text: here.hub.comments[0]?.body ?? "" };
    },
    setPublish(settings) {
      const others = site.read("parley.yaml").replace(/^publish: .*\n/m, "");
      site.write("parley.yaml", `${others}publish: { ${settings} }\n`);
      commitAll(site.folder, "How it is published");
      const [pull] = here.hub.pulls;
      if (pull) pull.head.sha = here.git("rev-parse", "HEAD");
    },
  };
}

export function copyOf(folder: string): string {
  const copy = emptyFolder().folder;
  cpSync(folder, copy, { recursive: true });
  return copy;
}
