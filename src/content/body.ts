/**
 * Bodies: what is uploaded and run. Immutable, self-contained JSON, named by the digest of its content, so that
 * the same content has the same name wherever and whenever it was made.
 *
 * Which assistant answers on a channel is no part of a body: that is what a release says.
 */

import { createRequire } from "node:module";
import type { Article, Auth, Group, Schedule } from "#content/brand.ts";
import type { ChannelType } from "#content/channel.ts";
import type { Language, Text } from "#content/text.ts";
import type { Shape, Workflow } from "#content/workflow.ts";

/** SHA-256 of the canonical JSON (or of an asset's bytes), 64 hexadecimal digits. */
export type Digest = string;

/** A connection in one environment: its address is settled. */
export interface ConnectionBody {
  readonly connection: string;
  readonly base_url: string;
  readonly auth?: Auth;
  readonly answers?: Readonly<Record<string, Shape>>;
}

export interface BrandBody {
  readonly kind: "brand";
  readonly id: string;
  readonly name: string;
  readonly languages: readonly Language[];
  readonly theme?: { readonly color?: string; readonly logo?: string };
  readonly values: Readonly<Record<string, unknown>>;
  readonly privacy?: { readonly retention?: string; readonly notice?: Text };
  readonly schedules: Readonly<Record<string, Schedule>>;
  readonly groups: Readonly<Record<string, Group>>;
  readonly connections: Readonly<Record<string, ConnectionBody>>;
  /** By id, then by language. */
  readonly articles: Readonly<Record<string, Readonly<Record<Language, Article>>>>;
  /** The assets' digests, by their path below `assets/`. */
  readonly assets: Readonly<Record<string, Digest>>;
}

export interface ChannelBody {
  readonly kind: "channel";
  readonly id: string;
  readonly type: ChannelType;
  readonly name: string;
  readonly brand: string;
  readonly default_response?: {
    readonly text: Text;
    readonly ask?: readonly string[];
    readonly handoff?: string;
  };
  readonly protect?: boolean;
  readonly web?: { readonly origins?: readonly string[]; readonly position?: "left" | "right" };
}

export interface AssistantBody {
  readonly kind: "assistant";
  readonly id: string;
  readonly name: string;
  readonly brand: string;
  readonly languages: readonly Language[];
  readonly preparing?: readonly Language[];
  readonly welcome?: string;
  readonly fallback?: string;
  readonly anytime?: readonly string[];
  readonly protect?: boolean;
  /** The assistant's published workflows, and those of its brand. */
  readonly workflows: Readonly<Record<string, Workflow>>;
}

export type Body = BrandBody | ChannelBody | AssistantBody;

/**
 * JSON with sorted keys and no white space: the same value gives the same text. Keys whose value is undefined
 * are left out, as `JSON.stringify` does.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members: string[] = [];
    for (const key of Object.keys(value).sort()) {
      const member = (value as Record<string, unknown>)[key];
      if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
    }
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value);
}

export function digestOf(value: unknown): Digest {
  return digestOfCanonical(canonicalJson(value));
}

/** Of a value whose canonical JSON is there already. */
export function digestOfCanonical(json: string): Digest {
  return sha256(json);
}

export function digestOfBytes(bytes: Uint8Array): Digest {
  return sha256(bytes);
}

const require = createRequire(import.meta.url);
let crypto: typeof import("node:crypto") | undefined;

/** Loaded when something is to be named: what only checks a site does not wait for it, in no thread. */
function sha256(content: string | Uint8Array): Digest {
  crypto ??= require("node:crypto") as typeof import("node:crypto");
  return crypto.createHash("sha256").update(content).digest("hex");
}
