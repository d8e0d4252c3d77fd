/** A driver whose platform is this process's memory: the contract of `drivers/driver.ts`, and nothing else. */

import { type Body, type Digest, digestOf } from "#content/body.ts";
import { type Driver, Held, type Holder, Moved, type PublishRecord, Refused } from "#drivers/driver.ts";
import { wholeEffect } from "#plan/effect.ts";
import { bringsBack, heldAfter, stillHeld } from "#plan/holds.ts";
import type { BodyName, Hold, Release, ReleaseContent, Standing } from "#plan/live.ts";
import { moveBetween } from "#plan/move.ts";
import {
  changedBodies,
  earlierThan,
  goneBodies,
  lossOf,
  type NoWayBack,
  rollbackContent,
  unknownRelease,
} from "#plan/rollback.ts";
import { summaryOf } from "#plan/summary.ts";

const leaseSeconds = 15;

/** `standing`: the conversations under way, as though customers had come. */
export function memoryDriver(standing: readonly Standing[] = []): Driver {
  const bodies = new Map<Digest, Body>();
  const assets = new Map<Digest, Uint8Array>();
  const releases: Release[] = [];
  let holds: readonly Hold[] = [];
  const publishes: PublishRecord[] = [];
  let lease: { readonly id: string; readonly holder: Holder; readonly since: string } | null = null;
  let leases = 0;
  const live = () => releases[0] ?? null;
  const mismatch = (digest: Digest) => new Refused(400, "digest-mismatch", `${digest} is not its content's digest`);

  const write = (made: Omit<Release, "number" | "digest" | "publishedAt">): Release => {
    const missing = namedBy(made.content).filter((named) => !bodies.has(named));
    if (missing.length > 0) throw new Refused(400, "missing-body", `not uploaded: ${missing.join(", ")}`);
    const before = live();
    const number = (before?.number ?? 0) + 1;
    const release = { number, digest: digestOf(made.content), ...made, publishedAt: new Date(0).toISOString() };
    releases.unshift(release);
    const names = new Map([...bodies].map(([digest, { kind, id }]) => [digest, { kind, id }]));
    const by = { release: number, who: made.author ?? "somebody", names };
    holds =
      made.kind === "rollback"
        ? heldAfter(holds, before?.content ?? {}, made.content, by)
        : stillHeld(holds, made.content);
    return release;
  };
  const noWay = ({ code, message }: NoWayBack) => new Refused(409, code, message);

  return {
    address: "memory",
    async readLive(known) {
      const release = live();
      const digests = release ? namedBy(release.content) : [];
      return {
        release,
        holds,
        others: [],
        newestCommit: releases.find(({ kind, commit }) => kind === "publish" && commit !== null)?.commit ?? null,
        bodies: new Map(
          [...bodies]
            .filter(([digest]) => digests.includes(digest))
            .map(([digest, body]) => [digest, known?.get(digest) ?? body]),
        ),
      };
    },
    liveRelease: async () => live(),
    bodies: async (digests) => new Map([...bodies].filter(([digest]) => digests.includes(digest))),
    running: async (digests) =>
      standing.filter(({ revision }) => Object.values(revision).some((digest) => digests.includes(digest ?? ""))),
    names: async (digests) =>
      new Map(
        [...bodies]
          .filter(([digest]) => digests.includes(digest))
          .map(([digest, { kind, id }]) => [digest, { kind, id }]),
      ),
    missing: async (digests) => digests.filter((digest) => !bodies.has(digest) && !assets.has(digest)),
    missingSecrets: async () => [],
    async uploadBodies(uploaded) {
      for (const [digest, body] of uploaded) {
        if (digestOf(body) !== digest) throw mismatch(digest);
        bodies.set(digest, body);
      }
    },
    uploadAsset: async (digest, bytes) => void assets.set(digest, bytes),
    async asset(digest) {
      const bytes = assets.get(digest);
      if (!bytes) throw new Refused(404, "not-found", `there is no file ${digest}`);
      return bytes;
    },
    async release({ expects, lease: _under, approved, looked = false, ...rest }) {
      const before = live();
      if (before?.digest === digestOf(rest.content)) return before;
      if ((before?.number ?? null) !== expects) throw new Moved(expects, before?.number ?? null);
      const kept = goneBodies(before?.content ?? {}, rest.content, bodies).filter((digest) =>
        isProtected(bodies.get(digest)),
      );
      if (kept.length > 0 && !looked) throw new Refused(409, "protected", "it is protected");
      const move = moveBetween({ content: before?.content ?? {}, bodies }, { content: rest.content, bodies });
      const effect = wholeEffect(move.effect, { holds, taken: [], release: rest.content });
      if (approved !== effect && holds.some((hold) => bringsBack(hold, rest.content))) {
        throw new Refused(409, "held", "a rollback took it away");
      }
      return write({ ...rest, kind: "publish" });
    },
    async rollback({ to, recall: _conversations, author, ...scope }) {
      const undone = live();
      const earlier = earlierThan(undone, to);
      if (earlier.kind === "no-way-back") throw noWay(earlier);
      const target = releases.find(({ number }) => number === earlier.number);
      if (!undone || !target) throw noWay(unknownRelease(earlier.number));
      const names: ReadonlyMap<Digest, BodyName> = new Map(
        [...bodies]
          .filter(([digest]) => [undone, target].some(({ content }) => namedBy(content).includes(digest)))
          .map(([digest, { kind, id }]) => [digest, { kind, id }]),
      );
      const back = rollbackContent(undone, target, names, scope);
      if (back.kind === "no-way-back") throw noWay(back);
      const { content } = back;
      const differing = changedBodies(undone.content, content, names);
      const told = new Map([...bodies].filter(([digest]) => differing.includes(digest)));
      const rest = { undone, restored: target.number, names, bodies: told };
      if (digestOf(content) === undone.digest) return { release: null, ...rest };
      const gone = goneBodies(undone.content, content, names);
      const kept = gone.filter((digest) => isProtected(bodies.get(digest)));
      const loss = lossOf(content, kept, names, target.number);
      if (loss) throw noWay(loss);
      const nothing = new Map();
      const move = moveBetween(
        { content: undone.content, bodies: nothing, names },
        { content, bodies: nothing, names },
      );
      const commit = digestOf(content) === target.digest ? target.commit : null;
      const said = { content, commit, author, effect: move.effect, approvers: [], summary: summaryOf(move) };
      return { release: write({ ...said, kind: "rollback" }), ...rest };
    },
    history: async (limit) => releases.slice(0, limit),
    publishes: async (limit) => publishes.slice(0, limit),
    async acquireLease({ commit, effect, ...holder }) {
      if (lease) throw new Held(lease.holder, lease.since);
      leases += 1;
      const mine = { id: `lease-${leases}`, holder, since: new Date(0).toISOString() };
      lease = mine;
      const began = mine.since;
      publishes.unshift({ ...holder, commit, effect, began, ended: null, outcome: null, release: null });
      return {
        id: mine.id,
        seconds: leaseSeconds,
        async renew() {
          if (lease !== mine) throw new Refused(404, "lost", "the lease is over");
        },
        async release(end) {
          if (lease !== mine) return;
          lease = null;
          publishes[0] = { ...(publishes[0] as PublishRecord), ...end, ended: began };
        },
      };
    },
  };
}

function isProtected(body: Body | undefined): boolean {
  return body !== undefined && "protect" in body && body.protect === true;
}

function namedBy(content: ReleaseContent): readonly Digest[] {
  return Object.values(content).flatMap(({ channel, brand, targets }) => [
    channel,
    brand,
    ...targets.flatMap((target) => [target.assistant, target.brand]),
  ]);
}
