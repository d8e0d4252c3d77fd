/**
 * A whole site, read: typed values beside the documents they came from.
 *
 * A broken file still declares its id (`value` is null), so that one mistake does not cascade.
 */

import type { Assistant } from "#content/assistant.ts";
import type { Article, Brand, Connection, Group, Schedule } from "#content/brand.ts";
import type { Channel } from "#content/channel.ts";
import type { MadeFrom } from "#content/made-from.ts";
import type { Node } from "#content/node.ts";
import type { Site } from "#content/site.ts";
import type { Language } from "#content/text.ts";
import type { Workflow } from "#content/workflow.ts";
import type { Finding } from "#findings/finding.ts";

export interface Item<T> {
  /** From the file's or folder's name. */
  readonly id: string;
  /** Path relative to the site. Of a brand or an assistant whose own file is missing: the path it should have. */
  readonly file: string;
  /** The document, made when it is first asked for; null where the file is missing or no YAML. */
  readonly root: Node | null;
  /** Null where the file has an error that keeps it from being understood. */
  readonly value: T | null;
}

export interface BrandItem extends Item<Brand> {
  readonly schedules: ReadonlyMap<string, Item<Schedule>>;
  readonly groups: ReadonlyMap<string, Item<Group>>;
  readonly connections: ReadonlyMap<string, Item<Connection>>;
  /** Workflows that all the brand's assistants may run. */
  readonly workflows: ReadonlyMap<string, Item<Workflow>>;
  /** By article id, then by language. */
  readonly articles: ReadonlyMap<string, ReadonlyMap<Language, Item<Article>>>;
  /** Paths below `assets/`, with the bytes. */
  readonly assets: ReadonlyMap<string, Uint8Array>;
}

/** `locales/<lang>.yaml`: texts by workflow, then by the text's path joined with dots. */
export type Locale = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface AssistantItem extends Item<Assistant> {
  readonly workflows: ReadonlyMap<string, Item<Workflow>>;
  readonly locales: ReadonlyMap<Language, Item<Locale>>;
  /** Test files, by the name before `.test.yaml`; the value is what the schema let through. */
  readonly tests: ReadonlyMap<string, Item<unknown>>;
}

export interface Content {
  readonly site: Item<Site>;
  readonly brands: ReadonlyMap<string, BrandItem>;
  readonly channels: ReadonlyMap<string, Item<Channel>>;
  readonly assistants: ReadonlyMap<string, AssistantItem>;
  /** What translations were made from, by the path of the file that says so. */
  readonly madeFrom: ReadonlyMap<string, Item<MadeFrom>>;
  /** How many files were read. */
  readonly files: number;
}

declare const isChecked: unique symbol;

/** Content that no error was found in: the only kind that can be planned and published. */
export type CheckedContent = Content & { readonly [isChecked]: true };

/** Content and its findings become `CheckedContent`, or null when any finding is an error. */
export function checked(content: Content, findings: readonly Finding[]): CheckedContent | null {
  return findings.some((finding) => finding.severity === "error") ? null : (content as CheckedContent);
}
