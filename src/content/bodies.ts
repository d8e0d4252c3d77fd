/**
 * From what authors wrote to the bodies that run: the same ones for a plan, a conversation test and a preview. What is
 * broken is left out; a plan is only made of content where nothing is.
 */

import type { Assistant } from "#content/assistant.ts";
import type { AssistantBody, BrandBody, ChannelBody, ConnectionBody, Digest } from "#content/body.ts";
import type { Brand, Connection } from "#content/brand.ts";
import { brandWorkflowsOf } from "#content/brand-workflows.ts";
import type { Channel } from "#content/channel.ts";
import type { AssistantItem, BrandItem, Item } from "#content/content.ts";
import type { ByEnvironment } from "#content/site.ts";
import type { Workflow } from "#content/workflow.ts";

export interface BrandBodyOptions {
  /** A connection's address. One without an address is left out: a call through it fails by its error exit. */
  addressOf(connection: Connection): string | undefined;
  /** What an asset is known as. */
  digestOf(path: string, bytes: Uint8Array): Digest;
}

export function brandBody(item: BrandItem, brand: Brand, { addressOf, digestOf }: BrandBodyOptions): BrandBody {
  const connections: Record<string, ConnectionBody> = {};
  for (const { id, value } of sorted(item.connections)) {
    const address = value ? addressOf(value) : undefined;
    if (!value || address === undefined) continue;
    connections[id] = {
      connection: value.connection,
      base_url: address,
      ...(value.auth && { auth: value.auth }),
      ...(value.answers && { answers: value.answers }),
    };
  }
  return {
    kind: "brand",
    id: item.id,
    name: brand.name,
    languages: brand.languages,
    ...(brand.theme && { theme: brand.theme }),
    values: brand.values ?? {},
    ...(brand.privacy && { privacy: brand.privacy }),
    schedules: valuesOf(item.schedules),
    groups: valuesOf(item.groups),
    connections,
    articles: Object.fromEntries(
      [...item.articles]
        .map(([id, languages]) => [id, valuesOf(languages)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    assets: Object.fromEntries([...item.assets].map(([path, bytes]) => [path, digestOf(path, bytes)])),
  };
}

export function channelBody(channel: Channel, environment: string): ChannelBody {
  const origins = channel.web?.origins && inEnvironment<readonly string[]>(channel.web.origins, environment);
  return {
    kind: "channel",
    id: channel.channel,
    type: channel.type,
    name: channel.name,
    brand: channel.brand,
    ...(channel.default_response && { default_response: channel.default_response }),
    ...(channel.protect !== undefined && { protect: channel.protect }),
    ...(channel.web && {
      web: { ...(origins && { origins }), ...(channel.web.position && { position: channel.web.position }) },
    }),
  };
}

/** An assistant's body with these workflows, in their order. */
export function assistantBody(assistant: Assistant, workflows: readonly Workflow[]): AssistantBody {
  const { status: _status, assistant: id, ...settings } = assistant;
  return {
    kind: "assistant",
    id,
    ...settings,
    workflows: Object.fromEntries(workflows.map((workflow) => [workflow.workflow, workflow])),
  };
}

/** The assistant's own workflows, drafts among them, and of its brand's those it runs. */
export function workflowsOf(item: AssistantItem, brand: BrandItem | undefined): readonly Workflow[] {
  return [...sorted(item.workflows).flatMap(({ value }) => value ?? []), ...brandWorkflowsOf(item, brand)];
}

/** The value for one environment; undefined where a map by environment leaves it out. */
export function inEnvironment<T extends string | readonly string[]>(
  value: ByEnvironment<T>,
  environment: string,
): T | undefined {
  if (typeof value === "string" || Array.isArray(value)) return value as T;
  const byName = value as Readonly<Record<string, T>>;
  return Object.hasOwn(byName, environment) ? byName[environment] : undefined;
}

function valuesOf<T>(items: ReadonlyMap<string, Item<T>>): Record<string, T> {
  return Object.fromEntries([...items].flatMap(([id, { value }]) => (value === null ? [] : [[id, value]])));
}

function sorted<T extends { readonly id: string }>(items: ReadonlyMap<string, T>): T[] {
  return [...items.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
