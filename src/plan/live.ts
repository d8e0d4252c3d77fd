/** What customers meet right now, as a driver reads it from a platform. */

import type { Body, Digest } from "#content/body.ts";
import type { OtherSite } from "#plan/sites.ts";

/** What answers: an assistant's body and the body of that assistant's brand. */
export interface Target {
  readonly assistant: Digest;
  readonly brand: Digest;
  /** Share of new conversations, in per cent. One target of 100 today. */
  readonly weight: number;
}

/** What one channel runs. No targets: its default response answers. */
export interface ReleaseEntry {
  readonly channel: Digest;
  readonly brand: Digest;
  readonly targets: readonly Target[];
}

/** Every live channel, by id. */
export type ReleaseContent = Readonly<Record<string, ReleaseEntry>>;

export interface Release {
  /** 1 for a platform's first release, then counting up. */
  readonly number: number;
  /** Digest of `content`. */
  readonly digest: Digest;
  readonly content: ReleaseContent;
  /** The Git commit it was published from; null for a local publish without Git or from a dirty tree. */
  readonly commit: string | null;
  readonly author: string | null;
  /** The plan's effect (`plan.ts`). */
  readonly effect: Digest;
  /** ISO 8601, UTC. */
  readonly publishedAt: string;
  /** A rollback is made without Git: the files still say what it undid. */
  readonly kind: "publish" | "rollback";
  readonly approvers: readonly string[];
  /** What changed, a line each. */
  readonly summary: readonly string[];
}

/** A body that a rollback took away: publishing it again wants a person's yes. */
export interface Hold {
  readonly digest: Digest;
  readonly kind: string;
  readonly id: string;
  /** The rollback's number. */
  readonly release: number;
  readonly who: string;
  /** The channels that it was taken from, where others still run it; null: none does. */
  readonly channels: readonly string[] | null;
}

/** Conversations under way that stand at the same place of the same version, on one channel. */
export interface Standing {
  readonly channel: string;
  /** The bodies that they began with, and stay on. */
  readonly revision: {
    readonly channel: Digest;
    readonly brand: Digest;
    /** Null: the default response answers. */
    readonly assistant: Digest | null;
  };
  /** The workflows they are in and the step of each, the outermost first; what was interrupted comes before. */
  readonly frames: readonly { readonly workflow: string; readonly step: string }[];
  readonly conversations: number;
}

export interface Live {
  readonly release: Release | null;
  /** Every body the release names, by digest. */
  readonly bodies: ReadonlyMap<Digest, Body>;
  readonly holds: readonly Hold[];
  /** The commit of the newest publish that had one, also where a rollback took it away since; absent: nobody knows. */
  readonly newestCommit?: string | null;
  /** What other sites have there, which is no part of `release`; absent: the platform does not know one site from another. */
  readonly others?: readonly OtherSite[];
}

/** Whose body it is. */
export type BodyName = Pick<Body, "kind" | "id">;

/** A platform that nothing was ever published to. */
export const nothingLive: Live = { release: null, bodies: new Map(), holds: [] };

/** Every body that a release names, each once. */
export function digestsOf(content: ReleaseContent): readonly Digest[] {
  const named = Object.values(content).flatMap(({ channel, brand, targets }) => [
    channel,
    brand,
    ...targets.flatMap((target) => [target.assistant, target.brand]),
  ]);
  return [...new Set(named)];
}
