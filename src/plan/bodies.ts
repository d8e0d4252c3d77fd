/**
 * From a checked site to the bodies that one environment should run.
 *
 * Drafts are settled here: a draft assistant has no body, a draft workflow keeps its last published version, and a
 * channel that names a draft keeps what answered there before.
 */

import { assistantBody, brandBody, channelBody, inEnvironment, workflowsOf } from "#content/bodies.ts";
import {
  type AssistantBody,
  type Body,
  canonicalJson,
  type Digest,
  digestOf,
  digestOfBytes,
  digestOfCanonical,
} from "#content/body.ts";
import type { AssistantItem, BrandItem, CheckedContent, Item } from "#content/content.ts";
import type { Workflow } from "#content/workflow.ts";
import { type Live, nothingLive, type ReleaseContent, type ReleaseEntry, type Target } from "#plan/live.ts";
import type { KeptBack } from "#plan/plan.ts";

export interface Desired {
  readonly release: ReleaseContent;
  readonly bodies: ReadonlyMap<Digest, Body>;
  readonly assets: ReadonlyMap<Digest, Uint8Array>;
  readonly keptBack: readonly KeptBack[];
}

/** What an assistant's files come to, none of them a draft: nothing of it depends on what is live. */
export interface KnownAssistant {
  readonly body: AssistantBody;
  readonly digest: Digest;
  /** The body's canonical JSON, where it was made to name it: whoever keeps it need not make it again. */
  readonly json?: string;
}

export type KnownAssistants = ReadonlyMap<string, KnownAssistant>;

/**
 * What `environment` should run. `live` is needed for drafts only: they leave in place what is published.
 * A channel that is bound to something unpublished, and was bound to nothing before, has no targets. Of the assistants
 * that are `known`, the workflows need not have been read.
 */
export function desiredOf(
  content: CheckedContent,
  environment: string,
  live: Live,
  known: KnownAssistants = new Map(),
): Desired {
  const bodies = new Map<Digest, Body>();
  const assets = new Map<Digest, Uint8Array>();
  const keptBack: KeptBack[] = [];
  const keep = (body: Body): Digest => {
    const digest = digestOf(body);
    bodies.set(digest, body);
    return digest;
  };

  const brandDigests = new Map<string, Digest>();
  const brandDigest = (id: string): Digest => {
    const known = brandDigests.get(id);
    if (known !== undefined) return known;
    const item = content.brands.get(id);
    if (!item) throw new Error(`brand "${id}" is referred to by checked content but does not exist`);
    for (const bytes of item.assets.values()) assets.set(digestOfBytes(bytes), bytes);
    const digest = keep(
      brandBody(item, checkedValue(item), {
        addressOf: (connection) => inEnvironment(connection.base_url, environment),
        digestOf: (_path, bytes) => digestOfBytes(bytes),
      }),
    );
    brandDigests.set(id, digest);
    return digest;
  };

  const targets = new Map<string, Target>();
  const publishedTarget = (item: AssistantItem): Target => {
    const made = targets.get(item.id);
    if (made !== undefined) return made;
    const assistant = checkedValue(item);
    const given = known.get(item.id);
    const { body, digest, drafts } = given
      ? { ...given, drafts: [] }
      : publishedAssistant(item, content.brands.get(assistant.brand), live);
    keptBack.push(...drafts);
    bodies.set(digest, body);
    const target: Target = { assistant: digest, brand: brandDigest(assistant.brand), weight: 100 };
    targets.set(item.id, target);
    return target;
  };

  const release: Record<string, ReleaseEntry> = {};
  for (const item of sorted(content.channels)) {
    const channel = checkedValue(item);
    if (channel.only && !channel.only.includes(environment)) continue;
    const entry = { channel: keep(channelBody(channel, environment)), brand: brandDigest(channel.brand) };
    const assistant = channel.assistant === undefined ? undefined : content.assistants.get(channel.assistant);
    if (assistant === undefined) {
      release[item.id] = { ...entry, targets: [] };
    } else if (checkedValue(assistant).status === "draft") {
      const before = live.release?.content[item.id]?.targets ?? [];
      for (const target of before) carryOver(target, live, bodies);
      keptBack.push({
        thing: "assistant",
        id: assistant.id,
        meanwhile: `${item.id} keeps ${answererOf(before, live)}`,
      });
      release[item.id] = { ...entry, targets: before };
    } else {
      release[item.id] = { ...entry, targets: [publishedTarget(assistant)] };
    }
  }
  return { release, bodies, assets, keptBack };
}

/** What an assistant comes to, whatever is live; null: it is a draft or has some. `item` holds no errors. */
export function knownAssistant(item: AssistantItem, brand: BrandItem | undefined): KnownAssistant | null {
  if (checkedValue(item).status === "draft") return null;
  const { body, digest, json, drafts } = publishedAssistant(item, brand, nothingLive);
  return drafts.length === 0 ? { body, digest, json } : null;
}

/** Who answers: `the default response`, or an assistant's id. */
function answererOf(targets: readonly Target[], live: Live): string {
  const body = targets[0] && live.bodies.get(targets[0].assistant);
  return body ? `the published ${body.id}` : "the default response";
}

function carryOver(target: Target, live: Live, bodies: Map<Digest, Body>): void {
  for (const digest of [target.assistant, target.brand]) {
    const body = live.bodies.get(digest);
    if (body) bodies.set(digest, body);
  }
}

interface PublishedAssistant extends KnownAssistant {
  readonly json: string;
  readonly drafts: readonly KeptBack[];
}

/** Without drafts nothing of it depends on what is live: a publish, which plans twice, works it out once. */
const withoutDrafts = new WeakMap<AssistantItem, PublishedAssistant>();

function publishedAssistant(item: AssistantItem, brand: BrandItem | undefined, live: Live): PublishedAssistant {
  const known = withoutDrafts.get(item);
  if (known) return known;
  const assistant = checkedValue(item);
  const published = publishedBody(item.id, live);
  const drafts: KeptBack[] = [];
  const workflows: Workflow[] = [];
  for (const workflow of workflowsOf(item, brand)) {
    if (workflow.status !== "draft") {
      workflows.push(workflow);
      continue;
    }
    const before = published?.workflows[workflow.workflow];
    if (before) workflows.push(before);
    drafts.push({
      thing: "workflow",
      id: `${item.id} / ${workflow.workflow}`,
      meanwhile: before ? "its published version stays live" : "it has never been published",
    });
  }
  const body = assistantBody(assistant, workflows);
  const json = canonicalJson(body);
  const made = { body, digest: digestOfCanonical(json), json, drafts };
  if (drafts.length === 0) withoutDrafts.set(item, made);
  return made;
}

function publishedBody(id: string, live: Live): AssistantBody | undefined {
  for (const entry of Object.values(live.release?.content ?? {})) {
    for (const target of entry.targets) {
      const body = live.bodies.get(target.assistant);
      if (body?.kind === "assistant" && body.id === id) return body;
    }
  }
  return undefined;
}

/** The value of a checked item: checked content has no broken ones. */
function checkedValue<T>(item: Item<T>): T {
  if (item.value === null) throw new Error(`${item.file} is broken, yet passed as checked`);
  return item.value;
}

function sorted<T extends { readonly id: string }>(items: ReadonlyMap<string, T>): T[] {
  return [...items.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
