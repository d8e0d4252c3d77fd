/** The admin API: who may do what, one release after another, one publisher at a time. */

import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { digestOf, digestOfBytes } from "#content/body.ts";
import { migrate } from "#platform/store/migrations.ts";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type Answer, type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";
import { adminToken } from "./start.ts";

let server: TestServer;
let databaseUrl: string;
let platform: Running;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server?.stop();
});
beforeEach(async () => {
  databaseUrl = await server.newDatabase();
  platform = await runPlatform({ databaseUrl });
  return () => platform.stop();
});

const effect = "e".repeat(64);
const site = smallSite();
const release = (content: unknown, expects: number | null) => ({
  expects,
  content,
  commit: "abc",
  author: "Ann",
  effect,
  approvers: [],
  summary: [],
});

function outcome({ status, body }: Answer): readonly unknown[] {
  return [status, body.error?.code];
}

describe("a token", () => {
  const cases: readonly (readonly [string, string, unknown, Readonly<Record<string, readonly unknown[]>>])[] = [
    ["GET", "/live", undefined, { none: [401, "unauthorized"], wrong: [401, "unauthorized"], read: [200, undefined] }],
    [
      "POST",
      "/bodies",
      { bodies: {} },
      { none: [401, "unauthorized"], read: [403, "forbidden"], publish: [200, undefined] },
    ],
    [
      "POST",
      "/lease",
      { who: "a", where: "b", commit: null, effect },
      { read: [403, "forbidden"], publish: [201, undefined] },
    ],
    [
      "POST",
      "/secrets/missing",
      { secrets: [] },
      { none: [401, "unauthorized"], read: [200, undefined], publish: [200, undefined] },
    ],
    ["GET", "/tokens", undefined, { publish: [403, "forbidden"], start: [200, undefined] }],
  ];
  test.each(cases)("for %s %s", async (method, path, body, expected) => {
    const tokens: Record<string, string> = { none: "", wrong: "Bearer nobody", start: `Bearer ${adminToken}` };
    for (const scope of ["read", "publish"]) {
      const { body: made } = await platform.admin("POST", "/tokens", { name: scope, scopes: [scope] });
      tokens[scope] = `Bearer ${made.token}`;
    }
    for (const [holder, wanted] of Object.entries(expected)) {
      const headers = tokens[holder] ? { authorization: tokens[holder] } : {};
      expect([holder, ...outcome(await platform.request(method, `/admin/v1${path}`, body, headers))]).toEqual([
        holder,
        ...wanted,
      ]);
    }
  });

  test("is shown once, kept as a hash, listed by name, and ends when it is removed", async () => {
    const { body } = await platform.admin("POST", "/tokens", { name: "ci", scopes: ["read"] });
    const authorization = `Bearer ${body.token}`;
    expect(outcome(await platform.admin("POST", "/tokens", { name: "ci", scopes: ["read"] }))).toEqual([409, "taken"]);
    expect((await platform.admin("GET", "/tokens")).body.tokens).toMatchObject([{ name: "ci", scopes: ["read"] }]);
    const client = new pg.Client(databaseUrl);
    await client.connect();
    expect(JSON.stringify((await client.query("select * from tokens")).rows)).not.toContain(body.token);
    await client.end();
    expect((await platform.admin("DELETE", "/tokens/ci")).status).toBe(204);
    expect((await platform.request("GET", "/admin/v1/live", undefined, { authorization })).status).toBe(401);
  });
});

test("a number that no release can have is refused in words", async () => {
  expect(await platform.admin("POST", "/releases", release({}, 2 ** 31 - 1))).toMatchObject({ status: 409 });
  for (const number of [2 ** 31, -1, 1.5]) {
    expect(await platform.admin("POST", "/releases", release({}, number))).toMatchObject({ status: 400 });
    const end = { outcome: "made", release: number };
    expect(await platform.admin("DELETE", "/lease/any", end)).toMatchObject({ status: 400 });
  }
});

describe("a release", () => {
  test("is made once for the same content, whatever is expected, and is what the platform says is live", async () => {
    const made = await platform.publish(site, null);
    expect([made.status, made.body]).toMatchObject([201, { number: 1, digest: digestOf(site.content) }]);
    for (const expects of [null, 1, 7]) {
      const again = await platform.admin("POST", "/releases", release(site.content, expects));
      expect([again.status, again.body]).toEqual([200, made.body]);
    }
    expect((await platform.admin("GET", "/live")).body.release).toEqual(made.body);
  });

  test("is refused where another is live than was expected, and says which", async () => {
    await platform.publish(site, null);
    const other = smallSite({ hello: "Other" });
    for (const expects of [null, 2]) {
      const answer = await platform.publish(other, expects);
      expect([...outcome(answer), answer.body.error.live]).toEqual([409, "moved", 1]);
    }
    expect((await platform.publish(other, 1)).body.number).toBe(2);
    const { body } = await platform.admin("GET", "/releases?limit=5");
    expect(body.releases.map(({ number }: { number: number }) => number)).toEqual([2, 1]);
  });

  test("of many at once is one: the others find that it moved", async () => {
    const sites = Array.from({ length: 6 }, (_, n) => smallSite({ hello: `Hello ${n}` }));
    const answers = await Promise.all(sites.map((each) => platform.publish(each, null)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  const { web, quiet } = site.content;
  if (!web || !quiet) throw new Error("the small site has two channels");
  const nobody = "0".repeat(64);
  const unfit: readonly (readonly [string, unknown, string])[] = [
    ["names a body that nobody uploaded", { web: { ...web, brand: nobody } }, nobody],
    ["names a brand as a channel", { web: { ...web, channel: web.brand } }, web.brand],
    ["names another channel's body", { web: quiet }, quiet.channel],
    [
      "names a channel as an assistant",
      { web: { ...web, targets: [{ assistant: web.channel, brand: web.brand, weight: 100 }] } },
      web.channel,
    ],
  ];
  test.each(unfit)("that %s is refused, and nothing changes", async (_, content, digest) => {
    await platform.publish(site, null);
    const answer = await platform.admin("POST", "/releases", release(content, 1));
    expect([...outcome(answer), answer.body.error.missing]).toEqual([400, "missing-body", [digest]]);
    expect((await platform.admin("GET", "/live")).body.release.number).toBe(1);
  });

  test("waits for the brand's files too; they are served with a type that cannot act", async () => {
    const bytes = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    const digest = digestOfBytes(bytes);
    const pictured = smallSite({ assets: { "logo.svg": digest } });
    const refused = await platform.publish(pictured, null);
    expect([...outcome(refused), refused.body.error.missing]).toEqual([400, "missing-body", [digest]]);
    const headers = { authorization: `Bearer ${adminToken}`, "content-type": "application/octet-stream" };
    const upload = (name: string) => platform.request("PUT", `/admin/v1/assets/${name}`, bytes, headers);
    expect(outcome(await upload(nobody))).toEqual([400, "digest-mismatch"]);
    expect((await upload(digest)).status).toBe(200);
    expect((await platform.admin("POST", "/bodies/missing", { digests: [digest, nobody] })).body.missing).toEqual([
      nobody,
    ]);
    expect((await platform.publish(pictured, null)).status).toBe(201);
    const picture = await platform.request("GET", `/v1/assets/${digest}/logo.svg`);
    expect(picture.headers.get("content-type")).toBe("image/svg+xml");
    expect(picture.headers.get("content-security-policy")).toContain("sandbox");
    const page = await platform.request("GET", `/v1/assets/${digest}/logo.html`);
    expect(page.headers.get("content-type")).toBe("application/octet-stream");
    expect(page.headers.get("content-disposition")).toBe("attachment");
  });
});

test("a body is kept under its own digest alone, and comes back as it was", async () => {
  const [digest = "", body] = Object.entries(site.bodies)[0] ?? [];
  const wrong = { [digest]: { ...body, id: "other" } };
  expect(outcome(await platform.admin("POST", "/bodies", { bodies: wrong }))).toEqual([400, "digest-mismatch"]);
  await platform.admin("POST", "/bodies", { bodies: { [digest]: body } });
  const { bodies } = (await platform.admin("POST", "/bodies/fetch", { digests: [digest, "0".repeat(64)] })).body;
  expect(bodies).toEqual({ [digest]: body });
});

describe("the lease", () => {
  const take = () => platform.admin("POST", "/lease", { who: "Ann", where: "her machine", commit: null, effect });

  test("is one publisher's, who is named to the others, until it is let go", async () => {
    const { body } = await take();
    const held = await take();
    expect([...outcome(held), held.body.error.holder]).toEqual([409, "held", { who: "Ann", where: "her machine" }]);
    expect((await platform.admin("PUT", `/lease/${body.lease}`)).body).toEqual({ seconds: body.seconds });
    expect((await platform.admin("DELETE", `/lease/${body.lease}`, { outcome: "done", release: 1 })).status).toBe(204);
    expect((await take()).status).toBe(201);
  });

  test("of a publisher who is dead is over, and a late heartbeat learns it", async () => {
    const { body } = await take();
    const client = new pg.Client(databaseUrl);
    await client.connect();
    await client.query("update lease set expires = now() - interval '1 second'");
    await client.end();
    expect((await take()).status).toBe(201);
    expect(outcome(await platform.admin("PUT", `/lease/${body.lease}`))).toEqual([404, "lost"]);
  });
});

test("migrations run once, however many platforms start", async () => {
  const connectionString = await server.newDatabase();
  const fresh = new pg.Pool({ connectionString });
  fresh.on("error", () => undefined);
  const run = () => migrate({ connectionString });
  await Promise.all([run(), run(), run()]);
  await run();
  const { rows } = await fresh.query("select number from migrations order by number");
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
  await fresh.query("insert into migrations (number) values (9999)");
  await expect(run()).rejects.toThrow("made by a newer Parley");
  await fresh.end();
});
