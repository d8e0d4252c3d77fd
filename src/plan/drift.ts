/**
 * Drift: what customers meet that the last release Git stands behind does not say. It is no plan: what the files at
 * hand say has no part in it.
 */

import { type Body, canonicalJson, type Digest } from "#content/body.ts";
import { isMap } from "#content/json.ts";
import { type Field, fieldsBetween } from "#plan/drift-fields.ts";
import type { Release, ReleaseContent } from "#plan/live.ts";
import type { Thing } from "#plan/plan.ts";

export interface DriftField {
  readonly thing: Thing;
  readonly id: string;
  /** Where a thing is live in several versions: the channels on which this holds. */
  readonly channels?: readonly string[];
  readonly path: readonly string[];
  /** Undefined: not there. What may hold something private is withheld. */
  readonly was: unknown;
  readonly is: unknown;
  /** The release that made it so. */
  readonly since: Release;
}

/** Stands where a value is that nobody needs to see. */
export const withheld = "(not shown)";

/** Keys whose values may hold something private: requests, credentials, settings of a brand. */
const privateKeys: ReadonlySet<string> = new Set(["header", "headers", "query", "body", "auth", "values"]);

/** The newest publish of a history that begins with what is live; null: none. */
export function lastPublish(history: readonly Release[]): Release | null {
  return history.find(({ kind }) => kind === "publish") ?? null;
}

/** The newest publish that a commit stands behind: one without comes from a program that Git knows nothing of. */
export function lastPublishOfGit(history: readonly Release[]): Release | null {
  return history.find(({ kind, commit }) => kind === "publish" && commit !== null) ?? lastPublish(history);
}

/**
 * What differs between the first of `releases` and the last, which is live; those between say since when. `bodies`
 * holds what they name.
 */
export function driftBetween(releases: readonly Release[], bodies: ReadonlyMap<Digest, Body>): readonly DriftField[] {
  const [base, ...later] = releases;
  if (!base) return [];
  const steps = later.map((release) => {
    const fields = fieldsSince(base.content, release.content, bodies);
    return { release, fields, keys: new Set(fields.flatMap(keysOf)) };
  });
  const [live] = steps.slice(-1);
  if (!live) return [];
  return live.fields.map((placed) => {
    const { field, on: _everywhere, ...place } = placed;
    let since = live.release;
    for (const { release, keys } of steps.toReversed()) {
      if (!keysOf(placed).every((key) => keys.has(key))) break;
      since = release;
    }
    return { ...place, path: field.path, ...shown(place.thing, field), since };
  });
}

interface PlacedField extends Pick<DriftField, "thing" | "id" | "channels"> {
  readonly field: Field;
  /** All channels on which it holds. */
  readonly on: readonly string[];
}

/** Where it is, and what it became: a release that makes it so on one channel more, makes it so. */
function keysOf({ thing, id, field, on }: PlacedField): readonly string[] {
  const key = `${thing}/${id} ${field.path.join("\0")} ${canonicalJson(field.is)}`;
  return on.map((channel) => `${channel} ${key}`);
}

/** A thing in one version, and the channels that run it so. */
interface Pair {
  readonly thing: Thing;
  readonly id: string;
  readonly was: unknown;
  readonly is: unknown;
  readonly channels: string[];
}

function fieldsSince(
  before: ReleaseContent,
  after: ReleaseContent,
  bodies: ReadonlyMap<Digest, Body>,
): readonly PlacedField[] {
  const was = runningOn(before, bodies);
  const is = runningOn(after, bodies);
  const anywhere = new Map([...was.values()].flatMap((things) => [...things]));
  const pairs = new Map<string, Pair>();
  const pair = (thing: Running, from: Running | undefined, to: Running | undefined, channel: string): void => {
    const key = `${thing.thing}/${thing.id}/${from?.digest}/${to?.digest}`;
    const known = pairs.get(key);
    if (known) known.channels.push(channel);
    else pairs.set(key, { thing: thing.thing, id: thing.id, was: from?.value, is: to?.value, channels: [channel] });
  };
  for (const [channel, things] of is) {
    for (const [name, now] of things) pair(now, was.get(channel)?.get(name) ?? anywhere.get(name), now, channel);
  }
  const still = new Set([...is.values()].flatMap((things) => [...things.keys()]));
  for (const [channel, things] of was) {
    for (const [name, then] of things) if (!still.has(name)) pair(then, then, undefined, channel);
  }
  const all = [...pairs.values()];
  const versions = Map.groupBy(all, ({ thing, id }) => `${thing}/${id}`);
  return all
    .sort((a, b) => order.indexOf(a.thing) - order.indexOf(b.thing) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .flatMap(({ thing, id, channels, was: from, is: to }) =>
      fieldsBetween(from, to).map((field) => ({
        thing,
        id,
        ...((versions.get(`${thing}/${id}`)?.length ?? 0) > 1 && { channels: [...channels].sort() }),
        on: channels,
        field,
      })),
    );
}

const order: readonly Thing[] = ["channel", "assistant", "brand"];

interface Running {
  readonly thing: Thing;
  readonly id: string;
  readonly digest: string;
  /** The body; of a channel also the assistant that answers. */
  readonly value: unknown;
}

/** What each channel runs, by `thing/id`. */
function runningOn(
  content: ReleaseContent,
  bodies: ReadonlyMap<Digest, Body>,
): ReadonlyMap<string, ReadonlyMap<string, Running>> {
  return new Map(
    Object.entries(content).map(([channel, entry]) => {
      const answers = entry.targets[0] && bodies.get(entry.targets[0].assistant)?.id;
      const running: Running[] = [
        {
          thing: "channel",
          id: channel,
          digest: `${entry.channel} ${answers}`,
          value: { ...bodies.get(entry.channel), assistant: answers },
        },
      ];
      for (const digest of [entry.brand, ...entry.targets.flatMap((target) => [target.assistant, target.brand])]) {
        const body = bodies.get(digest);
        if (body) running.push({ thing: body.kind, id: body.id, digest, value: body });
      }
      return [channel, new Map(running.map((each) => [`${each.thing}/${each.id}`, each]))];
    }),
  );
}

/** Customers read articles: their `body` is nothing private. */
function shown(thing: Thing, { path, was, is }: Field): Pick<DriftField, "was" | "is"> {
  const isArticle = thing === "brand" && path[0] === "articles";
  if (!isArticle && path.some((key) => privateKeys.has(key))) {
    return { was: was === undefined ? undefined : withheld, is: is === undefined ? undefined : withheld };
  }
  return isArticle ? { was, is } : { was: withoutPrivate(was), is: withoutPrivate(is) };
}

function withoutPrivate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrivate);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, privateKeys.has(key) ? withheld : withoutPrivate(inner)]),
  );
}
