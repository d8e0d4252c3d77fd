import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { ownSite, smallSite } from "../support/site-folder.ts";

const workflow = "assistants/bo/workflows/hello.yaml";

test("a renamed workflow's file goes with it, and Git knows it again", async () => {
  const site = smallSite();
  const git = (...args: string[]) => execFileSync("git", args, { cwd: site.folder, encoding: "utf8" });
  git("init", "--quiet");
  git("add", "--all");
  git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--message=a");
  const before = site.all();
  const there = await site.run("rename", "workflow", "bo/lost", "not-understood");
  expect(there).toMatchObject({ code: 0, stderr: "" });
  expect(there.stdout).toContain("> assistants/bo/workflows/lost.yaml → assistants/bo/workflows/not-understood.yaml\n");
  expect(git("status", "--short")).toContain("assistants/bo/workflows/lost.yaml -> ");
  expect(await site.run("validate")).toMatchObject({ code: 0 });
  expect(site.read("assistants/bo/assistant.yaml")).toContain("fallback: not-understood\n");
  await site.run("rename", "workflow", "bo/not-understood", "lost");
  expect(site.all()).toEqual(before);
});

test("an assistant's folder moves without Git too", async () => {
  const site = smallSite();
  expect(await site.run("rename", "assistant", "bo", "ann")).toMatchObject({ code: 0 });
  expect(Object.keys(site.all())).toContain("assistants/ann/workflows/hello.yaml");
  expect(site.read("channels/web.yaml")).toContain("assistant: ann\n");
});

test("--dry-run shows the lines and writes nothing", async () => {
  const site = smallSite();
  const before = site.all();
  const { code, stdout } = await site.run("rename", "step", "bo/hello/hi", "greeting", "--dry-run");
  expect(code).toBe(0);
  expect(stdout).toBe(
    `~ ${workflow}\n     4 -   - id: hi\n       +   - id: greeting\n\n1 place would change; nothing was written.\n`,
  );
  expect(site.all()).toEqual(before);
});

test.each([
  [["step", "bo/hello/hi", "end"], '"end" is no step\'s id'],
  [["step", "bo/hello/hi"], "the place or the new name is missing"],
  [["robot", "bo", "ann"], '"robot" cannot be renamed'],
  [[], "it is not said what to rename"],
  [["group", "shop/desk", "Desk"], '"Desk" is not an id'],
])("rename %j is refused", async (args, message) => {
  const site = smallSite();
  const before = site.all();
  expect(await site.run("rename", ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  expect(site.all()).toEqual(before);
});

test("a site with an error is left alone", async () => {
  const site = smallSite();
  site.write(workflow, site.read(workflow).replace("solved", "[1]"));
  expect(await site.run("rename", "step", "bo/hello/hi", "x")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`the site has an error in ${workflow}: `),
  });
});

test("connect says what it replaces, and keeps the file's comments", async () => {
  const site = ownSite();
  const web = "channels/web-fr.yaml";
  site.write(web, site.read(web).replace("assistant: lumi\n", "assistant: lumi # since May\n"));
  const { code, stdout } = await site.run("connect", "concierge", "web-fr", "whatsapp-fr", "boutique");
  expect(code).toBe(0);
  expect(stdout).toBe(`~ channels/web-fr.yaml: "concierge" replaces "lumi" there from the next publish on
~ channels/whatsapp-fr.yaml: "concierge" replaces the default response there from the next publish on
= channels/boutique.yaml: "concierge" answers there already
! "concierge" is a draft: nothing changes before "status: draft" is taken away in assistants/concierge/assistant.yaml
`);
  expect(site.read(web)).toContain("assistant: concierge # since May\n");
  expect(site.read("channels/whatsapp-fr.yaml")).toContain("brand: maison-lumiere\nassistant: concierge\n");
  expect(await site.run("fmt", "--check")).toMatchObject({ code: 0 });
});

test.each([
  ["channel: a\nbrand: b # the brand\nname: c\n", "channel: a\nbrand: b # the brand\nassistant: bo\nname: c\n"],
  ["channel: a\nbrand: b", "channel: a\nbrand: b\nassistant: bo"],
  ["channel: a\r\nbrand: b\r\n", "channel: a\r\nbrand: b\r\nassistant: bo\r\n"],
  ["{ channel: a, brand: b }\n", "{ channel: a, brand: b, assistant: bo }\n"],
  ["channel: a\nassistant: # nobody\nbrand: b\n", "channel: a\nassistant: bo # nobody\nbrand: b\n"],
  ["channel: a\nassistant: 'old'\n", "channel: a\nassistant: 'bo'\n"],
])("connect writes into %j", async (before, after) => {
  const site = smallSite();
  site.write("channels/a.yaml", before);
  expect(await site.run("connect", "bo", "a")).toMatchObject({ code: 0 });
  expect(site.read("channels/a.yaml")).toBe(after);
});

test("connect knows its assistants and channels", async () => {
  const site = smallSite();
  expect(await site.run("connect", "bob", "web")).toMatchObject({ code: 2, stderr: expect.stringContaining('"bo"') });
  expect(await site.run("connect", "bo", "wed")).toMatchObject({ code: 2, stderr: expect.stringContaining('"web"') });
  expect(await site.run("connect", "bo")).toMatchObject({ code: 2 });
});
