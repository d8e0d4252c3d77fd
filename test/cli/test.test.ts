import { join } from "node:path";
import { expect, test } from "vitest";
import { ownSite, smallSite } from "../support/site-folder.ts";

const file = "assistants/bo/tests/hello.test.yaml";
const passing = 'workflow: hello\ntests:\n  - name: "a greeting"\n    talk: [{ start: open }, { bot: hi }]\n';
const failing = passing.replace("bot: hi }", "bot: sorry }");

test("this repository's own tests pass in every language, and reach their threshold", async () => {
  const { code, stdout } = await ownSite().run("test", "--coverage", "table");
  expect(stdout).toMatch(/\d+ tests, \d+ talks: all as expected\./);
  expect(stdout).toMatch(/^published workflows +\d+\/\d+ .*%/m);
  expect(code).toBe(0);
});

test("a failure shows the talk as it went beside what was expected, with the file and the line", async () => {
  const site = smallSite();
  site.write(file, failing);
  const { code, stdout } = await site.run("test");
  expect(code).toBe(1);
  expect(stdout).toContain("✗ a greeting (✗ en, ✗ fr)");
  expect(stdout).toMatch(/✗ bot: sorry +│ hi: Hello, I am Bo\./);
  expect(stdout).toContain(`--> ${file}:4:36`);
});

test("validate runs the tests too, unless it is told not to", async () => {
  const site = smallSite();
  site.write(file, failing);
  expect(await site.run("validate")).toMatchObject({ code: 1, stdout: expect.stringContaining("error[test-failed]") });
  expect(await site.run("validate", "--no-tests")).toMatchObject({ code: 0 });
});

test("the JSON is that of validate, with the talks and the coverage", async () => {
  const site = smallSite();
  site.write(file, failing);
  const { code, stdout } = await site.run("test", "--format", "json");
  expect(code).toBe(1);
  const result = JSON.parse(stdout);
  expect(result.findings).toMatchObject([{ check: "test-failed", severity: "error", file, line: 4, column: 36 }]);
  expect(result.summary).toMatchObject({ errors: 1, warnings: 0 });
  expect(result.tests).toMatchObject([
    {
      file,
      line: 3,
      name: "a greeting",
      talks: [
        { language: "en", passed: false },
        { language: "fr", passed: false },
      ],
    },
  ]);
  expect(result.coverage.published.exits).toEqual({ covered: 1, total: 5, percent: 20 });
});

test("coverage for programs has the output to itself", async () => {
  const site = smallSite();
  site.write(file, passing);
  const lcov = await site.run("test", "--coverage", "lcov");
  expect(lcov.stdout).toBe(`TN:
SF:assistants/bo/workflows/hello.yaml
FN:1,welcome
FNDA:0,welcome
FNF:1
FNH:0
BRDA:4,0,next,2
BRF:1
BRH:1
DA:4,2
LF:1
LH:1
end_of_record
TN:
SF:assistants/bo/workflows/lost.yaml
FN:1,fallback
FNDA:0,fallback
FNF:1
FNH:0
BRDA:4,0,next,-
BRDA:6,1,next,-
BRDA:6,1,no_agent,-
BRDA:11,2,next,-
BRF:4
BRH:0
DA:4,0
DA:6,0
DA:11,0
LF:3
LH:0
end_of_record
`);
  const { stdout } = await site.run("test", "--coverage", "json");
  expect(JSON.parse(stdout).workflows[0]).toMatchObject({
    workflow: "hello",
    published: true,
    steps: { percent: 100 },
  });
});

test("an exit of a run that nothing it runs leads to is not there to be covered", async () => {
  const site = smallSite();
  const run = (ends: string) => {
    site.write(
      "assistants/bo/workflows/hello.yaml",
      'workflow: hello\ntitle: { en: "Welcome", fr: "Accueil" }\nsteps:\n  - id: hi\n    run: inner\n    outcomes: { solved: bye }\n    end: unsolved\n  - id: bye\n    say: { en: "Bye.", fr: "Au revoir." }\n    end: solved\n',
    );
    site.write(
      "assistants/bo/workflows/inner.yaml",
      `workflow: inner\ntitle: { en: "Inner", fr: "Dedans" }\nsteps:\n  - id: said\n    say: { en: "Hi.", fr: "Salut." }\n    ${ends}\n`,
    );
  };
  const uncovered = async () => (await site.run("test", "--coverage", "table")).stdout;
  run("end: solved");
  expect(await uncovered()).toContain("hi (outcomes.solved)");
  expect(await uncovered()).not.toContain("hi (next)");
  run("then: end");
  expect(await uncovered()).toContain("hi (next)");
});

test("JUnit's XML has a case a test and language, and holds what was said", async () => {
  const site = smallSite();
  site.write(file, failing.replace("a greeting", "a <greeting>"));
  await site.run("test", "--junit", "out.xml");
  const xml = site.read("out.xml");
  expect(xml).toContain(`<testsuite name="${file}" tests="2" failures="2">`);
  expect(xml).toContain('<testcase name="a &lt;greeting&gt; (en)"');
  expect(xml).toContain('<failure type="test-failed" message="the step &quot;sorry&quot; should speak here');
});

test("what is suggested passes, covers what nothing did, and is not suggested again", async () => {
  const site = smallSite();
  site.write(file, passing);
  site.write("parley.yaml", `${site.read("parley.yaml")}coverage: { exits: 100 }\n`);
  expect(await site.run("test")).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("coverage-below-threshold"),
  });
  const suggested = await site.run("test", "--suggest");
  expect(suggested.stderr).toContain("suggested: assistants/bo/tests/lost-suggested.test.yaml");
  expect(await site.run("test")).toMatchObject({ code: 0 });
  expect((await site.run("test", "--suggest")).stderr).toContain("nothing to suggest");
  expect(await site.run("fmt", "--check")).toMatchObject({ stdout: expect.not.stringContaining("suggested") });
});

test("a recorded talk goes when its test does, and nobody else's page", async () => {
  const site = smallSite();
  site.write(file, passing);
  site.write("transcripts/bo/mine.md", "# Mine\n");
  expect((await site.run("test", "--record")).stderr).toBe("transcripts: 2 pages, 2 of them new or changed\n");
  expect(site.read("transcripts/bo/hello.fr.md")).toContain("**hi** Bonjour, je suis Bo.");
  expect((await site.run("test", "--record")).stderr).toBe("transcripts: 2 pages, 0 of them new or changed\n");
  site.write(file, passing.replace("tests:", "locales: [en]\ntests:"));
  await site.run("test", "--record");
  expect(Object.keys(site.all()).filter((path) => path.startsWith("transcripts"))).toEqual([
    "transcripts/bo/hello.en.md",
    "transcripts/bo/mine.md",
  ]);
});

test("a talk that fails because of an error that is found anyway adds nothing to it", async () => {
  const site = smallSite();
  const hello = "assistants/bo/workflows/hello.yaml";
  site.write(hello, site.read(hello).replace("end: solved", "then: nowhere"));
  site.write(file, `${passing}    expect: { end: solved }\n`);
  const { stdout } = await site.run("validate", "--format", "json");
  expect(JSON.parse(stdout).findings.map(({ check }: { check: string }) => check)).toEqual(["unknown-target"]);
  expect(await site.run("test")).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("The rest of the site has 1 error: parley validate shows it."),
  });
});

test("an unknown kind of coverage is bad usage", async () => {
  const { code, stderr } = await smallSite().run("test", "--coverage", "html");
  expect(stderr).toContain('"html" is no kind of coverage');
  expect(code).toBe(2);
});

test.each([
  ["its folder does not exist", "nowhere/results.xml"],
  ["it is a folder", "assistants"],
  ["a part of its path is no folder", "parley.yaml/results.xml"],
])("results that cannot be written are told in two lines: %s", async (why, path) => {
  const site = smallSite();
  const { code, stderr } = await site.run("test", "--junit", path);
  expect(code).toBe(2);
  expect(stderr).toBe(
    `parley: ${join(site.folder, path)} cannot be read or written: ${why}\n  name another place, or make this one fit\n`,
  );
});

test("a test's name steers no terminal", async () => {
  const site = smallSite();
  site.write(
    "assistants/bo/tests/red.test.yaml",
    'workflow: lost\ntests: [{ name: "\\e[31mred", talk: [{ start: open }, ...] }]\n',
  );
  const { stdout } = await site.run("test");
  expect(stdout).toContain("✓ \ufffd[31mred (");
  expect(stdout).not.toContain("\u001b[31m");
});
