/** The plan that reads only what changed is the plan of the whole site, whatever changed and whatever is kept. */

import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { targetOf } from "#cli/environment.ts";
import { prepare } from "#cli/prepare.ts";
import { readAndPrepare } from "#cli/read-and-prepare.ts";
import { readSite } from "#cli/site.ts";
import { planJson } from "#plan/render-json.ts";
import { makeSite } from "./bench/large-site.ts";
import { startForTests } from "./platform/start.ts";
import { connect } from "./support/live-site.ts";
import { startTestServer, type TestServer } from "./support/postgres.ts";
import { emptyFolder, type SiteFolder } from "./support/site-folder.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 900_000);
afterAll(() => server?.stop());

const flow = (id: number) => `assistants/bot-${Math.floor(id / 50)}/workflows/flow-${id}.yaml`;

function edit(site: SiteFolder, path: string, from: string | RegExp, to: string): void {
  const text = site.read(path);
  expect(text).toMatch(from);
  site.write(
    path,
    text.replace(from, () => to),
  );
}

const steps: readonly (readonly [string, (site: SiteFolder) => void])[] = [
  ["nothing", () => undefined],
  ["a text", (site) => edit(site, flow(3), "See you soon", "Until soon")],
  ["a question that somebody was just asked", (site) => edit(site, flow(0), "order number?", "number?")],
  ["another assistant's text, too", (site) => edit(site, flow(60), "See you soon", "Until soon")],
  ["a draft", (site) => edit(site, flow(4), /^steps:/m, "status: draft\nsteps:")],
  ["what all share", (site) => edit(site, "brands/shop/brand.yaml", "free_from: 50", "free_from: 60")],
  ["who answers", (site) => edit(site, "channels/bot-1.yaml", "assistant: bot-1", "assistant: bot-0")],
  ["a file is gone", (site) => rmSync(join(site.folder, flow(70)))],
  ["a fault", (site) => edit(site, flow(5), "handoff: desk", "handoff: dsk")],
];

test("each change is planned as with the whole site read, at first and again", { timeout: 300_000 }, async () => {
  const platform = await startForTests({ databaseUrl: await server.newDatabase() });
  onTestFinished(() => platform.stop());
  const site = emptyFolder();
  makeSite(site.folder, 110);
  connect(site, platform);
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  // What is kept is this test's own; the engine is not looked for there.
  const before = process.env.XDG_CACHE_HOME;
  process.env.XDG_CACHE_HOME = emptyFolder().folder;
  onTestFinished(() => {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
  });
  // Somebody stands at the first question of the first assistant: the plan says where that is in the files.
  const opened = await fetch(`${platform.address}/v1/conversations`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ channel: "bot-0", languages: ["en"], id: "somebody-who-asks" }),
  });
  expect(opened.status).toBe(201);
  const running: string[] = [];
  const quickly = async () => {
    const { site: read, prepared } = await readAndPrepare(site.folder, "local", undefined);
    return prepared && { plan: planJson(prepared.plan, read.sources), files: read.content.files };
  };
  for (const [what, change] of steps) {
    change(site);
    const whole = await readSite(site.folder);
    const prepared = await prepare(whole, targetOf(whole, "local", undefined));
    const expected = prepared && { plan: planJson(prepared.plan, whole.sources), files: whole.content.files };
    expect(await quickly(), what).toEqual(expected);
    const found = (expected?.plan ?? {}) as { readonly findings?: readonly { check: string; file: string }[] };
    for (const { check, file } of found.findings ?? []) {
      if (check === "running-conversations") running.push(`${what}: ${file}`);
    }
    expect(await quickly(), `${what}, again`).toEqual(expected);
  }
  expect(running).toContain(`a question that somebody was just asked: ${flow(0)}`);
});
