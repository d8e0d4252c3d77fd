import { expect, test } from "vitest";
import { git } from "../support/github-site.ts";
import { emptyFolder, type SiteFolder, smallSite } from "../support/site-folder.ts";

interface Found {
  readonly findings: readonly { readonly check: string; readonly severity: string; readonly file: string }[];
}

async function found(site: SiteFolder, folder = "."): Promise<Found["findings"]> {
  const { stdout } = await site.run("validate", "--site", folder, "--format", "json");
  return (JSON.parse(stdout) as Found).findings;
}

async function isLaidOut(site: SiteFolder, folder = "."): Promise<void> {
  expect(await site.run("fmt", "--check", "--site", folder)).toMatchObject({ code: 0 });
}

test("init makes a site that nothing is found in", async () => {
  const site = emptyFolder();
  expect(await site.run("init", "Harbour Books")).toMatchObject({ code: 0, stderr: "" });
  expect(await found(site, "Harbour Books")).toEqual([]);
  await isLaidOut(site, "Harbour Books");
  expect((await site.run("test", "--site", "Harbour Books")).stdout).toContain("exits 9");
  expect(site.read("Harbour Books/brands/harbour-books/brand.yaml")).toContain('name: "Harbour books"\n');
});

test("GitHub's workflows come along, pinned to what nobody can move", async () => {
  const site = emptyFolder();
  await site.run("init", "--parley", `acme/parley@${"a".repeat(40)}`);
  const workflows = Object.entries(site.all()).filter(([path]) => path.startsWith(".github/workflows/"));
  expect(workflows.length).toBeGreaterThan(5);
  for (const [path, text] of workflows) {
    expect(text, path).toContain(`uses: acme/parley/.github/actions/parley@${"a".repeat(40)}\n`);
  }
  expect(site.read(".github/dependabot.yml")).toContain("package-ecosystem: github-actions\n");
  expect(site.read(".github/CODEOWNERS")).toContain("# /brands/*/connections/    @OWNER\n");
  expect(site.read(".gitignore")).toContain(".parley/\n");
});

test("a repository that begins on another branch is published from there, as its settings and its workflows say", async () => {
  const site = emptyFolder();
  git(site.folder, "init", "--quiet", "--initial-branch=trunk");
  const parley = ["--parley", `acme/parley@${"a".repeat(40)}`];
  expect(await site.run("init", "--name", "Shop", ...parley)).toMatchObject({ code: 0 });
  expect(site.read("parley.yaml")).toContain('publish:\n  branch: "trunk"\n');
  for (const name of ["publish", "code-scanning"]) {
    expect(site.read(`.github/workflows/${name}.yml`)).toContain('    branches: ["trunk"]\n');
  }
  await isLaidOut(site, ".");
  site.write("parley.yaml", site.read("parley.yaml").replace("trunk", "release"));
  expect((await site.run("github", "workflows", ...parley)).stdout).toContain("~ .github/workflows/publish.yml\n");
  expect(site.read(".github/workflows/publish.yml")).toContain('    branches: ["release"]\n');
});

test("GitHub's workflows are written later, and brought up to date, where Dependabot's settings stay", async () => {
  const site = smallSite();
  const write = (digit: string) => site.run("github", "workflows", "--parley", `acme/parley@${digit.repeat(40)}`);
  expect(await write("a")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("+ .github/workflows/plan.yml\n"),
  });
  site.write(".github/dependabot.yml", "version: 2\n");
  site.write(".github/CODEOWNERS", "/parley.yaml @acme/chat\n");
  expect((await write("a")).stdout).toContain("= .github/workflows/plan.yml\n");
  expect((await write("b")).stdout).toContain("~ .github/workflows/plan.yml\n");
  expect(site.read(".github/dependabot.yml")).toBe("version: 2\n");
  expect(site.read(".github/CODEOWNERS")).toBe("/parley.yaml @acme/chat\n");
  expect(await site.run("github", "workflows", "--parley", "acme/parley@main")).toMatchObject({ code: 2 });
});

test("init leaves a folder with something in it alone, and takes no tag for a commit", async () => {
  const site = smallSite();
  const before = site.all();
  expect(await site.run("init")).toMatchObject({ code: 2, stderr: expect.stringContaining("is not empty") });
  // Below a file no folder can be made: it says so, and does not try for ever.
  expect(await site.run("init", "parley.yaml/deeper/still")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^parley: .* cannot be read or written: a part of its path is no folder\n {2}\S/),
  });
  expect(site.all()).toEqual(before);
  expect(await emptyFolder().run("init", "--parley", "acme/parley@v1")).toMatchObject({ code: 2 });
});

test("what is new validates as it stands, and is laid out", async () => {
  const site = emptyFolder();
  await site.run("init", "harbour");
  for (const args of [
    ["assistant", "ann", "--languages", "fr,en,de,es,it,nl,pt"],
    ["workflow", "ann/gift-cards"],
    ["workflow", "legal-notice", "--brand", "harbour"],
    ["channel", "shop-window", "--assistant", "ann"],
    ["brand", "second", "--languages", "fr", "--timezone", "Europe/Paris"],
    ["channel", "sms", "--type", "sms", "--brand", "second"],
    ["assistant", "bob", "--brand", "second"],
  ]) {
    expect(await site.run("new", ...args, "--site", "harbour"), args.join(" ")).toMatchObject({ code: 0, stderr: "" });
  }
  const findings = await found(site, "harbour");
  expect(findings.filter(({ severity }) => severity !== "info")).toEqual([]);
  await isLaidOut(site, "harbour");
  expect(site.read("harbour/assistants/ann/workflows/first-answer.yaml")).toContain("status: draft\n");
  expect(site.read("harbour/assistants/bob/assistant.yaml")).toBe(
    'assistant: bob\nname: "Bob"\nbrand: second\nlanguages: [fr]\nwelcome: hello\nfallback: not-understood\nanytime: [to-people]\n',
  );
});

test.each([
  [["assistant", "bo"], 'the site has the assistant "bo" already'],
  [["assistant", "Bo!"], '"Bo!" is no id'],
  [["assistant"], "has no id"],
  [["robot", "bo"], '"robot" is nothing to make'],
  [[], "it is not said what to make"],
  [["workflow", "hello"], "does not say whose workflow"],
  [["workflow", "ann/hello"], 'there is no assistant "ann"'],
  [["workflow", "bo/hello"], 'the site has the workflow "hello" already'],
  [["channel", "b", "--type", "fax"], '"fax" is no type of channel'],
  [["channel", "b", "--assistant", "ann"], 'there is no assistant "ann"'],
  [["channel", "b", "--brand", "x"], 'there is no brand "x"'],
  [["brand", "b", "--languages", "français"], '"français" is no language'],
  [["brand", "b", "--type", "web"], "a brand takes no --type"],
])("new %j is refused, and nothing is written", async (args, message) => {
  const site = smallSite();
  const before = site.all();
  expect(await site.run("new", ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  expect(site.all()).toEqual(before);
});

test("an assistant takes no id that its brand's workflows have, and their way to people where there is one", async () => {
  const site = smallSite();
  const steps = "steps:\n  - id: bye\n    say: { en: Bye, fr: Salut }\n    end: solved\n";
  const own = (id: string, head: string) =>
    site.write(`brands/shop/workflows/${id}.yaml`, `workflow: ${id}\n${head}title: { en: "T", fr: "U" }\n${steps}`);
  const phrases = 'start: { phrases: { en: ["talk to a person"], fr: ["parler à une personne"] } }\n';
  own("not-understood", "");
  own("to-people", phrases);
  await site.run("new", "assistant", "ann");
  expect((await found(site)).filter(({ severity, file }) => severity === "error" || file.includes("/ann/"))).toEqual([
    expect.objectContaining({ check: "draft-assistant" }),
  ]);
  expect(site.read("assistants/ann/assistant.yaml")).toContain("fallback: ann-not-understood\n");
  expect(site.read("assistants/ann/workflows/ann-not-understood.yaml")).toContain("run: to-people\n");
  expect(site.all()).not.toHaveProperty("assistants/ann/workflows/to-people.yaml");
  own("to-people", "status: draft\n");
  await site.run("new", "assistant", "eve");
  expect(site.read("assistants/eve/workflows/eve-not-understood.yaml")).toContain("run: eve-to-people\n");
  expect((await found(site)).filter(({ file }) => file.includes("/eve/"))).toHaveLength(1);
  const already = { code: 2, stderr: expect.stringContaining("already") };
  expect(await site.run("new", "workflow", "ann/to-people")).toMatchObject(already);
  expect(await site.run("new", "workflow", "hello", "--brand", "shop")).toMatchObject(already);
});

test("an assistant that leaves out its brand keeps a second brand away until it says it", async () => {
  const site = smallSite();
  const file = "assistants/bo/assistant.yaml";
  site.write(file, site.read(file).replace("brand: shop\n", ""));
  expect(await site.run("new", "brand", "second")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`add "brand: shop" to ${file} first`),
  });
});
