/** What customers write may hold signs that PostgreSQL cannot make a text of: that concerns nobody but them. From programs they are refused. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { requestOf } from "../drivers/driver-suite.ts";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";
import { adminToken } from "./start.ts";

let server: TestServer;
let platform: Running;
const site = smallSite();

beforeAll(async () => {
  server = await startTestServer();
  platform = await runPlatform({ databaseUrl: await server.newDatabase() });
  await platform.publish(site, null);
});
afterAll(async () => {
  await platform?.stop();
  await server?.stop();
});

const signs = [
  ["a zero", "a\u0000b"],
  ["half a pair", "a\ud83d"],
  ["both, behind backslashes", "\\\u0000 \\\\u0000 \\\ud83d\\"],
] as const;

test.each(signs)("conversations under way are counted though one holds %s in a variable", async (_, text) => {
  const customer = await platform.open();
  await customer.say("keep a secret");
  await customer.say(text);
  const answer = await platform.admin("POST", "/conversations/running", { digests: [site.content.web?.channel] });
  expect(answer).toMatchObject({
    status: 200,
    body: { running: [{ frames: [{ workflow: "secret", step: "more" }] }] },
  });
});

test.each(signs)("a customer is found by what they typed though another typed %s", async (_, text) => {
  const customer = await platform.open();
  await customer.say("i am somebody");
  await customer.say(text);
  for (const ref of [{ email: "ann@example.com" }, { phone: "+33 1 23 45 67 89" }]) {
    expect(await platform.admin("POST", "/customers/export", ref)).toMatchObject({ status: 200 });
  }
});

const effect = "e".repeat(64);
const agent = (name: string) => ({ id: "an-id-of-enough-letters", agent: { id: "ann", name } });
/** What programs send, with a text of theirs in it. */
const sent: readonly (readonly [string, "admin" | "agents", string, string, (text: string) => unknown])[] = [
  ["presence", "agents", "PUT", "/presence/ann", (name) => ({ name, groups: [] })],
  ["a claim", "agents", "POST", "/conversations/x/claim", (name) => agent(name)],
  ["a message", "agents", "POST", "/conversations/x/messages", (text) => ({ ...agent("Ann"), text })],
  ["a note", "agents", "POST", "/conversations/x/notes", (text) => ({ ...agent("Ann"), text })],
  ["a record", "agents", "POST", "/records/x/1.0/done", (name) => agent(name)],
  ["a lease", "admin", "POST", "/lease", (who) => ({ who, where: "here", commit: null, effect })],
  ["a lease's commit", "admin", "POST", "/lease", (commit) => ({ who: "me", where: "here", commit, effect })],
  ["a lease's end", "admin", "DELETE", "/lease/x", (outcome) => ({ outcome, release: null })],
  ["an export", "admin", "POST", "/customers/export", (email) => ({ email })],
  ["an export by id", "admin", "POST", "/customers/export", (id) => ({ id })],
  ["an erasure", "admin", "POST", "/customers/erase", (phone) => ({ phone: `+33 1 ${phone}` })],
  ["an erasure of one", "admin", "POST", "/customers/erase", (conversation) => ({ conversation })],
  ["bodies", "admin", "POST", "/bodies", (id) => ({ bodies: { [effect]: { kind: "brand", id } } })],
  [
    "a key in bodies",
    "admin",
    "POST",
    "/bodies",
    (key) => ({
      bodies: { [effect]: { kind: "brand", id: "x", values: { [key]: 1 } } },
    }),
  ],
  ["secrets", "admin", "POST", "/secrets/missing", (name) => ({ secrets: [{ name, host: "x" }] })],
  ["a token", "admin", "POST", "/tokens", (name) => ({ name, scopes: ["read"] })],
  ["a webhook", "admin", "PUT", "/webhooks/desk", (path) => ({ url: `https://desk.example/${path}` })],
  ["a release", "admin", "POST", "/releases", (author) => ({ ...release, author })],
  ["a rollback", "admin", "POST", "/rollbacks", (author) => ({ ...back, author })],
  ["a rollback's name", "admin", "POST", "/rollbacks", (request) => ({ ...back, request: `by chance ${request}` })],
  ["a preview", "admin", "POST", "/previews", (author) => ({ ...preview, author })],
  [
    "a preview's answers",
    "admin",
    "POST",
    "/previews",
    (text) => ({ ...preview, answers: { acme: { shop: { [text]: 1 } } } }),
  ],
  ["a preview's end", "admin", "DELETE", "/previews", (name) => ({ name })],
];
const release = { ...requestOf(site.content, 1), author: null, effect };
const back = { request: "by chance", to: null, assistants: [], channels: [], recall: false, author: null };
const preview = { name: "a-branch", content: site.content, commit: null, author: null, days: 1, answers: {} };

test.each(sent)("%s with such signs is refused, in words", async (_, api, method, path, body) => {
  for (const text of ["a\u0000b", "a\ud83d", "\ude00b"]) {
    const answer = await platform[api](method, path, body(text));
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "bad-request" } } });
    expect(answer.body.error.message).toMatch(/ holds a zero byte or half of a character, which cannot be kept$/);
  }
  const whole = await platform[api](method, path, body("a 👩‍👩‍👧 b"));
  expect(whole.body?.error?.message ?? "").not.toMatch(/zero byte/);
  expect(whole.status).toBeLessThan(500);
});

test("what is nested without end is refused too", async () => {
  const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
  const body = JSON.stringify({ ...preview, answers: { acme: { shop: { ask: "DEEP" } } } }).replace('"DEEP"', deep);
  const answer = await platform.request("POST", "/admin/v1/previews", body, {
    authorization: `Bearer ${adminToken}`,
    "content-type": "application/json",
  });
  expect(answer).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining("nested too deep") } },
  });
});
