/** The way back, in one transaction: an earlier release's bodies are live again, and what this takes away is held. */

import type { Pool, PoolClient } from "pg";
import { type Digest, digestOf } from "#content/body.ts";
import { heldAfter, takenAway } from "#plan/holds.ts";
import { digestsOf, type ReleaseContent } from "#plan/live.ts";
import { moveBetween } from "#plan/move.ts";
import {
  changedBodies,
  earlierThan,
  firstOfSite,
  goneBodies,
  lossOf,
  type NoWayBack,
  rollbackContent,
  unknownName,
  unknownRelease,
} from "#plan/rollback.ts";
import { type Owned, owners, type Sites, withPart } from "#plan/sites.ts";
import { summaryOf } from "#plan/summary.ts";
import { bodiesText, namesOf, protectedAmong } from "#platform/store/bodies.ts";
import {
  holds,
  inTurn,
  keepHolds,
  releaseAskedFor,
  releaseOf,
  releases,
  releasesOf,
  writeRelease,
} from "#platform/store/releases.ts";
import { partOfLive, viewOf } from "#platform/store/site-view.ts";
import type { ReleaseRecord } from "#wire/admin.ts";
import type { RollbackRecord, RollbackRequest } from "#wire/rollback.ts";

interface Back extends Pick<RollbackRecord, "release" | "undone" | "restored"> {
  readonly kind: "made" | "made-before" | "nothing";
}

export type RollbackAnswer = Back | NoWayBack | { readonly kind: "missing"; readonly digests: readonly Digest[] };

/** `since`, in milliseconds since 1970: who was quiet for longer is on its revision no more, and is not recalled. */
export function rollBack(pool: Pool, asked: RollbackRequest, since: number): Promise<RollbackAnswer> {
  return inTurn(pool, async (client) => (await madeBefore(client, asked)) ?? (await goBack(client, asked, since)));
}

/** Its answer was lost on the way: what it undid is the one before it. */
async function madeBefore(
  client: PoolClient,
  { request, to, site: named }: RollbackRequest,
): Promise<RollbackAnswer | null> {
  const made = await releaseAskedFor(client, request);
  if (!made) return null;
  const site = named ?? null;
  const [undone] = site === null ? [] : await releasesOf(client, site, 1, made.number);
  const before = undone ?? (await releaseOf(client, made.number - 1));
  if (!before) return null;
  const release = viewOf(made, site, made);
  return { kind: "made-before", release, undone: viewOf(before, site, made), restored: to ?? before.number - 1 };
}

async function goBack(client: PoolClient, asked: RollbackRequest, since: number): Promise<RollbackAnswer> {
  const site = asked.site ?? null;
  const [whole = null] = await releases(client, 1);
  const live = whole && (await partOfLive(client, site, whole));
  const wanted = earlierThan(live, asked.to, whole?.number ?? null);
  if (wanted.kind === "no-way-back") {
    return (live && asked.to === null ? await unknownNow(client, live, asked) : null) ?? wanted;
  }
  const then = await releaseOf(client, wanted.number);
  if (!whole || !live || !then) return unknownRelease(wanted.number);
  const earlier = viewOf(then, site, whole);
  if (asked.to === null && Object.keys(earlier.content).length === 0) return firstOfSite(live.number);
  const names = new Map(Object.entries(await namesOf(client, bothOf(live.content, earlier.content))));
  const back = rollbackContent(live, earlier, names, asked);
  if (back.kind === "no-way-back") return back;
  const { content } = back;
  if (digestOf(content) === live.digest) {
    return { kind: "nothing", release: null, undone: live, restored: earlier.number };
  }
  const kept = await protectedAmong(client, goneBodies(live.content, content, names));
  const loss = lossOf(content, kept, names, earlier.number);
  if (loss) return loss;
  // No more than names is needed for what the history says; the bodies are for whoever asked.
  const bodies = new Map();
  const move = moveBetween({ content: live.content, bodies, names }, { content, bodies, names });
  // Its own commit: what is published next must descend from what customers meet. No commit holds a part of each.
  const commit = digestOf(content) === earlier.digest ? earlier.commit : null;
  const owned =
    site === null
      ? { content, sites: sitesWithin(then, content) }
      : withPart(whole, site, content, commit, ownersBefore(then, live.content, content));
  const answer = await writeRelease(client, whole, {
    ...owned,
    commit,
    site,
    author: asked.author,
    effect: move.effect,
    kind: "rollback",
    approvers: [],
    summary: [...summaryOf(move)],
    request: asked.request,
  });
  if (answer.kind === "missing") return answer;
  const by = { release: answer.release.number, who: asked.author ?? "somebody", names };
  await keepHolds(client, heldAfter(await holds(client), whole.content, owned.content, by));
  if (asked.recall) await recallConversations(client, live.content, content, since);
  return {
    kind: "made",
    release: viewOf(answer.release, site, answer.release),
    undone: live,
    restored: earlier.number,
  };
}

/** What was taken from another site since goes back to it; what stays as it is stays whose it is. */
function ownersBefore({ sites }: Owned, live: ReleaseContent, after: ReleaseContent): ReadonlyMap<string, string> {
  const isAnother = (id: string) => digestOf(live[id] ?? null) !== digestOf(after[id] ?? null);
  return new Map([...owners(sites)].filter(([id]) => isAnother(id)));
}

/** Of a rollback of everything: each channel is whose it was. */
function sitesWithin({ sites }: { readonly sites: Sites }, content: ReleaseContent): Sites {
  return Object.fromEntries(
    Object.entries(sites).map(([site, part]) => [
      site,
      { ...part, channels: part.channels.filter((id) => Object.hasOwn(content, id)) },
    ]),
  );
}

/** A name that is none is told as one, whether or not a release is named that there is a way back to. */
async function unknownNow(
  client: PoolClient,
  live: ReleaseRecord,
  asked: RollbackRequest,
): Promise<RollbackAnswer | null> {
  const before = await releaseOf(client, live.number - 1);
  const earlier = before && viewOf(before, asked.site ?? null, before);
  const names = await namesOf(client, bothOf(live.content, earlier?.content ?? {}));
  return unknownName(live, earlier, new Map(Object.entries(names)), asked);
}

/** Conversations on what is undone on their channel; those on other channels go on. */
async function recallConversations(
  client: PoolClient,
  before: ReleaseContent,
  after: ReleaseContent,
  since: number,
): Promise<void> {
  const taken = [...takenAway(before, after)].flatMap(([digest, channels]) =>
    (channels ?? Object.keys(before)).map((channel) => ({ channel, digest })),
  );
  // Another version: a process that keeps one of them in memory must read it again.
  await client.query(
    `update conversations set recalled = true, version = version + 1
     from unnest($1::text[], $2::text[]) as undone(channel, digest)
     where status = 'assistant' and said > $3 and conversations.channel = undone.channel
       and revision ->> 'assistant' = undone.digest`,
    [taken.map(({ channel }) => channel), taken.map(({ digest }) => digest), new Date(since)],
  );
}

/** The answer as JSON: bodies are sent as they are kept. */
export async function rollbackText(pool: Pool, { release, undone, restored }: Back): Promise<string> {
  const after = release?.content ?? undone.content;
  const names = await namesOf(pool, bothOf(undone.content, after));
  const bodies = await bodiesText(pool, changedBodies(undone.content, after, new Map(Object.entries(names))));
  return `{"release":${JSON.stringify(release)},"undone":${JSON.stringify(undone)},"restored":${restored},"names":${JSON.stringify(names)},"bodies":${bodies}}`;
}

function bothOf(one: ReleaseContent, other: ReleaseContent): readonly Digest[] {
  return [...new Set([...digestsOf(one), ...digestsOf(other)])];
}
