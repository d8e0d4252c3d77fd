/** `parley preview`, on a real platform: what is a draft can be talked with behind a link, also in a real browser. */

import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import type { Platform } from "#platform/serve.ts";
import { widgetScript } from "#widget/build.ts";
import { chatPage, frontPage, overPage, pageStyles, previewPage } from "#widget/pages.ts";
import { speakTo } from "../platform/running.ts";
import { startForTests } from "../platform/start.ts";
import { launchBrowser } from "../support/browser.ts";
import { commitAll, git } from "../support/github-site.ts";
import { connect } from "../support/live-site.ts";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type SiteFolder, smallSite } from "../support/site-folder.ts";
import { shows, write } from "../support/visitors.ts";

let server: TestServer;
let platform: Platform;
let site: SiteFolder;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

beforeEach(async () => {
  platform = await startForTests({
    databaseUrl: await server.newDatabase(),
    pages: {
      script: await widgetScript(),
      styles: pageStyles,
      front: (channels) => frontPage("Small", channels),
      chat: chatPage,
      preview: previewPage,
      over: overPage,
    },
  });
  site = smallSite();
  connect(site, platform);
  git(site.folder, "init", "--quiet", "--initial-branch=feature/greeting");
  site.write(".gitignore", ".parley/\n");
  commitAll(site.folder, "The site");
  return () => platform.stop();
});

const hello = "assistants/bo/workflows/hello.yaml";

async function linked(...args: readonly string[]) {
  const ran = await site.run("preview", "--format", "json", ...args);
  expect(ran).toMatchObject({ code: 0 });
  return JSON.parse(ran.stdout).preview;
}

/** The channels on a preview's page, by the site's own ids. */
async function channelsOn(link: string): Promise<Readonly<Record<string, string>>> {
  const page = await (await fetch(link)).text();
  const found = page.matchAll(/href="\/chat\/([^"]+)".*?<span class="channel">([^<]*)<\/span>/gs);
  return Object.fromEntries([...found].map(([, channel = "", id]) => [id, decodeURIComponent(channel)]));
}

test("a branch's preview is called as the branch, keeps its link, and is listed until it is removed", async () => {
  const made = await site.run("preview");
  expect(made).toMatchObject({ code: 0 });
  const [, link = ""] = /^Preview of feature\/greeting, .*\n {2}(http\S+)\n/.exec(made.stdout) ?? [];
  expect(link).toMatch(new RegExp(`^${platform.address}/preview/[\\w-]{32}$`));
  expect(made.stdout).toContain("Never asked there, for they are not what is live: shop/orders\n");
  site.write(hello, site.read(hello).replace("Hello, I am Bo.", "Hi, Bo here."));
  expect(await linked()).toMatchObject({ name: "feature/greeting", link, commit: null });
  commitAll(site.folder, "A greeting");
  const commit = git(site.folder, "rev-parse", "HEAD");
  expect(await linked("--days", "1")).toMatchObject({ link, commit, author: "Ann <ann@example.com>" });
  expect((await site.run("preview", "--link")).stdout).toContain(`  ${link}\n`);
  const list = (await site.run("preview", "--list")).stdout;
  expect(list).toMatch(new RegExp(`\\n {2}feature/greeting +${commit.slice(0, 12)} +Ann `));
  expect(list).not.toContain(link);
  expect((await site.run("status")).stdout).not.toContain("greeting");
  expect(await site.run("preview", "--remove")).toMatchObject({
    code: 0,
    stdout: "There is no preview of feature/greeting any more.\n",
  });
  expect((await fetch(link)).status).toBe(404);
  expect(await site.run("preview", "--remove")).toMatchObject({ code: 0 });
  expect((await site.run("preview", "--list")).stdout).toBe("There is no preview on local.\n");
  expect(await site.run("preview", "--link")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is no preview "feature/greeting" on local'),
  });
});

test("drafts can be tried: an assistant on no channel, one that says so, a workflow", async () => {
  site.write(
    "assistants/al/assistant.yaml",
    'assistant: al\nname: "Al"\nstatus: draft\nbrand: shop\nlanguages: [en, fr]\nwelcome: hello\nfallback: hello\n',
  );
  site.write("assistants/al/workflows/hello.yaml", site.read(hello).replace("I am Bo", "I am Al"));
  site.write(
    "assistants/bo/workflows/returns.yaml",
    'workflow: returns\nstatus: draft\ntitle: { en: "Returns", fr: "Retours" }\nstart: { phrases: { en: ["send it back"], fr: ["renvoyer"] } }\n' +
      'steps:\n  - id: how\n    say: { en: "Within thirty days.", fr: "Sous trente jours." }\n    end: solved\n',
  );
  const { link, channels } = await linked();
  expect(channels).toEqual(["al", "web"]);
  const { al, web } = await channelsOn(link);
  const { open } = speakTo(platform.address);
  expect(await (await open(al)).transcript(1)).toEqual(["assistant: Hello, I am Al."]);
  const customer = await open(web);
  await customer.say("send it back");
  expect((await customer.transcript(3)).at(-1)).toBe("assistant: Within thirty days.");
  // And a plan still leaves them out.
  const plan = JSON.parse((await site.run("plan", "--format", "json")).stdout);
  expect(plan.keptBack.map(({ id }: { id: string }) => id)).toEqual(["bo / returns"]);
});

test("what may not be asked is answered as the conversation tests say, even while they fail", async () => {
  site.write(
    "assistants/bo/workflows/order.yaml",
    'workflow: order\ntitle: { en: "Order", fr: "Commande" }\nstart: { phrases: { en: ["my order"], fr: ["ma commande"] } }\nvars: { state: string }\n' +
      "steps:\n  - id: look\n    call: orders\n    get: /orders/1\n    save: { state: body.state }\n    errors: { else: sorry }\n" +
      '  - id: told\n    say: { en: "It is {{ state }}.", fr: "Elle est {{ state }}." }\n    end: solved\n' +
      '  - id: sorry\n    say: { en: "Not now.", fr: "Pas maintenant." }\n    end: unsolved\n',
  );
  site.write(
    "assistants/bo/tests/order.test.yaml",
    "workflow: order\ngiven:\n  calls:\n    orders:\n      GET /orders/1: { body: { state: shipped } }\ntests:\n" +
      "  - name: it is shipped\n    talk:\n      - start: phrase\n      - bot: sorry\n",
  );
  expect((await site.run("validate")).code).toBe(1);
  const { web } = await channelsOn((await linked()).link);
  const customer = await speakTo(platform.address).open(web);
  await customer.say("my order");
  expect((await customer.transcript(4)).slice(2)).toEqual([
    'notice: Preview: "orders" is stubbed, for it is not what is live. GET /orders/1 is answered as a conversation test says.',
    "assistant: It is shipped.",
  ]);
});

test.each<[string, readonly string[], number, string]>([
  ["two things at once", ["--list", "--remove"], 2, "these are different things to do"],
  ["a name with a blank", ["--name", "a b"], 2, '"a b" is no name for a preview'],
  ["no days", ["--days", "0"], 2, '"0" is no number of days'],
])("%s is refused", async (_, args, code, words) => {
  expect(await site.run("preview", ...args)).toMatchObject({ code, stderr: expect.stringContaining(words) });
});

test("a site with an error has no preview", async () => {
  site.write(hello, site.read(hello).replace("end: solved", "then: nowhere"));
  expect(await site.run("preview")).toMatchObject({ code: 1, stdout: expect.stringContaining("unknown-target") });
  expect((await site.run("preview", "--list")).stdout).toBe("There is no preview on local.\n");
});

test("in a browser, from the link to the answer; and after a push, the new draft", { timeout: 120_000 }, async () => {
  site.write(
    "assistants/bo/workflows/number.yaml",
    'workflow: number\ntitle: { en: "Number", fr: "Numéro" }\nstart: { phrases: { en: ["a number"], fr: ["un numéro"] } }\nvars: { n: string }\n' +
      'steps:\n  - id: ask_n\n    ask: n\n    text: { en: "Which number?", fr: "Quel numéro ?" }\n    retry: { max: 1, else: end }\n' +
      '  - id: told\n    say: { en: "You said {{ n }}.", fr: "Vous avez dit {{ n }}." }\n    end: solved\n',
  );
  const { link } = await linked();
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const tab = await browser.newPage({ locale: "en-GB" });
  const faults: string[] = [];
  tab.on("pageerror", ({ message }) => faults.push(message));
  tab.on("console", (line) => {
    if (line.type() === "error") faults.push(line.text());
  });
  await tab.goto(link);
  expect(await tab.getByRole("heading", { name: "Try the drafts" }).isVisible()).toBe(true);
  await tab.locator(".channels a").click();
  expect(await tab.getByText("Preview of feature/greeting: nothing here is live").isVisible()).toBe(true);
  await shows(tab, "Hello, I am Bo.");
  await write(tab, "a number");
  await shows(tab, "Which number?");
  await write(tab, "7");
  await shows(tab, "You said 7.");
  expect(faults).toEqual([]);
  site.write(hello, site.read(hello).replace("Hello, I am Bo.", "Hi, Bo here."));
  await linked();
  await tab.reload();
  await shows(tab, "Hi, Bo here.");
  await site.run("preview", "--remove");
  await tab.goto(link);
  await tab.getByText("This preview is over").waitFor();
});
