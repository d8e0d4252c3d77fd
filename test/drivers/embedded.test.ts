/** The driver of Parley's own platform: against a real one, and against networks that fail. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Moved, Refused, Unreachable } from "#drivers/driver.ts";
import { embeddedDriver } from "#drivers/embedded/driver.ts";
import type { Platform } from "#platform/serve.ts";
import { adminToken, startForTests } from "../platform/start.ts";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type Fault, startUnsteady, type Unsteady } from "../support/unsteady.ts";
import { driverSuite, requestOf, site } from "./driver-suite.ts";

let server: TestServer;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  server = await startTestServer();
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
afterAll(() => server?.stop());

async function platform(): Promise<Platform> {
  const started = await startForTests({ databaseUrl: await server.newDatabase() });
  stops.push(started.stop);
  return started;
}

async function unsteadyDriver(...faults: readonly Fault[]) {
  const unsteady: Unsteady = await startUnsteady((await platform()).address);
  stops.push(unsteady.stop);
  const driver = embeddedDriver(unsteady.address, adminToken);
  unsteady.next(...faults);
  return { unsteady, driver };
}

describe("Parley's own platform", () => {
  driverSuite(async () => embeddedDriver((await platform()).address, adminToken));
});

test("secrets that the operator has not set for a host are named, and nothing else is said of them", async () => {
  const secret = (name: string, host: string) => (name === "SET" && host === "api.shop.example" ? "value" : undefined);
  const started = await startForTests({ databaseUrl: await server.newDatabase(), secret });
  stops.push(started.stop);
  const driver = embeddedDriver(started.address, adminToken);
  const needed = [
    { name: "SET", host: "api.shop.example" },
    { name: "SET", host: "elsewhere.example" },
    { name: "UNSET", host: "api.shop.example" },
  ];
  expect(await driver.missingSecrets(needed)).toEqual(needed.slice(1));
});

describe("what passes is borne", () => {
  test.each<Fault>([
    { kind: "answer", status: 429, headers: { "retry-after": "0" } },
    { kind: "answer", status: 503, text: "busy" },
    { kind: "cut-before" },
    { kind: "cut-after" },
  ])("$kind $status", async (fault) => {
    const { unsteady, driver } = await unsteadyDriver(fault, fault);
    expect((await driver.readLive()).release).toBe(null);
    expect(unsteady.requests).toEqual(Array(3).fill("GET /admin/v1/live"));
  });

  test("a release whose answer got lost was made once", async () => {
    const { unsteady, driver } = await unsteadyDriver();
    const { bodies, content } = site();
    await driver.uploadBodies(bodies);
    unsteady.next({ kind: "cut-after" });
    expect(await driver.release(requestOf(content, null))).toMatchObject({ number: 1 });
    expect(await driver.history(5)).toHaveLength(1);
  });
});

test("a rollback whose answer got lost undoes one release, and says which", async () => {
  const { unsteady, driver } = await unsteadyDriver();
  const [first, second, third] = [site(), site({ hello: "Good day!" }), site({ hello: "Good night!" })];
  for (const [index, { bodies, content }] of [first, second, third].entries()) {
    await driver.uploadBodies(bodies);
    await driver.release(requestOf(content, index || null));
  }
  unsteady.next({ kind: "cut-after" });
  const back = { to: null, assistants: [], channels: [], recall: false, author: "Ann" };
  const { release, undone, restored, bodies } = await driver.rollback(back);
  expect([release?.number, undone.number, restored]).toEqual([4, 3, 2]);
  expect(release?.content).toEqual(second.content);
  expect(bodies.size).toBe(2);
  expect(await driver.history(9)).toHaveLength(4);
});

describe("what does not pass is said", () => {
  const lost: Fault = { kind: "cut-before" };
  test.each<{ readonly name: string; readonly faults: readonly Fault[]; readonly says: RegExp }>([
    { name: "cut each time", faults: [lost, lost, lost, lost], says: /the connection was cut/ },
    { name: "failing", faults: Array(4).fill({ kind: "answer", status: 500, text: '{"error":{}}' }), says: /it fails/ },
    {
      name: "another server's page",
      faults: [{ kind: "answer", status: 200, text: "<html>" }],
      says: /no Parley platform/,
    },
    { name: "another server's error", faults: [{ kind: "answer", status: 404, text: "<html>" }], says: /status 404/ },
    { name: "other JSON", faults: [{ kind: "answer", status: 200, text: '{"live":1}' }], says: /no Parley platform/ },
    {
      name: "a redirect",
      faults: [{ kind: "answer", status: 301, headers: { location: "https://elsewhere.example/" } }],
      says: /sends elsewhere, to https:\/\/elsewhere/,
    },
  ])("$name", async ({ faults, says }) => {
    const { driver } = await unsteadyDriver(...faults);
    const error = await driver.readLive().catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Unreachable);
    expect(error.message).toMatch(says);
    expect(JSON.stringify({ ...error, text: `${error.message} ${error.stack}` })).not.toContain(adminToken);
  });

  test("nothing listens", async () => {
    const gone = await startUnsteady("");
    await gone.stop();
    const driver = embeddedDriver(gone.address, adminToken);
    await expect(driver.readLive()).rejects.toThrow(/nothing answers there/);
  });

  test.each(["wrong", "", "two\nlines"])("a token that opens nothing: %j", async (token) => {
    const error = await embeddedDriver((await platform()).address, token)
      .readLive()
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Refused);
    expect(error).toMatchObject({ status: 401, code: "unauthorized" });
    if (token !== "") expect(error.message).not.toContain(token);
  });

  test("a release that was overtaken while its answer got lost", async () => {
    const { unsteady, driver } = await unsteadyDriver();
    const [mine, other] = [site(), site({ hello: "Good day!" })];
    for (const { bodies } of [mine, other]) await driver.uploadBodies(bodies);
    unsteady.next({ kind: "cut-before" });
    const overtaking = requestOf(other.content, null);
    const release = driver.release(requestOf(mine.content, null));
    await driver.release(overtaking);
    const error = await release.catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Moved);
    expect((await driver.readLive()).release?.content).toEqual(other.content);
  });
});

test("uploads go in requests below a megabyte", async () => {
  const { unsteady, driver } = await unsteadyDriver();
  const bodies = new Map([0, 1, 2].flatMap((n) => [...site({ hello: `${n}`.padEnd(400_000, "x") }).bodies]));
  const sent: number[] = [];
  await driver.uploadBodies(bodies, (count) => void sent.push(count));
  expect(unsteady.requests.length).toBe(2);
  expect(sent).toHaveLength(2);
  expect(sent.at(-1)).toBe(bodies.size);
  expect(await driver.missing([...bodies.keys()])).toEqual([]);
});
