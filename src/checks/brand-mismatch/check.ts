/** A channel and the assistant that answers on it speak for the same brand. */

import type { Check } from "#checks/check.ts";
import { placeOf } from "#content/place.ts";
import type { Finding } from "#findings/finding.ts";

export const brandMismatch: Check = {
  name: "brand-mismatch",
  severity: "warning",
  summary: "a channel of one brand, answered by an assistant of another",
  run: (content) =>
    [...content.channels.values()].flatMap((item): Finding[] => {
      const channel = item.value;
      const assistant = channel?.assistant === undefined ? undefined : content.assistants.get(channel.assistant);
      if (!channel || !assistant?.value || channel.brand === assistant.value.brand) return [];
      // A brand that does not exist has its finding where it is named.
      if (!content.brands.has(channel.brand) || !content.brands.has(assistant.value.brand)) return [];
      return [
        {
          check: "brand-mismatch",
          severity: "warning",
          message: `the channel "${item.id}" belongs to the brand "${channel.brand}", and its assistant "${assistant.id}" speaks for "${assistant.value.brand}"`,
          at: placeOf(item.file, item.root, ["assistant"]),
          related: [
            { at: placeOf(item.file, item.root, ["brand"]), message: "the channel's brand" },
            { at: placeOf(assistant.file, assistant.root, ["brand"]), message: "the assistant's brand" },
          ],
          why: "customers would write to one brand and be answered by another, with its hours and its people",
          help: "name an assistant of the channel's brand, or give the channel the assistant's brand",
        },
      ];
    }),
};
