/** A plan: what a publish would change, as data. `planChanges` makes it; everything else only reads it. */

import type { Body, Digest } from "#content/body.ts";
import type { Finding } from "#findings/finding.ts";
import type { ReleaseContent } from "#plan/live.ts";
import type { Taken } from "#plan/sites.ts";

/** One line that a person reads, and the machine-readable facts behind it. */
export interface Detail {
  readonly sign: "+" | "~" | "-";
  /** A workflow's id, where the detail is about one. */
  readonly workflow?: string;
  /** A step's id, where it is about one. */
  readonly step?: string;
  /** The languages whose texts differ. */
  readonly languages?: readonly string[];
  /** What changed, in plain words: `step ask_order text (fr)`. */
  readonly what: string;
  /** Old and new text or value, where it is short enough to say. */
  readonly before?: string;
  readonly after?: string;
}

export type Thing = "channel" | "assistant" | "brand";

export interface Change {
  readonly action: "create" | "update" | "remove";
  readonly thing: Thing;
  readonly id: string;
  /** What is live and what will be: digests of bodies. Null: nothing. */
  readonly from: Digest | null;
  readonly to: Digest | null;
  readonly details: readonly Detail[];
}

/** Who answers on a channel: an assistant's id, or null for the default response. */
export interface Handover {
  readonly channel: string;
  readonly from: string | null;
  readonly to: string | null;
  /** An assistant gives way to another one (the default response giving way is no takeover). */
  readonly takeover: boolean;
}

/** A draft that a channel names: it takes nothing away. */
export interface KeptBack {
  readonly thing: "assistant" | "workflow";
  readonly id: string;
  /** What stays live meanwhile, in plain words. */
  readonly meanwhile: string;
}

export interface Plan {
  readonly site: string;
  readonly environment: string;
  /** The commit the files were read from; null for a dirty tree or no Git. */
  readonly commit: string | null;
  /** The live release the plan was made against; null: nothing is live. */
  readonly base: number | null;
  readonly baseCommit: string | null;
  /** Of the newest publish that had one, also where a rollback took it away since; null: nobody knows of one. */
  readonly newestCommit: string | null;
  readonly changes: readonly Change[];
  readonly handovers: readonly Handover[];
  readonly keptBack: readonly KeptBack[];
  /** Channels that become this site's, and are another's on the same platform. */
  readonly taken: readonly Taken[];
  /** How many conversations are under way on what changes; each stays on the version that it began with. */
  readonly running: number;
  /** What the guards say of it (`guards.ts`): an error stops a publish. */
  readonly findings: readonly Finding[];
  /**
   * Digest of what is touched: for each channel, assistant and brand, what is live and what will be; and of what is held
   * and would come back, since which rollback; and of what is taken from another site.
   */
  readonly effect: Digest;
  /** What will be live of the site. */
  readonly release: ReleaseContent;
  /** Every body that `release` names, by digest. */
  readonly bodies: ReadonlyMap<Digest, Body>;
  /** Every asset that those bodies name, by digest. */
  readonly assets: ReadonlyMap<Digest, Uint8Array>;
}

export function isEmpty(plan: Plan): boolean {
  return plan.changes.length === 0 && plan.handovers.length === 0;
}
