import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { startLanguageServer } from "../support/language-server.ts";
import { ownSite, type SiteFolder, smallSite } from "../support/site-folder.ts";

const workflow = "assistants/bo/workflows/new.yaml";

async function settingsOf(site: SiteFolder): Promise<Record<string, string[]>> {
  expect(await site.run("schema", "--vscode")).toMatchObject({ code: 0, stderr: "" });
  return (JSON.parse(site.read(".vscode/settings.json")) as { "yaml.schemas": Record<string, string[]> })[
    "yaml.schemas"
  ];
}

test("an editor offers the site's ids, says what keys mean, and marks what is wrong", async () => {
  const site = smallSite();
  const server = await startLanguageServer(site.folder, await settingsOf(site));
  const steps = "workflow: new\nsteps:\n  - id: a\n";

  expect(await server.offered(workflow, `${steps}    handoff: |\n`)).toEqual(["desk"]);
  expect(await server.offered(workflow, `${steps}    run: |\n`)).toEqual(["hello", "lost"]);
  expect(await server.offered(workflow, `${steps}    goto: |\n`)).toEqual(
    expect.arrayContaining(["hi", "sorry", "end"]),
  );
  expect(await server.offered(workflow, `${steps}    |\n`)).toEqual(expect.arrayContaining(["say", "ask", "handoff"]));
  expect(await server.offered(workflow, `${steps}    ask: x\n    |\n`)).toEqual(
    expect.arrayContaining(["retry", "text"]),
  );
  expect(await server.offered("channels/web.yaml", "channel: web\nassistant: |\n")).toEqual(["bo"]);
  expect(await server.shown(workflow, `${steps}    hand|off: desk\n`)).toContain("Hands the conversation to a group");

  expect(await server.problems(workflow, `${steps}    handoff: desk\n    mode: offline\n    tegs: [a]\n`)).toEqual([
    { line: 6, message: "Property tegs is not allowed." },
  ]);
  expect(await server.problems(workflow, `${steps}    handoff: desc\n`)).toEqual([
    expect.objectContaining({ line: 4, message: expect.stringContaining("desk") }),
  ]);
});

test("nothing is marked in files that Parley finds nothing in", async () => {
  const site = ownSite();
  const server = await startLanguageServer(site.folder, await settingsOf(site));
  const paths = Object.keys(site.all()).filter((path) => path.endsWith(".yaml"));
  const problems = await Promise.all(
    paths.map(async (path) => ({ path, found: await server.problems(path, site.read(path)) })),
  );
  expect(problems.filter(({ found }) => found.length > 0)).toEqual([]);
}, 60_000);

test("the schemas are of draft 7, and know nothing beyond it", async () => {
  const site = ownSite();
  const paths = Object.keys(await settingsOf(site));
  for (const path of paths) {
    const text = site.read(path.slice(2));
    new Ajv({ strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true }).compile(
      JSON.parse(text),
    );
  }
});

test("what is new is known to the editor at once, where it has schemas", async () => {
  const site = smallSite();
  await site.run("new", "channel", "shop-window");
  expect(Object.keys(site.all()).some((path) => path.endsWith(".json"))).toBe(false);
  await site.run("schema");
  await site.run("new", "assistant", "ann");
  expect(site.read(".parley/schemas/channel.json")).toContain('"enum":["ann","bo"]');
  await site.run("rename", "assistant", "ann", "zoe");
  expect(site.read(".parley/schemas/channel.json")).toContain('"enum":["bo","zoe"]');
});

test("the editor's other settings stay, and schemas of files that are gone go", async () => {
  const site = smallSite();
  site.write(
    ".vscode/settings.json",
    JSON.stringify({
      "editor.tabSize": 2,
      "yaml.schemas": { "./other.json": ["x"], "./.parley/schemas/group.gone.json": ["y"] },
    }),
  );
  const schemas = await settingsOf(site);
  expect(schemas["./other.json"]).toEqual(["x"]);
  expect(schemas["./.parley/schemas/group.gone.json"]).toBeUndefined();
  expect(schemas["./.parley/schemas/workflow.bo.json"]).toEqual(["assistants/bo/workflows/*.yaml"]);
  expect(site.read(".vscode/settings.json")).toContain('"editor.tabSize": 2');
  site.write(".vscode/settings.json", "{ // mine\n}\n");
  expect(await site.run("schema", "--vscode")).toMatchObject({ code: 2 });
  expect(site.read(".vscode/settings.json")).toBe("{ // mine\n}\n");
});
