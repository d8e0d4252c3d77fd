/**
 * What Parley needs of a place where assistants live. A driver talks to one kind of platform; the rest of Parley
 * sees only this.
 */

import type { Body, Digest } from "#content/body.ts";
import type { Previews } from "#drivers/previews.ts";
import type { BodyName, Live, Release, ReleaseContent, Standing } from "#plan/live.ts";
import type { RollbackScope } from "#plan/rollback.ts";
import type { NeededSecret } from "#plan/secrets.ts";

/** Who publishes, for the people who wait for them. */
export interface Holder {
  /** A person or a pipeline. */
  readonly who: string;
  /** A machine's name or a pipeline's address. */
  readonly where: string;
}

/** A publish that takes the lease: who, and what it is about to do, for the history. */
export interface LeaseRequest extends Holder {
  readonly commit: string | null;
  readonly effect: Digest;
}

/** How a publish ended, in a few words, and the release that it made. */
export interface LeaseEnd {
  readonly outcome: string;
  readonly release: number | null;
}

/** A publish that took the lease. Without an outcome it is under way. */
export interface PublishRecord extends Holder {
  /** ISO 8601, UTC. */
  readonly began: string;
  readonly ended: string | null;
  readonly outcome: string | null;
  readonly commit: string | null;
  readonly effect: Digest | null;
  readonly release: number | null;
}

export interface Lease {
  readonly id: string;
  /** How long it lasts when nobody renews it. */
  readonly seconds: number;
  /** Keeps the lease. Throws `Refused` with the code `lost` when it is over. */
  renew(): Promise<void>;
  /** Lets go of it, and says how it ended; letting go of a lease that is over is no error. */
  release(end: LeaseEnd): Promise<void>;
}

export interface ReleaseRequest {
  /** The live release this one replaces: a precondition. Null on a platform that has none yet. */
  readonly expects: number | null;
  readonly content: ReleaseContent;
  readonly commit: string | null;
  readonly author: string | null;
  readonly effect: Digest;
  readonly approvers: readonly string[];
  /** What changes, a line each, for the history. */
  readonly summary: readonly string[];
  /** The lease that it is made under, where there is one. */
  readonly lease?: string;
  /** The effect that a person said yes to. */
  readonly approved?: string;
  /**
   * It was held against the files and against Git: what is protected and goes out of the release is not gone from the files,
   * and the commit is not older than what was published.
   */
  readonly looked?: boolean;
}

/** The way back: what it takes away is held, for publishing that again wants a person's yes. */
export interface RollbackRequest extends RollbackScope {
  /** The release to go back to; null: the one before the live one. */
  readonly to: number | null;
  /** Conversations on what it undoes go on with what it restores, at their next message. */
  readonly recall: boolean;
  readonly author: string | null;
}

export interface RolledBack {
  /** Null: the earlier release says what is live. */
  readonly release: Release | null;
  /** What was live before. */
  readonly undone: Release;
  /** The number of the release that it went back to. */
  readonly restored: number;
  /** Whose bodies both name. */
  readonly names: ReadonlyMap<Digest, BodyName>;
  /** The bodies of what changes. */
  readonly bodies: Live["bodies"];
}

/**
 * A platform as one site sees it, where the driver was made for one: what is live is that site's part, and only that is
 * released and rolled back.
 */
export interface Driver {
  /** For messages: the platform's address. */
  readonly address: string;
  /** What is live now, whole. Bodies that are known already are not asked for again. */
  readLive(known?: Live["bodies"]): Promise<Live>;
  /** The live release alone, without its bodies; null: there is none yet. */
  liveRelease(): Promise<Release | null>;
  /** Bodies by digest; what the platform does not hold is left out. */
  bodies(digests: readonly Digest[]): Promise<ReadonlyMap<Digest, Body>>;
  /** The conversations under way that run on one of these bodies, and where they stand. */
  running(bodies: readonly Digest[]): Promise<readonly Standing[]>;
  /** Whose bodies these are; what the platform does not hold is left out. */
  names(digests: readonly Digest[]): Promise<ReadonlyMap<Digest, BodyName>>;
  /** The digests that the platform does not hold yet, of bodies and assets alike. */
  missing(digests: readonly Digest[]): Promise<readonly Digest[]>;
  /** Of these secrets, the ones that the operator has not set, or not for that host. */
  missingSecrets(needed: readonly NeededSecret[]): Promise<readonly NeededSecret[]>;
  /** Uploads bodies that nobody sees until a release names them; repeated without harm. `sent` hears how many are there. */
  uploadBodies(bodies: ReadonlyMap<Digest, Body>, sent?: (count: number) => void): Promise<void>;
  uploadAsset(digest: Digest, bytes: Uint8Array): Promise<void>;
  /** A brand's file that the platform holds. Throws `Refused` with the code `not-found` where it does not. */
  asset(digest: Digest): Promise<Uint8Array>;
  /**
   * One transaction: makes `content` what customers meet. The same content again answers with the live release.
   * Throws `Moved` when the live release is not the expected one, and `Refused` with the code of a check, or `lost` where
   * the lease is over.
   */
  release(request: ReleaseRequest): Promise<Release>;
  /** One transaction. Throws `Refused` with the code of a `NoWayBack` where there is none. */
  rollback(request: RollbackRequest): Promise<RolledBack>;
  /** Newest first. */
  history(limit: number): Promise<readonly Release[]>;
  /** The publishes that took the lease, newest first. */
  publishes(limit: number): Promise<readonly PublishRecord[]>;
  /** One publish at a time: throws `Held` while another holds the lease. */
  acquireLease(request: LeaseRequest): Promise<Lease>;
  /** Absent: this kind of platform has none. */
  readonly previews?: Previews;
}

/** The platform does not answer, or not as a platform does. */
export class Unreachable extends Error {
  readonly address: string;
  constructor(address: string, why: string) {
    super(`the platform at ${address} cannot be reached: ${why}`);
    this.name = "Unreachable";
    this.address = address;
  }
}

/** The platform answered, and refused: a wrong token, a body it does not take. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "Refused";
    this.status = status;
    this.code = code;
  }
}

/** Somebody else changed what is live between the plan and the release. */
export class Moved extends Error {
  readonly liveRelease: number | null;
  constructor(expected: number | null, liveRelease: number | null) {
    super(`release ${expected ?? "none"} was expected to be live, but release ${liveRelease ?? "none"} is`);
    this.name = "Moved";
    this.liveRelease = liveRelease;
  }
}

/** Another publish is under way. */
export class Held extends Error {
  readonly holder: Holder;
  /** ISO 8601. */
  readonly since: string;
  constructor(holder: Holder, since: string) {
    super(`${holder.who} on ${holder.where} has been publishing since ${since}`);
    this.name = "Held";
    this.holder = holder;
    this.since = since;
  }
}
