/** The driver for Parley's own platform: a client of its admin API (`wire/admin.ts`). */

import { randomUUID } from "node:crypto";
import { type Body, type Digest, digestOfBytes } from "#content/body.ts";
import { type Driver, type Lease, Refused, Unreachable } from "#drivers/driver.ts";
import {
  readBodies,
  readLease,
  readLiveRelease,
  readRelease as readMadeRelease,
  readMissing,
  readMissingSecrets,
  readNames,
  readNothing,
  readPreview,
  readPreviews,
  readPublishes,
  readReleases,
  readRollback,
  readRunning,
} from "#drivers/embedded/answers.ts";
import { batches } from "#drivers/embedded/batches.ts";
import { ask, askBytes, type Connection } from "#drivers/embedded/request.ts";
import { type BodyName, digestsOf, type Live } from "#plan/live.ts";

/** Of one upload's request, in bytes: servers in front of a platform often take no more than a megabyte. */
const batchBytes = 900_000;
/** How many digests one request asks for. */
const batchDigests = 5_000;
/** A heartbeat that takes longer comes too late anyway. */
const leaseTimeLimit = 5_000;

/**
 * A driver for the platform at `address`, for a `site`; null: for all that is there. The token goes into one header, and
 * nowhere else.
 */
export function embeddedDriver(address: string, token: Connection["token"], site: string | null = null): Driver {
  const connection: Connection = { address: address.replace(/\/+$/, ""), token, site };
  /** One of a version before knows no sites, and takes nothing that it does not know; null: it was not asked yet. */
  let knowsSites: boolean | null = null;
  const readRelease = async () => {
    const live = await ask(connection, { method: "GET", path: "/live" }, readLiveRelease);
    knowsSites = live.others !== undefined;
    return live;
  };
  return {
    address,
    async readLive(known = new Map()) {
      const live = await readRelease();
      const { release } = live;
      return { ...live, bodies: await wholeBodies(connection, digestsOf(release?.content ?? {}), known) };
    },
    async liveRelease() {
      return (await readRelease()).release;
    },
    bodies: (digests) => fetchBodies(connection, digests),
    async running(digests) {
      if (digests.length === 0) return [];
      const call = { method: "POST", path: "/conversations/running", body: { digests } } as const;
      return ask(connection, call, readRunning);
    },
    async names(digests) {
      const names = new Map<Digest, BodyName>();
      for (const batch of batches(digests, batchDigests, () => 1)) {
        const call = { method: "POST", path: "/bodies/names", body: { digests: batch } } as const;
        for (const [digest, name] of await ask(connection, call, readNames)) names.set(digest, name);
      }
      return names;
    },
    async missing(digests) {
      const missing: Digest[] = [];
      for (const batch of batches(digests, batchDigests, () => 1)) {
        const call = { method: "POST", path: "/bodies/missing", body: { digests: batch } } as const;
        missing.push(...(await ask(connection, call, readMissing)));
      }
      return missing;
    },
    async missingSecrets(secrets) {
      if (secrets.length === 0) return [];
      return ask(connection, { method: "POST", path: "/secrets/missing", body: { secrets } }, readMissingSecrets);
    },
    async uploadBodies(bodies, sent = () => undefined) {
      const sized = [...bodies].map(([digest, body]) => ({
        entry: [digest, body] as const,
        bytes: Buffer.byteLength(JSON.stringify(body)) + digest.length,
      }));
      let count = 0;
      for (const batch of batches(sized, batchBytes, ({ bytes }) => bytes)) {
        const body = { bodies: Object.fromEntries(batch.map(({ entry }) => entry)) };
        await ask(connection, { method: "POST", path: "/bodies", body }, readNothing);
        count += batch.length;
        sent(count);
      }
    },
    async uploadAsset(digest, bytes) {
      await ask(connection, { method: "PUT", path: `/assets/${digest}`, body: bytes }, readNothing);
    },
    async asset(digest) {
      const bytes = await askBytes(connection, { method: "GET", path: `/assets/${digest}` });
      if (digestOfBytes(bytes) === digest) return bytes;
      throw new Unreachable(connection.address, `what it sends as the file ${digest.slice(0, 12)} is another one`);
    },
    async release({ lease, approved, looked, ...request }) {
      if (knowsSites === null) await readRelease();
      const more = {
        ...(site !== null && { site }),
        ...(lease !== undefined && { lease }),
        ...(approved !== undefined && { approved }),
        ...(looked !== undefined && { looked }),
      };
      const body = knowsSites ? { ...request, ...more } : request;
      return ask(connection, { method: "POST", path: "/releases", body }, readMadeRelease);
    },
    rollback(back) {
      // Not without its site, whatever the platform knows: one of a version before would undo what others published.
      const body = { request: randomUUID(), ...back, ...(site !== null && { site }) };
      return ask(connection, { method: "POST", path: "/rollbacks", body }, readRollback);
    },
    history: (limit) => ask(connection, { method: "GET", path: `/releases?limit=${limit}` }, readReleases),
    publishes: (limit) => ask(connection, { method: "GET", path: `/publishes?limit=${limit}` }, readPublishes),
    async acquireLease(request) {
      const call = { method: "POST", path: "/lease", body: request } as const;
      const { lease, seconds } = await ask(connection, call, readLease);
      return leaseOf(connection, lease, seconds);
    },
    previews: {
      make: (preview) => ask(connection, { method: "POST", path: "/previews", body: preview }, readPreview),
      list: () => ask(connection, { method: "GET", path: "/previews" }, readPreviews),
      async remove(name) {
        await ask(connection, { method: "DELETE", path: "/previews", body: { name } }, readNothing);
      },
    },
  };
}

function leaseOf(connection: Connection, id: string, seconds: number): Lease {
  const path = `/lease/${encodeURIComponent(id)}`;
  const quick = { path, timeLimit: leaseTimeLimit, tries: 2 };
  return {
    id,
    seconds,
    async renew() {
      await ask(connection, { ...quick, method: "PUT" }, readNothing);
    },
    async release(end) {
      try {
        await ask(connection, { ...quick, method: "DELETE", body: end }, readNothing);
      } catch (error) {
        if (!(error instanceof Refused && error.status === 404)) throw error;
      }
    },
  };
}

async function fetchBodies(connection: Connection, digests: readonly Digest[]): Promise<Live["bodies"]> {
  const bodies = new Map<Digest, Body>();
  for (const batch of batches(digests, batchDigests, () => 1)) {
    const call = { method: "POST", path: "/bodies/fetch", body: { digests: batch } } as const;
    for (const [digest, body] of await ask(connection, call, readBodies)) bodies.set(digest, body);
  }
  return bodies;
}

/** Throws `Unreachable` where the platform does not hold what its own release names. */
async function wholeBodies(
  connection: Connection,
  digests: readonly Digest[],
  known: Live["bodies"],
): Promise<Live["bodies"]> {
  const asked = digests.filter((digest) => !known.has(digest));
  const fetched = await fetchBodies(connection, asked);
  const lost = asked.find((digest) => !fetched.has(digest));
  if (lost === undefined) {
    return new Map(digests.map((digest) => [digest, (known.get(digest) ?? fetched.get(digest)) as Body]));
  }
  throw new Unreachable(connection.address, `it has lost the body ${lost.slice(0, 12)} that its live release names`);
}
