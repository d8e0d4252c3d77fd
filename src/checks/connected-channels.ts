/** On which channels a workflow's steps are shown: what is too much for a channel is measured on these. */

import type { OwnedWorkflow } from "#checks/workflows.ts";
import { brandWorkflowsOf } from "#content/brand-workflows.ts";
import type { ChannelLimits, ChannelType } from "#content/channel.ts";
import type { Content } from "#content/content.ts";
import { channelTypes } from "#content/schemas/files.ts";

export interface ConnectedChannel {
  /** Null: no channel yet, so that the web's limits hold. */
  readonly id: string | null;
  readonly type: ChannelType;
}

const nowhere: readonly ConnectedChannel[] = [{ id: null, type: "web" }];

/**
 * The channels of the assistant; of a brand's workflow: those of each assistant that runs it. A draft that no channel
 * names is measured on the web.
 */
export function connectedChannels(content: Content): (owned: OwnedWorkflow) => readonly ConnectedChannel[] {
  const byAssistant = new Map<string, ConnectedChannel[]>();
  for (const { id, value } of content.channels.values()) {
    // What a channel of no known type shows, nobody can tell; the type has its finding.
    if (value?.assistant === undefined || !channelTypes.includes(value.type)) continue;
    const channels = byAssistant.get(value.assistant) ?? [];
    byAssistant.set(value.assistant, [...channels, { id, type: value.type }]);
  }
  const byShared = new Map<unknown, ConnectedChannel[]>();
  for (const assistant of content.assistants.values()) {
    const channels = byAssistant.get(assistant.id);
    if (!channels || !assistant.value) continue;
    for (const workflow of brandWorkflowsOf(assistant, content.brands.get(assistant.value.brand))) {
      byShared.set(workflow, [...(byShared.get(workflow) ?? []), ...channels]);
    }
  }
  return ({ assistant, workflow }) => (assistant ? byAssistant.get(assistant.id) : byShared.get(workflow)) ?? nowhere;
}

/** `the channel "wa" (whatsapp)`, or several. */
export function nameChannels(channels: readonly ConnectedChannel[]): string {
  const names = channels.map(({ id, type }) => (id === null ? null : `"${id}" (${type})`));
  const [first] = names;
  if (names.length === 1) return first === null ? "a web channel" : `the channel ${first}`;
  return `the channels ${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** The channels whose type a step or a label is too much for. */
export function tooMuchFor(
  channels: readonly ConnectedChannel[],
  limits: Readonly<Record<ChannelType, ChannelLimits>>,
  fits: (limits: ChannelLimits) => boolean,
): readonly ConnectedChannel[] {
  return channels.filter(({ type }) => !fits(limits[type]));
}
