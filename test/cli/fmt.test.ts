import { expect, test } from "vitest";
import { ownSite, smallSite } from "../support/site-folder.ts";

const workflow = "assistants/bo/workflows/hello.yaml";

test("this repository's own site is laid out", async () => {
  const { code, stdout } = await ownSite().run("fmt", "--check");
  expect(stdout).toMatch(/^\d+ files: nothing to do\.\n$/);
  expect(code).toBe(0);
});

test("--check lists what is not laid out and touches nothing; without it the file is written", async () => {
  const site = smallSite();
  await site.run("fmt");
  const text = site.read(workflow);
  const untidy = text.replace("steps:\n", "steps:   # all\r\n\r\n\r\n");
  site.write(workflow, untidy);

  const checked = await site.run("fmt", "--check");
  expect(checked).toMatchObject({ code: 1, stdout: expect.stringContaining(`not laid out: ${workflow}\n`) });
  expect(site.read(workflow)).toBe(untidy);

  expect(await site.run("fmt")).toMatchObject({ code: 0, stdout: expect.stringContaining(`${workflow}\n`) });
  expect(site.read(workflow)).toBe(text.replace("steps:\n", "steps: # all\n"));
  expect(await site.run("fmt", "--check")).toMatchObject({ code: 0 });
});

test("a file that cannot be read is left alone with its finding, and hides no other", async () => {
  const site = smallSite();
  site.write(workflow, "workflow: hello\nsteps: [\n");
  site.write("channels/web.yaml", site.read("channels/web.yaml").replace("type: web", "type:   web"));
  const { code, stdout } = await site.run("fmt");
  expect(code).toBe(1);
  expect(stdout).toContain("error[yaml-syntax]");
  expect(site.read(workflow)).toBe("workflow: hello\nsteps: [\n");
  expect(site.read("channels/web.yaml")).toContain("type: web\n");
});
