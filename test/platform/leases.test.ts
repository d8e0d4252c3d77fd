/** A publisher that stood still while another one took its lease: what it may do, and what the history says of both. */

import { expect, test } from "vitest";
import type { Driver } from "#drivers/driver.ts";
import { embeddedDriver } from "#drivers/embedded/driver.ts";
import { codeOf, holder, requestOf, site } from "../drivers/driver-suite.ts";
import { platformForEach } from "../support/platform-for-each.ts";
import { sql } from "../support/postgres.ts";
import { adminToken } from "./start.ts";

let database: string;
let driver: Driver;
const { bodies, content } = site();

platformForEach(async ({ platform, databaseUrl }) => {
  database = databaseUrl;
  driver = embeddedDriver(platform.address, adminToken);
  await driver.uploadBodies(bodies);
});

const leaseRunsOut = () => sql(database, "update lease set expires = now() - interval '1 second'");
const published = (release: number) => ({ outcome: "published", release });
const told = async () => (await driver.publishes(9)).map(({ outcome, release }) => `${outcome} ${release}`);

test("a release under a lease that is another's by now is refused, and changes nothing", async () => {
  const sleeper = await driver.acquireLease(holder);
  await leaseRunsOut();
  const request = { ...requestOf(content, null), lease: sleeper.id };
  expect(await codeOf(driver.release(request))).toBe("lost");
  const next = await driver.acquireLease(holder);
  expect(await codeOf(driver.release(request))).toBe("lost");
  expect((await driver.readLive()).release).toBe(null);
  expect(await driver.release({ ...request, lease: next.id })).toMatchObject({ number: 1 });
});

test("a release that is asked for again, for its answer was lost, is made, whoever has the lease by then", async () => {
  const sleeper = await driver.acquireLease(holder);
  const request = { ...requestOf(content, null), lease: sleeper.id };
  const made = await driver.release(request);
  await leaseRunsOut();
  await driver.acquireLease(holder);
  expect(await driver.release(request)).toEqual(made);
});

test("one publish published, however late it says so, and the other one did not", async () => {
  const sleeper = await driver.acquireLease(holder);
  await driver.release({ ...requestOf(content, null), lease: sleeper.id });
  await leaseRunsOut();
  const next = await driver.acquireLease(holder);
  await next.release({ outcome: "nothing to publish", release: null });
  await sleeper.release(published(1));
  expect(await told()).toEqual(["nothing to publish null", "published 1"]);
});

test("what another one made is not written down for who slept, whatever it says", async () => {
  const sleeper = await driver.acquireLease(holder);
  await leaseRunsOut();
  const next = await driver.acquireLease(holder);
  await driver.release({ ...requestOf(content, null), lease: next.id });
  await sleeper.release(published(1));
  await next.release(published(1));
  expect((await told()).filter((line) => line.endsWith(" 1"))).toEqual(["published 1"]);
});

test("who dies after its release has it in the history", async () => {
  const lease = await driver.acquireLease(holder);
  await driver.release({ ...requestOf(content, null), lease: lease.id });
  await leaseRunsOut();
  expect(await told()).toEqual(["died: what was live stayed, or its release stands by itself 1"]);
});
