/**
 * A publish's release, in one transaction. What no publisher may pass by is held here, whoever asks: the command line, which
 * has looked before, a Pulumi program, or a program that calls the API.
 */

import type { Pool, PoolClient } from "pg";
import { digestOf } from "#content/body.ts";
import { wholeEffect } from "#plan/effect.ts";
import { bringsBack } from "#plan/holds.ts";
import { digestsOf, type ReleaseContent } from "#plan/live.ts";
import { moveBetween } from "#plan/move.ts";
import { goneBodies } from "#plan/rollback.ts";
import { clashesOf, takenBy, withPart } from "#plan/sites.ts";
import { namesOf, protectedAmong } from "#platform/store/bodies.ts";
import { leaseOf, noteRelease } from "#platform/store/lease.ts";
import {
  holds,
  inTurn,
  newestCommit,
  releases,
  type StoredRelease,
  type WriteAnswer,
  wasPublished,
  writeRelease,
} from "#platform/store/releases.ts";
import { othersIn, partOfLive, viewOf } from "#platform/store/site-view.ts";
import type { ReleaseRecord, ReleaseRequestRecord } from "#wire/admin.ts";

export interface Refusal {
  readonly kind: "refused";
  /** A check's name, or a refusal's. */
  readonly code: string;
  readonly message: string;
}

export type ReleaseAnswer =
  | { readonly kind: "made" | "same"; readonly release: ReleaseRecord }
  | Extract<WriteAnswer, { readonly kind: "missing" }>
  | { readonly kind: "moved"; readonly live: number | null }
  | Refusal;

/** The same content again changes nothing. */
export function makeRelease(pool: Pool, request: ReleaseRequestRecord): Promise<ReleaseAnswer> {
  return inTurn(pool, async (client): Promise<ReleaseAnswer> => {
    const [live = null] = await releases(client, 1);
    const site = siteOf(request, live);
    if (site instanceof Object) return site;
    const before = live && (await partOfLive(client, site, live));
    const lease = request.lease === undefined ? null : await leaseOf(client, request.lease);
    // Asked again, for the answer was lost: it is made, whoever has the lease by now.
    if (before && lease?.made === before.number) return { kind: "same", release: before };
    if (lease && !lease.isHeld) {
      return refused("lost", "the publish lease is over, or another's: nothing was released under it");
    }
    const others = live ? await othersIn(client, site, live) : [];
    const taken = takenBy(request.content, others);
    if (before?.digest === digestOf(request.content) && taken.length === 0) return { kind: "same", release: before };
    const number = before?.number ?? null;
    if (number !== request.expects) return { kind: "moved", live: number };
    const objection = await objectionTo(client, { request, site, before: before?.content ?? {}, others, taken });
    if (objection) return objection;
    const whole =
      site === null ? { content: request.content, sites: {} } : withPart(live, site, request.content, request.commit);
    const answer = await writeRelease(client, live, { ...request, ...whole, site, kind: "publish" });
    if (answer.kind === "missing") return answer;
    if (request.lease !== undefined) await noteRelease(client, request.lease, answer.release.number);
    return { kind: "made", release: viewOf(answer.release, site, answer.release) };
  });
}

/** Who says nothing publishes for the only site that there is; null: nobody's is recorded. */
function siteOf({ site }: ReleaseRequestRecord, live: StoredRelease | null): string | null | Refusal {
  if (site !== undefined) return site;
  const known = Object.keys(live?.sites ?? {}).sort();
  if (known.length <= 1) return known[0] ?? null;
  return refused(
    "site-missing",
    `the sites ${known.join(", ")} publish to this platform, and whose release this is was not said: a newer parley says it, and a Pulumi program by the provider's setting "site"`,
  );
}

interface Asked {
  readonly request: ReleaseRequestRecord;
  readonly site: string | null;
  /** The site's part of what is live. */
  readonly before: ReleaseContent;
  readonly others: Awaited<ReturnType<typeof othersIn>>;
  readonly taken: ReturnType<typeof takenBy>;
}

/** Why the release must not be made: first what nobody can say yes to, and then what a person can, to its effect. */
async function objectionTo(client: PoolClient, asked: Asked): Promise<Refusal | null> {
  const { request, site, before, others, taken } = asked;
  const { content, approved } = request;
  const digests = [...new Set([...digestsOf(before), ...digestsOf(content)])];
  const names = new Map(Object.entries(await namesOf(client, digests)));
  if (Object.keys(content).length === 0 && Object.keys(before).length > 0) {
    return refused("protected", "the release holds no channel, and some are live: it would leave nobody to answer");
  }
  const [kept] = request.looked ? [] : await protectedAmong(client, goneBodies(before, content, names));
  if (kept !== undefined) {
    const { kind, id } = names.get(kept) ?? {};
    return refused(
      "protected",
      `the ${kind} "${id}" is protected, and the release has none: publish it once with "protect: false" first`,
    );
  }
  const [clash] = clashesOf(content, names, others);
  if (clash) {
    const { kind, id, site: owner } = clash;
    return refused(
      "id-of-another-site",
      `the ${kind} "${id}" belongs to the site "${owner}": rename one of them, or let "${owner}" publish without it first`,
    );
  }
  const older = request.looked ? null : await olderThan(client, request, site);
  if (older) return older;
  const held = await holds(client, site);
  const bodies = new Map();
  const move = moveBetween({ content: before, bodies, names }, { content, bodies, names });
  const effect = wholeEffect(move.effect, { holds: held, taken, release: content });
  if (approved !== undefined && effect.startsWith(approved)) return null;
  const yes = `a person who has seen it says yes to the effect ${effect.slice(0, 12)} (parley publish --approve, or "approve" of a program's Release)`;
  const [take] = taken;
  if (take) {
    return refused(
      "channel-of-another-site",
      `the channel "${take.channel}" belongs to the site "${take.site}": let that publish without it first, or ${yes}`,
    );
  }
  const back = held.find((hold) => bringsBack(hold, content));
  if (!back) return null;
  return refused(
    "held",
    `release ${back.release}, a rollback by ${back.who}, took this very version of the ${back.kind} "${back.id}" away: publish another version, or ${yes}`,
  );
}

/** Of commits the platform knows those that were published, and nothing else: no ancestry. */
async function olderThan(
  client: PoolClient,
  { commit }: ReleaseRequestRecord,
  site: string | null,
): Promise<Refusal | null> {
  const newest = commit === null ? null : await newestCommit(client, site);
  if (commit === null || newest === null || newest === commit) return null;
  if (!(await wasPublished(client, commit, site))) return null;
  return refused(
    "not-a-descendant",
    `${commit.slice(0, 12)} was published already, and ${newest.slice(0, 12)} after it: publish a newer commit; parley rollback makes an earlier release live`,
  );
}

function refused(code: string, message: string): Refusal {
  return { kind: "refused", code, message };
}
