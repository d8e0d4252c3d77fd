/** Two sites, each in a folder of its own, that publish to one platform: through the command line and the real engine. */

import { beforeEach, expect, test } from "vitest";
import type { Platform } from "#platform/serve.ts";
import { connect, liveSiteForEach } from "../support/live-site.ts";
import { type SiteFolder, smallSite } from "../support/site-folder.ts";

const hello = "assistants/bo/workflows/hello.yaml";
let platform: Platform;
let first: SiteFolder;

liveSiteForEach((made) => {
  ({ platform, site: first } = made);
});
beforeEach(async () => {
  expect(await first.run("publish")).toMatchObject({ code: 0 });
});

/** The same site under another name; `renamed` says which of its things are called otherwise, too. */
async function other(...renamed: readonly string[]): Promise<SiteFolder> {
  const site = smallSite();
  connect(site, platform);
  site.write("parley.yaml", site.read("parley.yaml").replace("site: small", "site: other"));
  for (const each of renamed) {
    const [kind = "", from = "", to = ""] = each.split(" ");
    expect(await site.run("rename", kind, from, to)).toMatchObject({ code: 0 });
  }
  return site;
}

const all = ["channel web app", "assistant bo al", "brand shop store"];
const effectIn = (text: string) => /Effect ([0-9a-f]{12})/.exec(text)?.[1] ?? "";

test("each publishes, goes back and drifts by itself", { timeout: 240_000 }, async () => {
  const second = await other(...all);
  const plan = await second.run("plan");
  expect(plan.code).toBe(0);
  expect(plan.stdout).toContain("nothing published yet");
  expect(plan.stdout).toMatch(/info\[other-sites\]: left alone: web of the site "small"/);
  expect(plan.stdout).not.toMatch(/^ {2}[-~]/m);
  expect(await second.run("publish")).toMatchObject({ code: 0 });
  expect((await first.run("plan")).stdout).toContain("Nothing to publish");

  const workflow = "assistants/al/workflows/hello.yaml";
  second.write(workflow, second.read(workflow).replace("Hello, I am", "Good day, I am"));
  expect(await second.run("publish")).toMatchObject({ code: 0 });
  expect(await first.run("rollback")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("release 1 is the first"),
  });
  const back = await second.run("rollback");
  expect(back).toMatchObject({ code: 0 });
  expect(back.stdout).toMatch(/back to release 2, which release 3 had replaced/);
  expect((await second.run("drift")).code).toBe(1);
  expect((await second.run("status")).stdout).toMatch(/HELD[\s\S]*assistant +al/);
  const theirs = await first.run("status");
  expect(theirs.stdout).not.toMatch(/HELD|\bal\b/);
  expect(theirs.stdout).toContain('left alone: app of the site "other"');
  expect(await first.run("drift")).toMatchObject({ code: 0 });
  expect(await second.run("publish")).toMatchObject({ code: 1, stdout: expect.stringContaining("Refused [held]") });
  expect(await second.run("drift", "--fix", "revert")).toMatchObject({ code: 0 });
  expect((await first.run("plan")).stdout).toContain("Nothing to publish");
  const { history } = JSON.parse((await first.run("history", "--format", "json")).stdout);
  expect(history.map(({ release }: { release: number }) => release)).toEqual([1]);
});

test("what both claim is refused before anything is touched, and the owner is named", {
  timeout: 240_000,
}, async () => {
  const clashing = await other("channel web app");
  const refused = await clashing.run("publish");
  expect(refused.code).toBe(1);
  expect(refused.stdout).toContain('the assistant "bo" belongs to the site "small"');
  expect(refused.stdout).toContain('the brand "shop" belongs to the site "small"');
  expect(refused.stdout).toContain("Refused [id-of-another-site]");
});

test("a site that is called otherwise takes its own over with a yes, once", { timeout: 240_000 }, async () => {
  const renamed = await other();
  const refused = await renamed.run("publish");
  expect(refused.stdout).toContain("Refused [channel-of-another-site]");
  expect(refused.stdout).not.toContain("id-of-another-site");
  first.write(hello, first.read(hello).replace("Hello, I am", "Good day, I am"));
  expect(await first.run("publish")).toMatchObject({ code: 0 });
  const late = await renamed.run("publish", "--approve", effectIn(refused.stdout));
  expect(late.stdout).toContain("Refused [moved-since-approval]");
  const { stdout } = await renamed.run("plan");
  expect(await renamed.run("publish", "--approve", effectIn(stdout))).toMatchObject({ code: 0 });
  expect((await renamed.run("plan")).stdout).toContain("Nothing to publish");
});
