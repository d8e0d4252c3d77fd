/** A plan on a real platform, with customers who are in the middle of what it changes. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { embeddedDriver } from "#drivers/embedded/driver.ts";
import type { Platform } from "#platform/serve.ts";
import { requestOf } from "../drivers/driver-suite.ts";
import { speakTo } from "../platform/running.ts";
import { adminToken, startForTests } from "../platform/start.ts";
import { connect } from "../support/live-site.ts";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { smallSite } from "../support/site-folder.ts";

let server: TestServer;
let platform: Platform;

beforeAll(async () => {
  server = await startTestServer();
  platform = await startForTests({ databaseUrl: await server.newDatabase() });
});
afterAll(async () => {
  await platform?.stop();
  await server?.stop();
});

const order = "assistants/bo/workflows/order.yaml";

test("it says who stands at a step that changes, at that step; and they go on with the version they began with", async () => {
  const site = smallSite();
  connect(site, platform);
  site.write(
    order,
    'workflow: order\ntitle: { en: "Order", fr: "Commande" }\nstart: { phrases: { en: ["my order"], fr: ["ma commande"] } }\nvars: { n: string }\n' +
      'steps:\n  - id: ask_n\n    ask: n\n    text: { en: "Which number?", fr: "Quel numéro ?" }\n    retry: { max: 1, else: end }\n' +
      '  - id: told\n    say: { en: "{{ n }} is on its way.", fr: "{{ n }} arrive." }\n    end: solved\n',
  );
  const driver = embeddedDriver(platform.address, adminToken);
  /** Makes live what a plan says, as a publish does. */
  const release = async (expects: number | null) => {
    const { bodies, release: content } = await planned();
    await driver.uploadBodies(bodies);
    await driver.release(requestOf(content, expects));
  };
  const planned = async () => {
    const { prepare } = await import("#cli/prepare.ts");
    const { readSite } = await import("#cli/site.ts");
    const { targetOf } = await import("#cli/environment.ts");
    const read = await readSite(site.folder);
    const prepared = await prepare(read, targetOf(read, "local", undefined));
    if (!prepared) throw new Error("the site has errors");
    return prepared.plan;
  };
  const plan = async () => JSON.parse((await site.run("plan", "--format", "json")).stdout);
  await release(null);
  const customer = await speakTo(platform.address).open("web");
  await customer.say("my order");
  expect(await plan()).toMatchObject({ empty: true, running: 0, findings: [] });

  site.write(order, site.read(order).replace("Which number?", "What is its number?").replace("on its way", "shipped"));
  expect(await plan()).toMatchObject({
    running: 1,
    findings: [
      {
        check: "running-conversations",
        severity: "info",
        message: '1 conversation is under way in "order" of "bo", which this changes: 1 at "ask_n", which changes',
        file: order,
        line: 6,
        column: 9,
        step: "ask_n",
      },
    ],
  });
  expect(await site.run("plan")).toMatchObject({ code: 0 });
  const { stdout } = await site.run("plan", "--format", "markdown");
  expect(stdout).toContain("### Conversations under way\n\n**1 conversation** is under way on what this changes.");

  await release(1);
  await customer.say("7");
  expect((await customer.transcript(5)).at(-1)).toBe("assistant: 7 is on its way.");
});
