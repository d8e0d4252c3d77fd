/**
 * What a preview shows: the site as though nothing in it were a draft, each assistant on its channels, and on one of its
 * own where no channel names it.
 */

import type { Channel } from "#content/channel.ts";
import type { CheckedContent, Item } from "#content/content.ts";
import { type Desired, desiredOf } from "#plan/bodies.ts";
import { nothingLive } from "#plan/live.ts";

export type Previewed = Pick<Desired, "release" | "bodies" | "assets">;

export function previewOf(content: CheckedContent, environment: string): Previewed {
  const active: CheckedContent = {
    ...content,
    brands: mapped(content.brands, (brand) => ({ ...brand, workflows: mapped(brand.workflows, withoutStatus) })),
    assistants: mapped(content.assistants, (assistant) => ({
      ...withoutStatus(assistant),
      workflows: mapped(assistant.workflows, withoutStatus),
    })),
  };
  const channels = new Map([...active.channels, ...ownChannels(active, environment)]);
  const { release, bodies, assets } = desiredOf({ ...active, channels }, environment, nothingLive);
  return { release, bodies, assets };
}

function mapped<T, U>(items: ReadonlyMap<string, T>, change: (item: T) => U): ReadonlyMap<string, U> {
  return new Map([...items].map(([id, item]) => [id, change(item)]));
}

function withoutStatus<T extends Item<{ readonly status?: "draft" }>>(item: T): T {
  if (!item.value) return item;
  const { status: _draft, ...value } = item.value;
  return { ...item, value };
}

/** For the assistants that no channel of the environment names: a web channel that is called as they are. */
function ownChannels(content: CheckedContent, environment: string): readonly (readonly [string, Item<Channel>])[] {
  const named = new Set(
    [...content.channels.values()].flatMap(({ value }) =>
      value?.assistant === undefined || (value.only && !value.only.includes(environment)) ? [] : [value.assistant],
    ),
  );
  return [...content.assistants.values()].flatMap(({ id: assistant, file, value }) => {
    if (!value || named.has(assistant)) return [];
    let id = assistant;
    while (content.channels.has(id)) id = `${id}-preview`;
    const channel: Channel = { channel: id, type: "web", name: value.name, brand: value.brand, assistant };
    return [[id, { id, file, root: null, value: channel }] as const];
  });
}
