/** What every driver keeps to, whatever platform it speaks to. */

import { expect, test } from "vitest";
import { type Body, type Digest, digestOf, digestOfBytes } from "#content/body.ts";
import { type Driver, Held, Moved, type Refused, type RollbackRequest } from "#drivers/driver.ts";
import { wholeEffect } from "#plan/effect.ts";
import type { ReleaseContent } from "#plan/live.ts";
import { moveBetween } from "#plan/move.ts";
import { takenBy } from "#plan/sites.ts";
import { type SiteOptions, smallSite } from "../platform/small-site.ts";

export const effect = "e".repeat(64);
export const holder = { who: "a test", where: "here", commit: null, effect };
const ended = { outcome: "published", release: 1 };

export interface UploadedSite {
  readonly bodies: ReadonlyMap<Digest, Body>;
  readonly content: ReleaseContent;
}

export function site(options: SiteOptions = {}): UploadedSite {
  const { bodies, content } = smallSite(options);
  return { bodies: new Map(Object.entries(bodies)), content };
}

export function requestOf(content: ReleaseContent, expects: number | null) {
  return {
    expects,
    content,
    commit: null,
    author: "An Author",
    effect,
    approvers: [],
    summary: [],
  };
}

/** What a release of `content` would do: what a person says yes to. */
export async function effectOf(
  driver: Driver,
  content: ReleaseContent,
  bodies: UploadedSite["bodies"],
): Promise<string> {
  const { release, holds, others = [] } = await driver.readLive();
  const { effect: own } = moveBetween({ content: release?.content ?? {}, bodies }, { content, bodies });
  return wholeEffect(own, { holds, taken: takenBy(content, others), release: content });
}

export async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "no error",
    (error: Refused) => error.code,
  );
}

/** Declares the tests; `make` gives a driver for a platform that holds nothing yet. */
export function driverSuite(make: () => Promise<Driver>): void {
  test("an empty platform has no release, and misses everything", async () => {
    const driver = await make();
    expect(await driver.readLive()).toEqual({
      release: null,
      bodies: new Map(),
      holds: [],
      newestCommit: null,
      others: [],
    });
    expect(await driver.history(5)).toEqual([]);
    const digests = [...site().bodies.keys()];
    expect(await driver.running(digests)).toEqual([]);
    expect([...(await driver.missing(digests))].sort()).toEqual(digests.sort());
  });

  test("what was uploaded and released is live, whole", async () => {
    const driver = await make();
    const { bodies, content } = site();
    await driver.uploadBodies(bodies);
    expect(await driver.missing([...bodies.keys()])).toEqual([]);
    expect((await driver.readLive()).release).toBe(null);
    const release = await driver.release(requestOf(content, null));
    expect(release).toMatchObject({ number: 1, content, digest: digestOf(content), author: "An Author", commit: null });
    expect(await driver.readLive()).toEqual({ release, bodies, holds: [], newestCommit: null, others: [] });
    expect(await driver.liveRelease()).toEqual(release);
    // What is known is not asked for: it is taken as it is given.
    const known = new Map([...bodies].slice(0, 1).map(([digest, body]) => [digest, { ...body }]));
    const { bodies: read } = await driver.readLive(known);
    expect(read).toEqual(bodies);
    expect([...read.values()].filter((body) => [...known.values()].includes(body))).toHaveLength(1);
    const nobody = "f".repeat(64);
    expect(await driver.names([...bodies.keys(), nobody])).toEqual(
      new Map([...bodies].map(([digest, { kind, id }]) => [digest, { kind, id }])),
    );
  });

  test("the same content again is the same release, whatever it expects", async () => {
    const driver = await make();
    const { bodies, content } = site();
    await driver.uploadBodies(bodies);
    const first = await driver.release(requestOf(content, null));
    expect(await driver.release({ ...requestOf(content, 7), commit: "c".repeat(40) })).toEqual(first);
    expect(await driver.history(5)).toHaveLength(1);
  });

  test("a release that expects another one changes nothing", async () => {
    const driver = await make();
    const [first, second] = [site(), site({ hello: "Good day!" })];
    for (const { bodies } of [first, second]) await driver.uploadBodies(bodies);
    await driver.release(requestOf(first.content, null));
    for (const expects of [null, 2]) {
      const error = await driver.release(requestOf(second.content, expects)).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(Moved);
      expect(error).toMatchObject({ liveRelease: 1 });
    }
    expect((await driver.readLive()).release?.content).toEqual(first.content);
    expect(await driver.release(requestOf(second.content, 1))).toMatchObject({ number: 2 });
    expect((await driver.history(5)).map(({ number }) => number)).toEqual([2, 1]);
    expect((await driver.history(1)).map(({ number }) => number)).toEqual([2]);
  });

  test("a release that names what was not uploaded is refused", async () => {
    const driver = await make();
    expect(await codeOf(driver.release(requestOf(site().content, null)))).toBe("missing-body");
    expect((await driver.readLive()).release).toBe(null);
  });

  test("a body under another's name is refused", async () => {
    const driver = await make();
    const [body] = site().bodies.values();
    const wrong = new Map([["f".repeat(64), body as Body]]);
    expect(await codeOf(driver.uploadBodies(wrong))).toBe("digest-mismatch");
  });

  test("an asset is missing until it is uploaded", async () => {
    const driver = await make();
    const bytes = new TextEncoder().encode("<svg/>");
    const digest = digestOfBytes(bytes);
    expect(await driver.missing([digest])).toEqual([digest]);
    await driver.uploadAsset(digest, bytes);
    expect(await driver.missing([digest])).toEqual([]);
    expect(new Uint8Array(await driver.asset(digest))).toEqual(bytes);
    expect(await codeOf(driver.asset("f".repeat(64)))).toBe("not-found");
  });

  test("one lease at a time; the holder is named to others", async () => {
    const driver = await make();
    const lease = await driver.acquireLease(holder);
    expect(lease.seconds).toBeGreaterThan(5);
    await lease.renew();
    const error = await driver.acquireLease({ ...holder, who: "another", where: "there" }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Held);
    expect(error).toMatchObject({ holder: { who: holder.who, where: holder.where } });
    await lease.release(ended);
    const next = await driver.acquireLease({ ...holder, who: "another", where: "there" });
    expect(await codeOf(lease.renew())).toBe("lost");
    await lease.release(ended);
    await next.renew();
    await next.release(ended);
  });

  const back: RollbackRequest = { to: null, assistants: [], channels: [], recall: false, author: "An Author" };

  test("a rollback says what it undid, and holds what it takes away, until that goes live again", async () => {
    const driver = await make();
    const first = site();
    const second = site({ hello: "Another greeting" });
    await driver.uploadBodies(new Map([...first.bodies, ...second.bodies]));
    const before = await driver.release({ ...requestOf(first.content, null), commit: "c".repeat(40) });
    const undone = await driver.release(requestOf(second.content, 1));
    expect((await driver.readLive()).holds).toEqual([]);
    const rolledBack = await driver.rollback(back);
    const { release, names, bodies } = rolledBack;
    expect(rolledBack).toMatchObject({ undone, restored: 1 });
    expect(release).toMatchObject({ number: 3, kind: "rollback", author: "An Author", commit: before.commit });
    expect(release).toMatchObject({ content: first.content, summary: ["~ assistant bot"] });
    expect(await driver.readLive()).toMatchObject({ newestCommit: before.commit });
    const both = new Map([...first.bodies, ...second.bodies]);
    expect(names).toEqual(new Map([...both].map(([digest, { kind, id }]) => [digest, { kind, id }])));
    const isInBoth = (digest: Digest) => first.bodies.has(digest) && second.bodies.has(digest);
    expect(bodies).toEqual(new Map([...both].filter(([digest]) => !isInBoth(digest))));
    const { holds } = await driver.readLive();
    const held = [...second.bodies.keys()].filter((digest) => !first.bodies.has(digest)).sort();
    expect(holds.map(({ digest }) => digest).sort()).toEqual(held);
    expect(holds[0]).toMatchObject({ release: 3, who: "An Author" });
    expect(await driver.rollback({ ...back, to: 1 })).toMatchObject({ release: null, undone: { number: 3 } });
    const again = requestOf(second.content, 3);
    expect(await codeOf(driver.release(again))).toBe("held");
    expect(await codeOf(driver.release({ ...again, approved: effect }))).toBe("held");
    const approved = await effectOf(driver, second.content, both);
    expect(await driver.release({ ...again, approved })).toMatchObject({ number: 4 });
    expect((await driver.readLive()).holds).toEqual([]);
  });

  test("where there is no way back, nothing changes", async () => {
    const driver = await make();
    expect(await codeOf(driver.rollback(back))).toBe("nothing-live");
    const { bodies, content } = site();
    await driver.uploadBodies(bodies);
    await driver.release(requestOf(content, null));
    expect(await codeOf(driver.rollback(back))).toBe("first-release");
    expect(await codeOf(driver.rollback({ ...back, to: 2 }))).toBe("no-release");
    expect(await codeOf(driver.rollback({ ...back, to: 1, channels: ["nowhere"] }))).toBe("nothing-named");
    expect(await codeOf(driver.rollback({ ...back, to: 1, assistants: ["nobody"] }))).toBe("nothing-named");
    expect(await driver.history(5)).toHaveLength(1);
    const other = site({ hello: "Another greeting" });
    await driver.uploadBodies(other.bodies);
    await driver.release(requestOf(other.content, 1));
    expect(await driver.rollback({ ...back, channels: ["web"] })).toMatchObject({ release: { number: 3 } });
    expect(await codeOf(driver.rollback(back))).toBe("rolled-back-already");
  });

  test("what is protected stays, and so does something", async () => {
    const driver = await make();
    const { bodies, content } = site();
    const { web } = content;
    const channel = bodies.get(web?.channel ?? "");
    if (!web || channel?.kind !== "channel") throw new Error("the site has no channel web");
    const others = [
      { ...channel, id: "kept", protect: true },
      { ...channel, id: "other" },
    ];
    const entries = others.map((body) => [body.id, { ...web, channel: digestOf(body) }] as const);
    await driver.uploadBodies(new Map([...bodies, ...others.map((body) => [digestOf(body), body] as const)]));
    await driver.release({ ...requestOf({ web }, null), commit: "a".repeat(40) });
    await driver.release({ ...requestOf({ web, ...Object.fromEntries(entries) }, 1), commit: "b".repeat(40) });
    expect(await codeOf(driver.rollback(back))).toBe("protected");
    expect(await codeOf(driver.rollback({ ...back, channels: ["kept"] }))).toBe("protected");
    // A part of each release has no commit; the newest one is known still.
    expect(await driver.rollback({ ...back, channels: ["other"] })).toMatchObject({ release: { commit: null } });
    expect(await driver.readLive()).toMatchObject({ newestCommit: "b".repeat(40) });
    const [, [, entry] = []] = entries;
    const other = { other: entry ?? web };
    const all = new Map([...bodies, ...others.map((body) => [digestOf(body), body] as const)]);
    const approved = await effectOf(driver, other, all);
    expect(await codeOf(driver.release({ ...requestOf(other, 3), approved }))).toBe("protected");
    await driver.release({ ...requestOf(other, 3), approved, looked: true });
    expect(await codeOf(driver.rollback({ ...back, to: 1, channels: ["other"] }))).toBe("nothing-left");
  });

  test("the history tells who published, and how it ended", async () => {
    const driver = await make();
    const lease = await driver.acquireLease(holder);
    expect(await driver.publishes(5)).toMatchObject([
      { who: "a test", where: "here", effect, ended: null, outcome: null },
    ]);
    await lease.release(ended);
    expect(await driver.publishes(5)).toMatchObject([{ outcome: "published", release: 1, ended: expect.any(String) }]);
  });
}
