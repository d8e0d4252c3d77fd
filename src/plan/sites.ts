/**
 * Whose channels are whose, on a platform that several sites publish to. A site plans, publishes and rolls back its own
 * part; what others have there stays as it is. An assistant and a brand belong to the site whose channels run them. Pure.
 */

import { type Digest, digestOf } from "#content/body.ts";
import { type BodyName, digestsOf, type ReleaseContent, type ReleaseEntry } from "#plan/live.ts";

/** What one site has in a release. */
export interface SitePart {
  readonly channels: readonly string[];
  /** The Git commit that stands behind them; null: none does. */
  readonly commit: string | null;
}

/** By site. A channel that none names was published before sites were recorded: it is whose site publishes it next. */
export type Sites = Readonly<Record<string, SitePart>>;

/** A channel that is another site's, and what it runs. */
export interface OthersChannel {
  /** Digest of its entry in the release. */
  readonly runs: Digest;
  /** Ids. */
  readonly assistants: readonly string[];
  readonly brands: readonly string[];
}

/** What another site has live on the same platform. */
export interface OtherSite {
  readonly site: string;
  readonly channels: Readonly<Record<string, OthersChannel>>;
}

/** A channel that a release takes from another site, and what it ran there. */
export interface Taken {
  readonly channel: string;
  readonly site: string;
  readonly was: Digest;
}

/** A release, as far as it says whose it is. */
export interface Owned {
  readonly content: ReleaseContent;
  readonly sites: Sites;
}

/** By channel. */
export function owners(sites: Sites): ReadonlyMap<string, string> {
  return new Map(Object.entries(sites).flatMap(([site, { channels }]) => channels.map((id) => [id, site] as const)));
}

/**
 * What a release holds of a site: its own channels, and those that are nobody's. Of an earlier one it is asked with what
 * is `live` by now: what another site has since is that one's. A site that is not known (null) has everything.
 */
export function partOf(release: Owned, site: string | null, live: Owned = release): ReleaseContent {
  if (site === null) return release.content;
  const [then, now] = [owners(release.sites), owners(live.sites)];
  const isMine = (id: string) => (now.get(id) ?? then.get(id) ?? site) === site;
  return Object.fromEntries(Object.entries(release.content).filter(([id]) => isMine(id)));
}

/** What the others have. */
export function othersOf(
  { content, sites }: Owned,
  site: string | null,
  names: ReadonlyMap<Digest, BodyName>,
): readonly OtherSite[] {
  const idsOf = (entry: ReleaseEntry, kind: BodyName["kind"]) => {
    const found = digestsOf({ entry }).flatMap((digest) => names.get(digest) ?? []);
    return [...new Set(found.filter((name) => name.kind === kind).map(({ id }) => id))].sort();
  };
  return Object.entries(sites)
    .filter(([id]) => site !== null && id !== site)
    .map(([id, { channels }]) => ({
      site: id,
      channels: Object.fromEntries(
        channels.flatMap((channel) => {
          const entry = Object.hasOwn(content, channel) ? content[channel] : undefined;
          if (!entry) return [];
          const runs = digestOf(entry);
          return [[channel, { runs, assistants: idsOf(entry, "assistant"), brands: idsOf(entry, "brand") }]];
        }),
      ),
    }))
    .sort((a, b) => (a.site < b.site ? -1 : 1));
}

/** The channels of `content` that are another site's. */
export function takenBy(content: ReleaseContent, others: readonly OtherSite[]): readonly Taken[] {
  const all = others.flatMap(({ site, channels }) =>
    Object.entries(channels).map(([channel, { runs }]) => ({ channel, site, was: runs })),
  );
  return all.filter(({ channel }) => Object.hasOwn(content, channel)).sort((a, b) => (a.channel < b.channel ? -1 : 1));
}

/** An id that two sites would have at the same time. */
export interface Clash {
  readonly kind: "assistant" | "brand";
  readonly id: string;
  readonly site: string;
}

/** Assistants and brands of `content` whose ids also run on channels that stay another site's. */
export function clashesOf(
  content: ReleaseContent,
  names: ReadonlyMap<Digest, BodyName>,
  others: readonly OtherSite[],
): readonly Clash[] {
  const own = new Set(
    digestsOf(content)
      .flatMap((digest) => names.get(digest) ?? [])
      .map(({ kind, id }) => `${kind}/${id}`),
  );
  const found = others.flatMap(({ site, channels }) =>
    Object.entries(channels)
      .filter(([channel]) => !Object.hasOwn(content, channel))
      .flatMap(([, { assistants, brands }]): readonly Clash[] => [
        ...assistants.map((id): Clash => ({ kind: "assistant", id, site })),
        ...brands.map((id): Clash => ({ kind: "brand", id, site })),
      ]),
  );
  const clashes = found.filter(({ kind, id }) => own.has(`${kind}/${id}`));
  return [...new Map(clashes.map((clash) => [`${clash.kind}/${clash.id}`, clash])).values()];
}

/** A release in which a site's part is `part`, made of `commit`: everything else is as in `live`. */
export function withPart(
  live: Owned | null,
  site: string,
  part: ReleaseContent,
  commit: string | null,
  /** Whose a channel of the part was where it is from; absent: the site's. */
  before: ReadonlyMap<string, string> = new Map(),
): Owned {
  const was = live ?? { content: {}, sites: {} };
  const mine = partOf(was, site);
  const kept = Object.fromEntries(Object.entries(was.content).filter(([id]) => !Object.hasOwn(mine, id)));
  const content = { ...kept, ...part };
  const now = owners(was.sites);
  const ownerOf = (id: string) => (Object.hasOwn(part, id) ? before.get(id) : now.get(id)) ?? site;
  const channels = Map.groupBy(Object.keys(content).sort(), ownerOf);
  const sites = [...channels].map(([id, own]): readonly [string, SitePart] => [
    id,
    { channels: own, commit: id === site ? commit : (was.sites[id]?.commit ?? null) },
  ]);
  return { content, sites: Object.fromEntries(sites) };
}
