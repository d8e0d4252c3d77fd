/** Publishing, going back, and what is held afterwards: through the command line, on a real platform and engine. */

import { expect, onTestFinished, test } from "vitest";
import type { Platform } from "#platform/serve.ts";
import { adminToken } from "../platform/start.ts";
import { commitAll, git } from "../support/github-site.ts";
import { liveSiteForEach } from "../support/live-site.ts";
import type { SiteFolder } from "../support/site-folder.ts";

const hello = "assistants/bo/workflows/hello.yaml";
let platform: Platform;
let site: SiteFolder;
liveSiteForEach((made) => {
  ({ platform, site } = made);
});

function greet(text: string): void {
  site.write(
    hello,
    site.read(hello).replace(/en: "[^"]*", fr: "[^"]*" \}\n {4}end/, `en: "${text}", fr: "${text}" }\n    end`),
  );
}

interface Visitor {
  say(text: string): Promise<void>;
  /** What the assistant said, in order. */
  read(): Promise<readonly string[]>;
}

/** A customer who comes now. */
async function visit(channel = "web"): Promise<Visitor> {
  const post = await fetch(`${platform.address}/v1/conversations`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ channel, languages: ["en"], id: `visitor-${crypto.randomUUID()}` }),
  });
  const { conversation, token } = (await post.json()) as { conversation: string; token: string };
  const address = `${platform.address}/v1/conversations/${conversation}`;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return {
    async say(text) {
      const body = JSON.stringify({ id: crypto.randomUUID(), kind: "text", text });
      expect((await fetch(`${address}/events`, { method: "POST", headers, body })).ok).toBe(true);
    },
    async read() {
      const answer = await fetch(`${address}/messages`, { headers });
      const { messages } = (await answer.json()) as { messages: { from: string; message: { text: string } }[] };
      return messages.filter(({ from }) => from === "assistant").map(({ message }) => message.text);
    },
  };
}

const greeting = async (): Promise<string> => (await (await visit()).read())[0] ?? "";

async function publishTwice(): Promise<string> {
  greet("First");
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  greet("Second");
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  expect(await greeting()).toBe("Second");
  return site.read(hello);
}

test("what was undone is held, until it is mended or a person says yes", { timeout: 120_000 }, async () => {
  const second = await publishTwice();
  const back = await site.run("rollback");
  expect(back.stdout).toContain("Release 3: back to release 1, which release 2 had replaced.");
  expect(back.stdout).toContain("step hi say");
  expect(back.code).toBe(0);
  expect(await greeting()).toBe("First");

  // The files still say what was undone: an automatic publish must not bring it back.
  const refused = await site.run("publish");
  expect(refused.stdout).toContain("Refused [held]");
  expect(refused.code).toBe(1);
  expect(await greeting()).toBe("First");

  greet("Mended");
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  expect(await greeting()).toBe("Mended");

  site.write(hello, second);
  const { stdout } = await site.run("plan", "--format", "json");
  const { effect, findings } = JSON.parse(stdout);
  expect(findings.map(({ check }: { check: string }) => check)).toContain("held");
  expect(await site.run("publish", "--approve", effect.slice(0, 12), "--approver", "Ann")).toMatchObject({ code: 0 });
  expect(await greeting()).toBe("Second");

  const { history } = JSON.parse((await site.run("history", "--format", "json")).stdout);
  expect(history.map(({ release, kind }: { release: number; kind: string }) => `${kind} ${release}`)).toEqual([
    "publish 5",
    "publish 4",
    "rollback 3",
    "publish 2",
    "publish 1",
  ]);
  expect(history[0]).toMatchObject({ approvers: ["Ann"], outcome: "published", summary: ["~ assistant bo"] });
  expect(history[0].durationMs).toBeGreaterThan(0);
});

test("an older commit does not come after a newer one, whatever a rollback made live", {
  timeout: 240_000,
}, async () => {
  process.env.PARLEY_TOKEN = adminToken;
  onTestFinished(() => void delete process.env.PARLEY_TOKEN);
  site.write(
    "parley.yaml",
    `site: small\nenvironments:\n  production: { platform: "${platform.address}", token: { env: PARLEY_TOKEN } }\n`,
  );
  await site.run("new", "channel", "more", "--assistant", "bo");
  site.write(".gitignore", ".parley/\n");
  git(site.folder, "init", "--quiet", "--initial-branch=main");
  const publish = () => site.run("publish", "--env", "production");
  const published = async (text: string): Promise<string> => {
    greet(text);
    commitAll(site.folder, text);
    expect(await publish()).toMatchObject({ code: 0 });
    return git(site.folder, "rev-parse", "HEAD");
  };
  const first = await published("First");
  const second = await published("Second");
  await published("Third");

  expect(await site.run("rollback", "1", "--env", "production")).toMatchObject({ code: 0 });
  git(site.folder, "checkout", "--quiet", second);
  expect(await publish()).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/not-a-descendant.*was published already, and [0-9a-f]{12} is older/),
  });
  git(site.folder, "checkout", "--quiet", "main");
  await published("Fourth");

  // One channel went back: no commit holds what is live then.
  const back = await site.run("rollback", "1", "--env", "production", "--channel", "web", "--format", "json");
  expect(JSON.parse(back.stdout)).toMatchObject({ release: { commit: null } });
  git(site.folder, "checkout", "--quiet", first);
  expect(await publish()).toMatchObject({ code: 1, stdout: expect.stringContaining("not-a-descendant") });
  expect(await (await visit("more")).read()).toEqual(["Fourth"]);
});

test("a yes that was given before the rollback is none to undoing it", { timeout: 120_000 }, async () => {
  greet("First");
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  greet("Second");
  const effectNow = async (): Promise<string> => JSON.parse((await site.run("plan", "--format", "json")).stdout).effect;
  const before = await effectNow();
  expect(await site.run("publish", "--approve", before, "--approver", "Ann")).toMatchObject({ code: 0 });
  expect((await site.run("rollback")).code).toBe(0);
  const refused = await site.run("publish", "--approve", before, "--approver", "Ann");
  expect(refused.stdout).toMatch(
    /Refused \[moved-since-approval\].*took this very version of the assistant "bo" away/s,
  );
  expect(refused.code).toBe(1);
  expect(await greeting()).toBe("First");

  // Each rollback wants a yes of its own, and what changes no content does not.
  const first = await effectNow();
  site.write("README.md", "What nobody meets.");
  expect(await site.run("publish", "--approve", first)).toMatchObject({ code: 0 });
  expect((await site.run("rollback", "1")).code).toBe(0);
  expect(await site.run("publish", "--approve", first)).toMatchObject({ code: 1 });
  expect(await site.run("publish", "--approve", await effectNow())).toMatchObject({ code: 0 });
  expect(await greeting()).toBe("Second");
});

test("one channel goes back, and the others stay", { timeout: 120_000 }, async () => {
  const app =
    'channel: app\ntype: ios\nname: "App"\nbrand: shop\nassistant: bo\ndefault_response:\n  text: { en: "Hi", fr: "Salut" }\n';
  site.write("channels/app.yaml", app);
  await publishTwice();
  const { stdout } = await site.run("rollback", "1", "--channel", "app", "--format", "json");
  expect(JSON.parse(stdout)).toMatchObject({ undone: 2, restored: 1 });
  // It is told from the version that the other channel still runs.
  expect(JSON.parse(stdout).changes).toMatchObject([{ id: "bo", details: [{ step: "hi", sign: "~" }] }]);
  expect(await greeting()).toBe("Second");
  // Held on that channel, though the other one still runs it.
  const refused = await site.run("publish");
  expect(refused.stdout).toContain('took this very version of the assistant "bo" away from app');
  expect(refused.code).toBe(1);
  expect((await site.run("rollback", "1", "--assistant", "bo")).code).toBe(0);
  expect(await greeting()).toBe("First");
});

test("a running conversation stays where it is, but for a recall", { timeout: 120_000 }, async () => {
  const asking = site
    .read(hello)
    .replace(
      / {4}end: solved\n/,
      '  - id: name\n    ask: user.name\n    text: { en: "Name?", fr: "Nom ?" }\n    retry: { max: 1, else: thanks }\n  - id: thanks\n    say: { en: "Thanks", fr: "Merci" }\n    end: solved\n',
    );
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  site.write(hello, asking);
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  const [stays, recalled] = [await visit(), await visit()];
  expect((await recalled.read()).at(-1)).toBe("Name?");
  expect((await site.run("rollback")).code).toBe(0);
  await stays.say("Ann");
  expect((await stays.read()).at(-1)).toBe("Thanks");

  const { stdout } = await site.run("plan", "--format", "json");
  const { effect } = JSON.parse(stdout);
  expect(await site.run("publish", "--approve", effect)).toMatchObject({ code: 0 });
  expect((await site.run("rollback", "1", "--recall")).code).toBe(0);
  await recalled.say("Ann");
  expect((await recalled.read()).slice(2, 3)).toEqual(["I did not understand."]);
});

test("a recall on one channel leaves the others alone", { timeout: 120_000 }, async () => {
  site.write("channels/web2.yaml", site.read("channels/web.yaml").replace("channel: web", "channel: web2"));
  greet("First");
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  greet("Second");
  const asking =
    '  - id: name\n    ask: user.name\n    text: { en: "Name?", fr: "Nom ?" }\n    retry: { max: 1, else: thanks }\n  - id: thanks\n    say: { en: "Thanks", fr: "Merci" }\n    end: solved\n';
  site.write(hello, site.read(hello).replace(/ {4}end: solved\n/, asking));
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  const [there, here] = [await visit("web"), await visit("web2")];
  expect((await site.run("rollback", "1", "--channel", "web2", "--recall")).code).toBe(0);
  for (const each of [there, here]) await each.say("Ann");
  expect((await there.read()).at(-1)).toBe("Thanks");
  expect((await here.read()).at(-1)).not.toBe("Thanks");
});

test.each<[string, string[], RegExp]>([
  ["nothing to go back to", [], /release 1 is the first one/],
  ["a release that is none", ["7"], /there is no release "7"/],
  ["a channel that is none", ["1", "--channel", "nowhere"], /the channel "nowhere" is neither live nor in release 1/],
  ["an assistant that is none", ["1", "--assistant", "nobody"], /the assistant "nobody" is neither/],
  ["a channel that is none, and no release", ["--channel", "nowhere"], /"nowhere" is neither live nor in an earlier/],
  [
    "an assistant that is none, and no release",
    ["--assistant", "nobody"],
    /"nobody" is neither live nor in an earlier/,
  ],
])("%s: two lines, and what is live stays", { timeout: 60_000 }, async (_name, args, message) => {
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  const { code, stderr } = await site.run("rollback", ...args);
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split("\n")).toHaveLength(2);
  expect(code).toBe(2);
});

test("after a rollback, what is named and is none is told in the same words", { timeout: 60_000 }, async () => {
  await publishTwice();
  expect(await site.run("rollback")).toMatchObject({ code: 0 });
  for (const name of [
    ["--channel", "nowhere"],
    ["--assistant", "nobody"],
  ]) {
    expect((await site.run("rollback", ...name)).stderr).toContain(`"${name[1]}" is neither live nor in release 2`);
  }
  expect((await site.run("rollback", "--channel", "web")).stderr).toContain("release 3 is a rollback already");
});

test("with nothing to undo, the JSON has the shape that it always has", { timeout: 60_000 }, async () => {
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  const { code, stdout } = await site.run("rollback", "1", "--format", "json");
  expect(JSON.parse(stdout)).toEqual({ release: null, undone: null, restored: 1, changes: [] });
  expect(code).toBe(0);
});
