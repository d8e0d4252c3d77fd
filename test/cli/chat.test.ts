import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ownSite, type SiteFolder, smallSite } from "../support/site-folder.ts";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

/** What a chat prints where these lines are typed. */
function chat(site: SiteFolder, args: readonly string[], typed: readonly string[]): string {
  return execFileSync(process.execPath, ["--conditions=source", main, "chat", ...args], {
    cwd: site.folder,
    env: { ...process.env, INIT_CWD: site.folder },
    input: `${typed.join("\n")}\n`,
    encoding: "utf8",
  });
}

test("a talk is played with its step names, an API's answer and moved time, and saved as a test that passes", async () => {
  const site = ownSite();
  const typed = [
    "FR-123456",
    '{"order":{"id":"FR-123456","status":"shipped","eta":"2026-03-05","total":1}}',
    "/vars",
    "/time 1h30m",
    "/pick solved",
    "/save shipped as played",
    "/quit",
  ];
  const options = ["--workflow", "order-status", "--language", "en", "--now", "2026-03-02T10:00:00Z"];
  const printed = chat(site, ["lumi", ...options], typed);
  expect(printed).toContain("[ask_order] What is your order number?");
  expect(printed).toContain("(shop-api is asked for GET /orders/FR-123456. Its answer?");
  expect(printed).toContain("It should arrive on March 5, 2026.");
  expect(printed).toContain('order-status, at done: {"order_id":"FR-123456"');
  expect(printed).toContain("It is 2026-03-02T11:30:00.000Z.");
  const path = "assistants/lumi/tests/shipped-as-played.test.yaml";
  expect(printed).toContain(`Saved as ${path}.`);
  expect(site.read(path)).toContain("- silence: 1h30m\n");
  const { stdout } = await site.run("test");
  expect(stdout).toContain("✓ shipped as played (en)");
});

test("an API that fails, however often it is asked again, and then answers is saved as a test that passes", async () => {
  const site = smallSite();
  site.write("brands/shop/connections/api.yaml", "connection: api\nbase_url: https://api.example\n");
  site.write(
    "assistants/bo/workflows/ping.yaml",
    'workflow: ping\nstart: { phrases: { en: ["ping it"], fr: ["sonde"] } }\nvars: { n: int }\nsteps:\n  - { id: get, call: api, get: /ping, retry: { max: 2 }, save: { n: status }, errors: { else: again } }\n  - { id: ok, say: { en: "{{ n }}", fr: "{{ n }}" }, end: solved }\n  - { id: again, choose: , text: { en: "Again?", fr: "Encore ?" }, options: [{ id: y, label: { en: "Yes", fr: "Oui" }, goto: get }], other: end }\n',
  );
  const printed = chat(
    site,
    ["bo", "--workflow", "ping"],
    ["timeout", "/pick y", "503", "/pick y", "200 {}", "/save it fails"],
  );
  expect(printed).toContain("[ok] 200");
  const { stdout } = await site.run("test");
  expect(stdout).toContain("✓ it fails (en)");
});

test("--explain shows how near each workflow's phrases come", () => {
  const printed = chat(ownSite(), ["piney", "--explain"], ["rent a tent"]);
  expect(printed).toMatch(/1\.00 rentals: "rent a tent"/);
});

test("what cannot be done where the talk stands is told, and stays out of the test that is saved", async () => {
  const site = ownSite();
  const typed = [
    "/pick solved",
    "/fill order_id=1",
    "/fill",
    "/file",
    "/agents support-fr many",
    "/agent Hello",
    "/save 注文の状況",
    "/quit",
  ];
  const printed = chat(site, ["lumi", "--workflow", "order-status", "--language", "en"], typed);
  for (const told of [
    'Nothing is offered here to pick "solved" from.',
    "No form waits here to be filled in.",
    "With what? /fill NAME=VALUE NAME=VALUE",
    "Which file? /file photo.jpg",
    "How many? /agents support-fr 1",
    "No agent has the conversation here.",
  ]) {
    expect(printed).toContain(told);
  }
  expect(printed).not.toContain("ask_order.retry");
  const [, path = ""] = /Saved as (assistants\/lumi\/tests\/talk-[a-z0-9-]+\.test\.yaml)\./.exec(printed) ?? [];
  expect(site.read(path)).toMatch(/talk:\n {6}- start: open\n {6}- bot: ask_order\n$/);
  const { stdout } = await site.run("test");
  expect(stdout).toContain("✓ 注文の状況 (en)");
});
