/** An assistant that is not published, and why: so that nobody waits for it to answer. */

import type { Check } from "#checks/check.ts";
import type { Channel } from "#content/channel.ts";
import type { Content, Item } from "#content/content.ts";
import { nearest } from "#content/nearest.ts";
import { nodeAt, placeOf, placeOfKey } from "#content/place.ts";
import type { Finding, Sources } from "#findings/finding.ts";

export const draftAssistant: Check = {
  name: "draft-assistant",
  severity: "info",
  summary: "an assistant that is a draft: it says so, or no channel names it",
  run: (content, { sources }) => {
    const named = namedByChannels(content, sources);
    // A channel that cannot be read at all may well name it.
    const isInDoubt = [...content.channels.values()].some((item) => item.value === null && item.root === null);
    return [...content.assistants.values()].flatMap((item): Finding[] => {
      const assistant = item.value;
      if (!assistant) return [];
      if (assistant.status === "draft") {
        return [
          {
            check: "draft-assistant",
            severity: "info",
            message: `the assistant "${item.id}" is a draft, for it says so`,
            at: placeOfKey(item.file, item.root, ["status"]),
            why: "a draft is checked and tested, and never published",
            help: 'take "status: draft" away when it is ready',
          },
        ];
      }
      if (named.has(item.id) || isInDoubt) return [];
      return [
        {
          check: "draft-assistant",
          severity: "info",
          message: `the assistant "${item.id}" is a draft, for no channel names it`,
          at: placeOf(item.file, item.root, ["assistant"]),
          why: "a draft is checked and tested, and never published",
          help: `write "assistant: ${item.id}" into the channel it should answer on`,
        },
      ];
    });
  },
};

/** The assistants that channels name: in channels with a fault elsewhere too, and where a name is mistyped. */
function namedByChannels(content: Content, sources: Sources): ReadonlySet<string> {
  const named = new Set<string>();
  for (const channel of content.channels.values()) {
    const name = assistantOf(channel, sources.get(channel.file));
    if (name === undefined) continue;
    named.add(content.assistants.has(name) ? name : (nearest(name, content.assistants.keys()) ?? name));
  }
  return named;
}

/** As it is written: a file that can be read may have another key taken for this one. */
function assistantOf(channel: Item<Channel>, text: string | undefined): string | undefined {
  if (channel.value && text !== undefined && /^assistant:/m.test(text)) return channel.value.assistant;
  const node = nodeAt(channel.root, ["assistant"]);
  return node?.kind === "scalar" ? String(node.value) : undefined;
}
