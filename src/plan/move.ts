/** What differs between two sides: what is live, and what will be or was. Pure; a plan and a rollback are both such a move. */

import { type Body, type Digest, digestOf } from "#content/body.ts";
import { detailsBetween } from "#plan/details.ts";
import type { BodyName, ReleaseContent, ReleaseEntry } from "#plan/live.ts";
import type { Change, Detail, Handover, Thing } from "#plan/plan.ts";

/** What customers meet at one time. */
export interface Side {
  readonly content: ReleaseContent;
  /** Of what differs from the other side, at least. */
  readonly bodies: ReadonlyMap<Digest, Body>;
  /** Of everything; absent: the bodies say it. */
  readonly names?: ReadonlyMap<Digest, BodyName>;
}

export interface Move {
  readonly changes: readonly Change[];
  readonly handovers: readonly Handover[];
  readonly effect: Digest;
}

/** What differs between two sides, whatever the files say: a rollback knows no files. */
export function moveBetween(before: Side, after: Side): Move {
  const was = thingsOf(before);
  const is = thingsOf(after);
  const handovers = handoversBetween(was, is);
  const changes = changesBetween(was, is, handovers);
  return { changes, handovers, effect: effectOf(changes) };
}

/** The digest that an approval is bound to: for each thing touched, what is live and what will be. */
function effectOf(changes: readonly Change[]): Digest {
  return digestOf(changes.map(({ thing, id, from, to }) => ({ thing, id, from, to })));
}

interface Running {
  readonly thing: Thing;
  readonly id: string;
  /** Of a channel: the digest of its whole entry, with who answers. Else: of the body; several bodies are joined. */
  readonly digest: Digest;
  /** By digest; some channels may run another version than others do. */
  readonly versions: ReadonlyMap<Digest, Body | null>;
  /** Of a channel: the assistant that answers, null for the default response. */
  readonly answers?: string | null;
}

type Things = ReadonlyMap<string, Running>;

/** Everything a release runs, by `thing/id`. */
function thingsOf({ content, bodies, names = bodies }: Side): Things {
  const things = new Map<string, Running>();
  for (const [channel, entry] of Object.entries(content)) {
    const answers = entry.targets[0] ? (names.get(entry.targets[0].assistant)?.id ?? null) : null;
    things.set(`channel/${channel}`, {
      thing: "channel",
      id: channel,
      digest: channelDigest(entry, answers),
      versions: new Map([[entry.channel, bodies.get(entry.channel) ?? null]]),
      answers,
    });
    for (const digest of [entry.brand, ...entry.targets.flatMap((target) => [target.assistant, target.brand])]) {
      const running = names.get(digest);
      if (!running) continue;
      const key = `${running.kind}/${running.id}`;
      const versions = new Map([...(things.get(key)?.versions ?? []), [digest, bodies.get(digest) ?? null] as const]);
      const joined = versions.size > 1 ? digestOf([...versions.keys()].sort()) : digest;
      things.set(key, { thing: running.kind, id: running.id, digest: joined, versions });
    }
  }
  return things;
}

/** A channel is touched when its own settings or who answers change, not by a new version of who answers. */
function channelDigest(entry: ReleaseEntry, answers: string | null): Digest {
  return digestOf({ channel: entry.channel, answers });
}

function changesBetween(before: Things, after: Things, handovers: readonly Handover[]): readonly Change[] {
  const changes: Change[] = [];
  for (const key of [...new Set([...before.keys(), ...after.keys()])].sort(byThing)) {
    const was = before.get(key);
    const is = after.get(key);
    const known = is ?? was;
    if (!known || was?.digest === is?.digest) continue;
    const handover = known.thing === "channel" ? handovers.find(({ channel }) => channel === known.id) : undefined;
    changes.push({
      action: was ? (is ? "update" : "remove") : "create",
      thing: known.thing,
      id: known.id,
      from: was?.digest ?? null,
      to: is?.digest ?? null,
      details: [
        ...(handover && is ? [handoverDetail(handover)] : []),
        ...(known.thing === "channel" && !is ? [lastAnswerer(known)] : []),
        ...detailsBetween(versionBut(was, is), versionBut(is, was)),
      ],
    });
  }
  return changes;
}

/** Of several versions, the one that the other side does not run. */
function versionBut(one: Running | undefined, other: Running | undefined): Body | null {
  const versions = [...(one?.versions ?? [])];
  const own = versions.findLast(([digest]) => !other?.versions.has(digest)) ?? versions.at(-1);
  return own?.[1] ?? null;
}

function handoverDetail({ from, to }: Handover): Detail {
  return {
    sign: "~",
    what: "who answers",
    before: from ?? "default response",
    after: to ?? "default response",
  };
}

/** Of a channel that goes. */
function lastAnswerer({ answers }: Running): Detail {
  return { sign: "-", what: "who answers", before: answers ?? "default response" };
}

function handoversBetween(before: Things, after: Things): readonly Handover[] {
  const handovers: Handover[] = [];
  for (const [key, is] of after) {
    if (is.thing !== "channel") continue;
    const from = before.get(key)?.answers ?? null;
    const to = is.answers ?? null;
    if (from !== to) handovers.push({ channel: is.id, from, to, takeover: from !== null && to !== null });
  }
  return handovers;
}

const order: readonly Thing[] = ["channel", "assistant", "brand"];

/** Channels first, for they are what customers meet; then by id. */
function byThing(a: string, b: string): number {
  const [thingA = "", idA = ""] = a.split("/");
  const [thingB = "", idB = ""] = b.split("/");
  const rank = order.indexOf(thingA as Thing) - order.indexOf(thingB as Thing);
  return rank !== 0 ? rank : idA < idB ? -1 : idA > idB ? 1 : 0;
}
