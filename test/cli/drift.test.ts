/** What is live that Git does not stand behind: seen, and put right; on a real platform and engine. */

import { expect, test } from "vitest";
import { liveSiteForEach } from "../support/live-site.ts";
import type { SiteFolder } from "../support/site-folder.ts";

const hello = "assistants/bo/workflows/hello.yaml";
let site: SiteFolder;
liveSiteForEach((made) => {
  site = made.site;
});

function greet(text: string): void {
  const say = /(id: hi\n {4}say: \{ en: )"[^"]*"/;
  expect(site.read(hello)).toMatch(say);
  site.write(hello, site.read(hello).replace(say, `$1"${text}"`));
}

async function publish(text: string): Promise<void> {
  greet(text);
  expect(await site.run("publish")).toMatchObject({ code: 0 });
}

interface Drift {
  readonly live: { readonly release: number; readonly kind: string } | null;
  readonly published: { readonly release: number } | null;
  readonly drift: readonly {
    readonly thing: string;
    readonly id: string;
    readonly path: string;
    readonly was: unknown;
    readonly is: unknown;
    readonly since: { readonly release: number; readonly author: string };
  }[];
  readonly filesDiffer: boolean | null;
}

async function drift(): Promise<Drift> {
  const { code, stdout } = await site.run("drift", "--format", "json");
  const said = JSON.parse(stdout) as Drift;
  expect(code).toBe(said.drift.length > 0 ? 1 : 0);
  return said;
}

test("without a rollback there is no drift, whatever the files say", { timeout: 60_000 }, async () => {
  expect(await site.run("drift")).toMatchObject({ code: 0, stdout: "Nothing is live on local yet.\n" });
  await publish("First");
  expect((await site.run("drift")).stdout).toBe(
    "Nothing drifted on local: what is live is what release 1 published.\n",
  );
  greet("Not published");
  expect(await drift()).toMatchObject({ drift: [], filesDiffer: true });
  expect((await site.run("drift")).stdout).toContain("The files at hand differ from release 1");
  site.write(hello, "workflow: [");
  expect(await drift()).toMatchObject({ drift: [], filesDiffer: null });
});

test("a rollback is drift, a field at a time, with who and since when; a revert ends it", {
  timeout: 120_000,
}, async () => {
  await publish("First");
  await publish("Second");
  await publish("Third");
  expect((await site.run("rollback", "2")).code).toBe(0);
  expect((await site.run("rollback", "1")).code).toBe(0);
  const { code, stdout } = await site.run("drift");
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /assistant bo \(since release 5, a rollback by .* UTC\)\n\s+~ workflows.hello.steps.hi.say.en: "Third" → "First"\n/,
  );
  expect(await drift()).toMatchObject({
    live: { release: 5, kind: "rollback" },
    published: { release: 3 },
    drift: [
      {
        thing: "assistant",
        id: "bo",
        path: "workflows.hello.steps.hi.say.en",
        was: "Third",
        is: "First",
        since: { release: 5 },
      },
    ],
    filesDiffer: false,
  });

  expect(await site.run("publish")).toMatchObject({ code: 1 });
  const reverted = await site.run("drift", "--fix", "revert");
  expect(reverted.stdout).toContain("Release 6: what release 3 published is live again, in place of release 5.");
  expect(reverted.code).toBe(0);
  expect(await drift()).toMatchObject({ live: { release: 6, kind: "publish" }, drift: [], filesDiffer: false });
  const plan = JSON.parse((await site.run("plan", "--format", "json")).stdout);
  expect(plan).toMatchObject({ changes: [], findings: [] });
  expect((await site.run("drift", "--fix", "revert")).stdout).toContain("Nothing drifted");
  expect(JSON.parse((await site.run("history", "--format", "json")).stdout).history[0]).toMatchObject({
    kind: "publish",
    release: 6,
  });
});

test("what drifted may stay for a while, and is told again when that is over, or when something else changes", {
  timeout: 120_000,
}, async () => {
  await publish("First");
  await publish("Second");
  await publish("Third");
  expect((await site.run("rollback", "2")).code).toBe(0);
  const file = site.read("parley.yaml");
  site.write("parley.yaml", `# Ours.\n${file}`);

  const accepted = await site.run("drift", "--accept", "--until", "2999-12-31", "--why", "the sale", "--by", "Ann");
  expect(accepted).toMatchObject({ code: 0, stdout: expect.stringContaining("~ parley.yaml\n") });
  expect(site.read("parley.yaml")).toContain("# Ours.\n");
  expect(JSON.parse((await site.run("validate", "--format", "json")).stdout).findings).toEqual([]);
  expect(await drift()).toMatchObject({ drift: [], accepted: [{ by: "Ann", release: 4, drift: [{ is: "Second" }] }] });
  expect((await site.run("drift")).stdout).toMatch(
    /^Nothing drifted on local but what may, for a while\.\n\nAccepted until 2999-12-31 by Ann \(the sale\):\n {2}assistant bo/,
  );
  const text = site.read("parley.yaml");
  expect((await site.run("drift", "--accept", "--until", "2999-12-31", "--why", "again")).code).toBe(0);
  expect(site.read("parley.yaml")).toBe(text);

  site.write("parley.yaml", text.replace("2999-12-31", "2026-01-31"));
  expect((await site.run("drift")).stdout).toContain(
    "It was accepted until 2026-01-31 by Ann (the sale): that day is over.",
  );
  expect(await drift()).toMatchObject({ drift: [{ is: "Second" }], accepted: [], over: [{ release: 4 }] });
  // Renewed: the entry that is over goes.
  expect((await site.run("drift", "--accept", "--until", "2999-01-31", "--why", "still", "--by", "Bo")).code).toBe(0);
  expect(site.read("parley.yaml")).not.toContain("Ann");

  expect((await site.run("rollback", "1")).code).toBe(0);
  expect(await drift()).toMatchObject({ drift: [{ is: "First", since: { release: 5 } }], idle: [{ by: "Bo" }] });
  expect((await site.run("drift", "--fix", "revert")).code).toBe(0);
  expect((await site.run("drift")).stdout).toContain("(of release 4): take it out of drift.");
});

test.each([
  [["--accept", "--why", "x"], "until when it may stay is not said"],
  [["--accept", "--until", "2026-01-31", "--why", "x"], "no day that is still to come"],
  [["--accept", "--until", "2999-02-30", "--why", "x"], "no day that is still to come"],
  [["--accept", "--until", "2999-01-31"], "why it may stay is not said"],
  [["--accept", "--fix", "revert"], "are two things"],
  [["--until", "2999-01-31"], "belong to --accept"],
])("%j is refused", async (args, message) => {
  expect(await site.run("drift", ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
});

test("an unknown fix is refused", async () => {
  expect(await site.run("drift", "--fix", "both")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('"both"'),
  });
});

test("what is live is adopted into the files, and then nothing drifts and nothing is to publish", {
  timeout: 120_000,
}, async () => {
  site.write(hello, `# Said first.\n${site.read(hello).replace("    end: solved", "    end: solved # the end")}`);
  await publish("First");
  const first = site.all();
  site.write("brands/shop/assets/new.svg", "<svg/>");
  const more = `${site.read(hello).replace("    end: solved # the end\n", "")}  - id: more\n    say: { en: "More", fr: "Plus" }\n    end: solved # really\n`;
  site.write(hello, more);
  await publish("Second");
  expect((await site.run("rollback")).code).toBe(0);

  const adopted = await site.run("drift", "--fix", "adopt");
  expect(adopted.stdout).toContain(`~ ${hello}\n`);
  expect(adopted.stdout).toContain("- brands/shop/assets/new.svg\n");
  expect(adopted.code).toBe(0);
  expect(site.read(hello)).toBe(first[hello]?.replace(" # the end", ""));
  expect(await drift()).toMatchObject({ drift: [], published: { release: 2 }, adopted: true });
  expect(JSON.parse((await site.run("plan", "--format", "json")).stdout)).toMatchObject({
    changes: [],
    findings: [],
  });
  expect((await site.run("publish")).code).toBe(0);
});

test("what files cannot say is told, and nothing is written", { timeout: 120_000 }, async () => {
  const app =
    'channel: app\ntype: ios\nname: "App"\nbrand: shop\nassistant: bo\ndefault_response:\n  text: { en: "Hi", fr: "Salut" }\n';
  site.write("channels/app.yaml", app);
  await publish("First");
  await publish("Second");
  expect((await site.run("rollback", "1", "--channel", "app")).code).toBe(0);
  expect((await drift()).drift).toMatchObject([{ thing: "assistant", id: "bo", channels: ["app"], is: "First" }]);
  const before = site.all();
  const adopted = await site.run("drift", "--fix", "adopt");
  expect(adopted.stdout).toContain('assistant "bo" is live in 2 versions: a site has one');
  expect(adopted.code).toBe(1);
  expect(site.all()).toEqual(before);

  expect((await site.run("rollback", "1")).code).toBe(0);
  greet("Mine");
  const mine = site.all();
  const conflict = await site.run("drift", "--fix", "adopt", "--format", "json");
  expect(JSON.parse(conflict.stdout)).toMatchObject({
    adopted: null,
    refused: [
      'assistant "bo", workflows.hello.steps.hi.say.en, changed there and in the files at hand, into two things',
    ],
  });
  expect(site.all()).toEqual(mine);
});

test("what is accepted is left alone by an adoption, and told; what else is live is written", {
  timeout: 120_000,
}, async () => {
  const rename = (name: string) =>
    site.write("channels/web.yaml", site.read("channels/web.yaml").replace(/^name: .*$/m, `name: "${name}"`));
  rename("First");
  await publish("First");
  rename("Second");
  await publish("Second");
  expect((await site.run("rollback")).code).toBe(0);
  const accept = ["--accept", "--until", "2999-12-31", "--why", "the sale", "--by", "Ann"];
  expect((await site.run("drift", ...accept)).code).toBe(0);
  const all = site.read("parley.yaml");

  // All of it is accepted: there is nothing to adopt.
  const before = site.all();
  expect(await site.run("drift", "--fix", "adopt")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Nothing drifted on local but what may, for a while."),
  });
  expect(site.all()).toEqual(before);

  // Of two differences one is accepted.
  site.write("parley.yaml", all.replace('"the sale"', '"the sale", fields: ["assistant bo"]'));
  expect((await drift()).drift).toMatchObject([{ thing: "channel", id: "web", path: "name", is: "First" }]);
  const adopted = await site.run("drift", "--fix", "adopt");
  expect(adopted).toMatchObject({ code: 0, stdout: expect.stringMatching(/^~ channels\/web.yaml\n\n/) });
  expect(adopted.stdout).toMatch(
    /but for what is accepted: .*\n\nAccepted until 2999-12-31 by Ann \(the sale\):\n {2}assistant bo [\s\S]*left alone/,
  );
  expect(site.read("channels/web.yaml")).toContain('name: "First"');
  expect(site.read(hello)).toContain('"Second"');
  expect(await drift()).toMatchObject({ drift: [], adopted: true, accepted: [{ drift: [{ is: "First" }] }] });

  // Taken out, it is adopted like everything else.
  site.write("parley.yaml", before["parley.yaml"]?.replace(/^drift:[\s\S]*/m, "") ?? "");
  const { adopted: release, accepted } = JSON.parse(
    (await site.run("drift", "--fix", "adopt", "--format", "json")).stdout,
  );
  expect([release, accepted]).toEqual([3, []]);
  expect(site.read(hello)).toContain('"First"');
});

test("a thing that is live in two versions is in no adoption's way where that is accepted, and there alone", {
  timeout: 120_000,
}, async () => {
  const channel = (id: string, more: string) =>
    `channel: ${id}\ntype: ios\nname: "First"\nbrand: shop\n${more}default_response:\n  text: { en: "Hi", fr: "Salut" }\n`;
  site.write("channels/app.yaml", channel("app", "assistant: bo\n"));
  site.write("channels/mail.yaml", channel("mail", ""));
  await publish("First");
  site.write("channels/mail.yaml", channel("mail", "").replace("First", "Second"));
  await publish("Second");
  expect((await site.run("rollback", "1", "--channel", "app")).code).toBe(0);
  const accept = ["--accept", "--until", "2999-12-31", "--why", "the app is old", "--by", "Ann"];
  expect((await site.run("drift", ...accept)).code).toBe(0);
  expect((await site.run("rollback", "1", "--channel", "mail")).code).toBe(0);
  expect(await site.run("drift", "--fix", "adopt")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^~ channels\/mail.yaml\n\n/),
  });
  expect(site.read("channels/mail.yaml")).toContain('"First"');
  expect(site.read(hello)).toContain('"Second"');

  // On another channel nobody accepted it.
  expect((await site.run("rollback", "1", "--channel", "web")).code).toBe(0);
  expect((await drift()).drift).toMatchObject([
    { thing: "channel", id: "mail", since: { release: 4 } },
    { thing: "assistant", id: "bo", is: "First", since: { release: 5 } },
  ]);
});

test("a test of what is live no more is named, and the rest is written", { timeout: 120_000 }, async () => {
  await publish("First");
  site.write(
    "assistants/bo/tests/greeting.test.yaml",
    'workflow: hello\ntests:\n  - name: greets\n    talk:\n      - start: open\n      - bot: hi\n        text: { en: "Second*" }\n',
  );
  await publish("Second");
  expect((await site.run("rollback")).code).toBe(0);
  const { code, stdout } = await site.run("drift", "--fix", "adopt");
  expect(stdout).toContain("error[test-failed]");
  expect(code).toBe(0);
  expect(site.read(hello)).toContain('"First"');
  expect(await drift()).toMatchObject({ drift: [], adopted: true });
});
