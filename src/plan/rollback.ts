/**
 * A rollback: which release it goes back to, and which bodies each channel runs afterwards, from what is live and that
 * release. It knows no files, no Git and no engine, so that nothing stands between a fault and its way back.
 */

import type { Digest } from "#content/body.ts";
import { type BodyName, digestsOf, type Release, type ReleaseContent, type ReleaseEntry } from "#plan/live.ts";

/** Which channels go back; both empty: all of them. */
export interface RollbackScope {
  readonly assistants: readonly string[];
  readonly channels: readonly string[];
}

/** Why there is no way back, for programs and for people. */
export interface NoWayBack {
  readonly kind: "no-way-back";
  readonly code:
    | "nothing-live"
    | "rolled-back-already"
    | "first-release"
    | "no-release"
    | "nothing-named"
    | "nothing-left"
    | "protected";
  readonly message: string;
}

export type Earlier = { readonly kind: "earlier"; readonly number: number } | NoWayBack;

/**
 * The release to go back to: the one that is named, else the one before the live one. `newest` is the platform's, also
 * where another site made it.
 */
export function earlierThan(
  live: Pick<Release, "number" | "kind"> | null,
  named: number | null,
  newest: number | null = live?.number ?? null,
): Earlier {
  if (!live) return noWay("nothing-live", "nothing was ever published there");
  if (named !== null) return named <= (newest ?? 0) ? { kind: "earlier", number: named } : unknownRelease(named);
  if (live.kind === "rollback") return noWay("rolled-back-already", `release ${live.number} is a rollback already`);
  if (live.number === 1) return noWay("first-release", "release 1 is the first one");
  return { kind: "earlier", number: live.number - 1 };
}

/** On a platform that others published to before. */
export function firstOfSite(number: number): NoWayBack {
  return noWay("first-release", `release ${number} is the first one of this site`);
}

export function unknownRelease(number: number | string): NoWayBack {
  return noWay("no-release", `there is no release "${number}"`);
}

export type Rollback = { readonly kind: "content"; readonly content: ReleaseContent } | NoWayBack;

/** What is live after going back to `target`. */
export function rollbackContent(
  live: Pick<Release, "content">,
  target: Pick<Release, "content" | "number">,
  names: ReadonlyMap<Digest, BodyName>,
  { assistants, channels }: RollbackScope,
): Rollback {
  if (assistants.length === 0 && channels.length === 0) return { kind: "content", content: target.content };
  const unknown = unknownName(live, target, names, { assistants, channels });
  if (unknown) return unknown;
  const content: Record<string, ReleaseEntry> = {};
  for (const channel of channelsOf(live, target)) {
    const ends = [live.content[channel], target.content[channel]];
    const goesBack =
      channels.includes(channel) || assistants.some((id) => ends.some((end) => answersOn(end, id, names)));
    const entry = (goesBack ? target : live).content[channel];
    if (entry) content[channel] = entry;
  }
  return { kind: "content", content };
}

/** Who names what is live at neither end is told so, also where there is no release to go back to (null); else null. */
export function unknownName(
  live: Pick<Release, "content">,
  target: Pick<Release, "content" | "number"> | null,
  names: ReadonlyMap<Digest, BodyName>,
  { assistants, channels }: RollbackScope,
): NoWayBack | null {
  const all = channelsOf(live, target);
  const entries = [live, target].flatMap((end) => Object.values(end?.content ?? {}));
  const [unknown] = [
    ...channels.filter((id) => !all.includes(id)).map((id) => `the channel "${id}"`),
    ...assistants
      .filter((id) => !entries.some((entry) => answersOn(entry, id, names)))
      .map((id) => `the assistant "${id}"`),
  ];
  if (unknown === undefined) return null;
  const earlier = target === null ? "an earlier release" : `release ${target.number}`;
  return noWay("nothing-named", `${unknown} is neither live nor in ${earlier}`);
}

function channelsOf(live: Pick<Release, "content">, target: Pick<Release, "content"> | null): readonly string[] {
  return [...new Set([...Object.keys(live.content), ...Object.keys(target?.content ?? {})])].sort();
}

function answersOn(entry: ReleaseEntry | undefined, id: string, names: ReadonlyMap<Digest, BodyName>): boolean {
  return (entry?.targets ?? []).some(({ assistant }) => names.get(assistant)?.id === id);
}

/** The bodies of channels and assistants that customers meet no more afterwards. */
export function goneBodies(
  before: ReleaseContent,
  after: ReleaseContent,
  names: ReadonlyMap<Digest, BodyName>,
): readonly Digest[] {
  const assistantsOf = (content: ReleaseContent) =>
    Object.values(content).flatMap(({ targets }) => targets.map(({ assistant }) => assistant));
  const stay = new Set(assistantsOf(after).map((digest) => names.get(digest)?.id));
  return [
    ...Object.entries(before).flatMap(([id, { channel }]) => (Object.hasOwn(after, id) ? [] : [channel])),
    ...new Set(assistantsOf(before).filter((digest) => !stay.has(names.get(digest)?.id))),
  ];
}

/** Why the way back must not be taken; null: it may. `kept`: which of the bodies that go are protected. */
export function lossOf(
  after: ReleaseContent,
  kept: readonly Digest[],
  names: ReadonlyMap<Digest, BodyName>,
  target: number,
): NoWayBack | null {
  if (Object.keys(after).length === 0) return noWay("nothing-left", "nothing would be live any more");
  const [first] = kept;
  if (first === undefined) return null;
  const { kind, id } = names.get(first) ?? {};
  return noWay("protected", `the ${kind} "${id}" is protected, and release ${target} has none`);
}

/** The bodies of what changes: those that only one side names, and the others of the same thing, to be told from. */
export function changedBodies(
  before: ReleaseContent,
  after: ReleaseContent,
  names: ReadonlyMap<Digest, BodyName>,
): readonly Digest[] {
  const [was, is] = [new Set(digestsOf(before)), new Set(digestsOf(after))];
  const all = [...new Set([...was, ...is])];
  const nameOf = (digest: Digest) => `${names.get(digest)?.kind}/${names.get(digest)?.id}`;
  const changed = new Set(all.filter((digest) => was.has(digest) !== is.has(digest)).map(nameOf));
  return all.filter((digest) => changed.has(nameOf(digest)));
}

function noWay(code: NoWayBack["code"], message: string): NoWayBack {
  return { kind: "no-way-back", code, message };
}
