import { foundElsewhere } from "#checks/check.ts";

/** Found while planning: it needs to know what is live. */
export const channelOfAnotherSite = foundElsewhere(
  "channel-of-another-site",
  "error",
  "a channel that another site on the same platform published",
);
