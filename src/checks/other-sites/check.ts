import { foundElsewhere } from "#checks/check.ts";

/** Found while planning: it needs to know what is live. */
export const otherSites = foundElsewhere(
  "other-sites",
  "info",
  "what other sites have on the same platform, and is left alone",
);
