/** The way back, in one transaction: an earlier release's bodies are live again, and what this takes away is held. */

import type { Pool, PoolClient } from "pg";
import { type Digest, digestOf } from "#content/body.ts";
import { heldAfter, takenAway } from "#plan/holds.ts";
import { digestsOf, type ReleaseContent } from "#plan/live.ts";
import { moveBetween } from "#plan/move.ts";
import {
  changedBodies,
  earlierThan,
  goneBodies,
  lossOf,
  type NoWayBack,
  rollbackContent,
  unknownName,
  unknownRelease,
} from "#plan/rollback.ts";
import { summaryOf } from "#plan/summary.ts";
import { bodiesText, namesOf, protectedAmong } from "#platform/store/bodies.ts";
import {
  holds,
  inTurn,
  keepHolds,
  releaseAskedFor,
  releaseOf,
  releases,
  writeRelease,
} from "#platform/store/releases.ts";
import type { ReleaseRecord } from "#wire/admin.ts";
import type { RollbackRecord, RollbackRequest } from "#wire/rollback.ts";

interface Back extends Pick<RollbackRecord, "release" | "undone" | "restored"> {
  readonly kind: "made" | "made-before" | "nothing";
}

export type RollbackAnswer = Back | NoWayBack | { readonly kind: "missing"; readonly digests: readonly Digest[] };

export function rollBack(pool: Pool, asked: RollbackRequest): Promise<RollbackAnswer> {
  return inTurn(pool, async (client) => (await madeBefore(client, asked)) ?? (await goBack(client, asked)));
}

/** Its answer was lost on the way: releases are counted one by one, so what it undid is the one before it. */
async function madeBefore(client: PoolClient, { request, to }: RollbackRequest): Promise<RollbackAnswer | null> {
  const release = await releaseAskedFor(client, request);
  if (!release) return null;
  const undone = await releaseOf(client, release.number - 1);
  return undone && { kind: "made-before", release, undone, restored: to ?? undone.number - 1 };
}

async function goBack(client: PoolClient, asked: RollbackRequest): Promise<RollbackAnswer> {
  const [live = null] = await releases(client, 1);
  const wanted = earlierThan(live, asked.to);
  if (wanted.kind === "no-way-back") {
    return (live && asked.to === null ? await unknownNow(client, live, asked) : null) ?? wanted;
  }
  const earlier = await releaseOf(client, wanted.number);
  if (!live || !earlier) return unknownRelease(wanted.number);
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
  const answer = await writeRelease(client, live, {
    content: { ...content } as ReleaseRecord["content"],
    // Its own commit: what is published next must descend from what customers meet. No commit holds a part of each.
    commit: digestOf(content) === earlier.digest ? earlier.commit : null,
    author: asked.author,
    effect: move.effect,
    kind: "rollback",
    approvers: [],
    summary: [...summaryOf(move)],
    request: asked.request,
  });
  if (answer.kind === "missing") return answer;
  const by = { release: answer.release.number, who: asked.author ?? "somebody", names };
  await keepHolds(client, heldAfter(await holds(client), live.content, content, by));
  if (asked.recall) await recallConversations(client, live.content, content);
  return { kind: "made", release: answer.release, undone: live, restored: earlier.number };
}

/** A name that is none is told as one, whether or not a release is named that there is a way back to. */
async function unknownNow(
  client: PoolClient,
  live: ReleaseRecord,
  asked: RollbackRequest,
): Promise<RollbackAnswer | null> {
  const earlier = await releaseOf(client, live.number - 1);
  const names = await namesOf(client, bothOf(live.content, earlier?.content ?? {}));
  return unknownName(live, earlier, new Map(Object.entries(names)), asked);
}

/** Conversations on what is undone on their channel; those on other channels go on. */
async function recallConversations(client: PoolClient, before: ReleaseContent, after: ReleaseContent): Promise<void> {
  const taken = [...takenAway(before, after)].flatMap(([digest, channels]) =>
    (channels ?? Object.keys(before)).map((channel) => ({ channel, digest })),
  );
  // Another version: a process that keeps one of them in memory must read it again.
  await client.query(
    `update conversations set recalled = true, version = version + 1
     from unnest($1::text[], $2::text[]) as undone(channel, digest)
     where status = 'assistant' and conversations.channel = undone.channel
       and revision ->> 'assistant' = undone.digest`,
    [taken.map(({ channel }) => channel), taken.map(({ digest }) => digest)],
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
