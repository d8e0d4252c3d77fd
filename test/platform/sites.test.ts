/** Several sites on one platform: each its own part, whatever the others do. Real PostgreSQL, the real driver. */

import { describe, expect, test } from "vitest";
import { type Body, type Digest, digestOf } from "#content/body.ts";
import { type Driver, Moved } from "#drivers/driver.ts";
import { embeddedDriver } from "#drivers/embedded/driver.ts";
import type { ReleaseContent } from "#plan/live.ts";
import type { Platform } from "#platform/serve.ts";
import { codeOf, effectOf, requestOf } from "../drivers/driver-suite.ts";
import { platformForEach } from "../support/platform-for-each.ts";
import { sql } from "../support/postgres.ts";
import { smallSite } from "./small-site.ts";
import { adminToken } from "./start.ts";

let database: string;
let platform: Platform;
let as: (site: string | null) => Driver;

platformForEach((made) => {
  ({ platform, databaseUrl: database } = made);
  as = (site) => embeddedDriver(platform.address, adminToken, site);
});

interface Made {
  readonly bodies: ReadonlyMap<Digest, Body>;
  readonly content: ReleaseContent;
}

/** A site with one channel, whose brand and assistant are called after the site. */
function siteOf(site: string, channel = `${site}-web`, hello = "Hello!"): Made {
  const small = smallSite({ hello });
  const entry = small.content.web;
  if (!entry) throw new Error("the small site has no channel web");
  const named = (digest: string, id: string) => ({ ...small.bodies[digest], id }) as Body;
  const brand = named(entry.brand, `${site}-brand`);
  const assistant = { ...named(entry.targets[0]?.assistant ?? "", `${site}-bot`), brand: brand.id } as Body;
  const web = { ...named(entry.channel, channel), brand: brand.id } as Body;
  const [b, a, w] = [brand, assistant, web].map(digestOf) as [string, string, string];
  return {
    bodies: new Map([
      [b, brand],
      [a, assistant],
      [w, web],
    ]),
    content: { [channel]: { channel: w, brand: b, targets: [{ assistant: a, brand: b, weight: 100 }] } },
  };
}

const both = (...sites: readonly Made[]): Made => ({
  bodies: new Map(sites.flatMap(({ bodies }) => [...bodies])),
  content: Object.assign({}, ...sites.map(({ content }) => content)),
});

async function publish(site: string | null, made: Made, commit: string | null = null, more: object = {}) {
  const driver = as(site);
  await driver.uploadBodies(made.bodies);
  const live = await driver.liveRelease();
  return driver.release({ ...requestOf(made.content, live?.number ?? null), commit, ...more });
}

const live = async () => (await as(null).liveRelease())?.content;
const [one, two, three] = ["1", "2", "3"].map((digit) => digit.repeat(40)) as [string, string, string];
const back = { to: null, assistants: [], channels: [], recall: false, author: "Ann" };

test("a site sees its own part, publishes it, and carries what others have over", async () => {
  const [a, b, a2] = [siteOf("a"), siteOf("b"), siteOf("a", "a-web", "Good day!")];
  expect(await publish("a", a, one)).toMatchObject({ number: 1, site: "a", content: a.content });
  expect(await publish("b", b, two)).toMatchObject({ number: 2, site: "b", content: b.content, commit: two });
  expect(await live()).toEqual({ ...a.content, ...b.content });
  expect(await as("a").readLive()).toMatchObject({
    release: { number: 1, content: a.content, digest: digestOf(a.content), commit: one },
    newestCommit: one,
    others: [{ site: "b", channels: { "b-web": { assistants: ["b-bot"], brands: ["b-brand"] } } }],
  });
  expect(await publish("a", a2, three)).toMatchObject({ number: 3, content: a2.content });
  expect(await live()).toEqual({ ...a2.content, ...b.content });
  expect(await as("b").readLive()).toMatchObject({ release: { number: 2, commit: two }, newestCommit: two });
  expect((await as("a").history(9)).map(({ number }) => number)).toEqual([3, 1]);
  expect((await as("b").history(9)).map(({ number, content }) => [number, content])).toEqual([[2, b.content]]);
  expect(await publish("b", b)).toMatchObject({ number: 2 });
});

test("what a site does not name any more goes, and nothing of another's", async () => {
  const [a, b] = [both(siteOf("a"), siteOf("a", "a-app")), siteOf("b")];
  await publish("a", a);
  await publish("b", b);
  await publish("a", siteOf("a"));
  expect(Object.keys((await live()) ?? {}).sort()).toEqual(["a-web", "b-web"]);
});

test("another site's release is none that a publish was overtaken by; its own is", async () => {
  await publish("a", siteOf("a"));
  const before = (await as("a").liveRelease())?.number ?? null;
  await publish("b", siteOf("b"));
  const next = siteOf("a", "a-web", "Good day!");
  await as("a").uploadBodies(next.bodies);
  expect(await as("a").release(requestOf(next.content, before))).toMatchObject({ number: 3 });
  const last = siteOf("a", "a-web", "Good night!");
  await as("a").uploadBodies(last.bodies);
  await expect(as("a").release(requestOf(last.content, before))).rejects.toThrow(Moved);
});

describe("what both claim", () => {
  test("a channel is refused, with its owner's name, until a person says yes to what that does", async () => {
    await publish("a", siteOf("a", "web"));
    const b = siteOf("b", "web");
    await expect(publish("b", b)).rejects.toThrow(/the channel "web" belongs to the site "a".*says yes to the effect/);
    const approved = await effectOf(as("b"), b.content, b.bodies);
    await publish("a", siteOf("a", "web", "Good day!"));
    expect(await codeOf(publish("b", b, null, { approved }))).toBe("channel-of-another-site");
    const now = await effectOf(as("b"), b.content, b.bodies);
    expect(await publish("b", b, null, { approved: now.slice(0, 12) })).toMatchObject({ site: "b" });
    expect(await as("a").readLive()).toMatchObject({ release: null, others: [{ site: "b" }] });
    expect(await live()).toEqual(b.content);
  });

  test("what its site gave up is whose site publishes it next", async () => {
    await publish("a", both(siteOf("a"), siteOf("a", "shared")));
    await publish("a", siteOf("a"));
    await publish("b", siteOf("b", "shared"));
    expect(await as("b").readLive()).toMatchObject({ release: { content: { shared: {} } } });
  });

  test("an assistant's and a brand's id are refused, and no yes helps", async () => {
    await publish("a", siteOf("a"));
    const b = siteOf("a", "b-web", "Another one");
    expect(await codeOf(publish("b", b))).toBe("id-of-another-site");
    const approved = await effectOf(as("b"), b.content, b.bodies);
    expect(await codeOf(publish("b", b, null, { approved }))).toBe("id-of-another-site");
  });

  test("a site that is called otherwise takes all over, with the ids on it", async () => {
    const a = siteOf("a");
    await publish("a", a, one);
    const approved = await effectOf(as("renamed"), a.content, a.bodies);
    expect(await publish("renamed", a, two, { approved })).toMatchObject({ number: 2, site: "renamed" });
    expect(await as("a").readLive()).toMatchObject({ release: null });
    expect(await publish("renamed", a, two)).toMatchObject({ number: 2 });
  });
});

describe("older commits", () => {
  test("are judged by what the same site published", async () => {
    await publish("a", siteOf("a"), one);
    await publish("b", siteOf("b"), three);
    await publish("a", siteOf("a", "a-web", "Good day!"), two);
    expect(await codeOf(publish("a", siteOf("a", "a-web", "Old!"), one))).toBe("not-a-descendant");
    expect(await publish("b", siteOf("b", "b-web", "New!"), one)).toMatchObject({ site: "b" });
  });
});

describe("a rollback", () => {
  test("undoes what its own site published last, and holds that", async () => {
    const a2 = siteOf("a", "a-web", "Good day!");
    await publish("a", siteOf("a"), one);
    await publish("b", siteOf("b"), two);
    await publish("a", a2, three);
    const b2 = siteOf("b", "b-web", "Good day!");
    await publish("b", b2);
    const { release, undone, restored } = await as("a").rollback(back);
    expect([release?.number, undone.number, restored, release?.commit]).toEqual([5, 3, 2, one]);
    expect(release?.content).toEqual(siteOf("a").content);
    expect(await live()).toEqual({ ...siteOf("a").content, ...b2.content });
    expect((await as("a").readLive()).holds.map(({ id }) => id)).toEqual(["a-bot"]);
    expect((await as("b").readLive()).holds).toEqual([]);
    expect(await as("b").readLive()).toMatchObject({ release: { number: 4, kind: "publish" } });
    expect(await as("a").readLive()).toMatchObject({ release: { number: 5, kind: "rollback" }, newestCommit: three });
    expect(await codeOf(publish("a", a2))).toBe("held");
    expect(await codeOf(as("a").rollback(back))).toBe("rolled-back-already");
  });

  test("of a site's first release has nowhere to go; another site's number is a moment like any other", async () => {
    await publish("a", siteOf("a"));
    await publish("b", siteOf("b"));
    expect(await codeOf(as("b").rollback(back))).toBe("first-release");
    await publish("b", siteOf("b", "b-web", "Good day!"));
    await publish("a", siteOf("a", "a-web", "Good day!"));
    expect(await as("b").rollback({ ...back, to: 2 })).toMatchObject({ release: { number: 5 }, undone: { number: 3 } });
    expect(await as("b").rollback({ ...back, to: 4 })).toMatchObject({ restored: 4 });
  });

  test("gives back what was taken from another site", async () => {
    const a = siteOf("a", "web");
    await publish("a", a);
    await publish("b", siteOf("b"));
    const b = both(siteOf("b"), siteOf("b", "web"));
    await publish("b", b, null, { approved: await effectOf(as("b"), b.content, b.bodies) });
    expect(await as("a").readLive()).toMatchObject({ release: null });
    await as("b").rollback(back);
    expect(await as("a").readLive()).toMatchObject({ release: { content: a.content } });
    expect(await as("b").readLive()).toMatchObject({ release: { content: siteOf("b").content } });
  });
});

describe("what was published before sites were recorded", () => {
  test("is nobody's, and becomes the site's that publishes next", async () => {
    await publish(null, siteOf("a"), one);
    expect(await as("a").readLive()).toMatchObject({ release: { number: 1, commit: one, site: null }, others: [] });
    await publish("a", siteOf("a", "a-web", "Good day!"), two);
    expect(await as("b").readLive()).toMatchObject({ release: null, others: [{ site: "a" }] });
    expect(await as("a").rollback(back)).toMatchObject({ release: { commit: one, content: siteOf("a").content } });
  });

  test("a platform of the version before leaves each its own", async () => {
    await publish("a", siteOf("a"), one);
    await publish("b", siteOf("b"), two);
    // What it writes: no site, and nothing of whose what is.
    const next = both(siteOf("a", "a-web", "Good day!"), siteOf("b"), siteOf("a", "a-app", "Good day!"));
    await as(null).uploadBodies(next.bodies);
    await sql(
      database,
      `insert into releases (number, digest, content, commit_id, author, effect)
       values (3, '${digestOf(next.content)}', '${JSON.stringify(next.content)}', '${three}', 'Old', '${"e".repeat(64)}')`,
    );
    expect(await as("b").readLive()).toMatchObject({
      release: { number: 3, commit: two, content: expect.objectContaining(siteOf("b").content) },
      others: [{ site: "a" }],
    });
    await publish("b", siteOf("b", "b-web", "Good day!"));
    expect(Object.keys((await as("a").liveRelease())?.content ?? {})).toEqual(["a-web"]);
  });

  test("who names no site publishes for the only one, and for none of several", async () => {
    await publish("a", siteOf("a"));
    expect(await publish(null, siteOf("a", "a-web", "Good day!"))).toMatchObject({ site: "a" });
    await publish("b", siteOf("b"));
    await expect(publish(null, siteOf("b", "b-web", "Good day!"))).rejects.toThrow(/the sites a, b publish to this/);
  });
});
