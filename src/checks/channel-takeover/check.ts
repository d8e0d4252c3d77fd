import { foundElsewhere } from "#checks/check.ts";

/** Found while planning: it needs to know what is live. */
export const channelTakeover = foundElsewhere(
  "channel-takeover",
  "warning",
  "an assistant that replaces another one on a channel",
);
