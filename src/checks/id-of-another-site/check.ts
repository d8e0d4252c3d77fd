import { foundElsewhere } from "#checks/check.ts";

/** Found while planning: it needs to know what is live. */
export const idOfAnotherSite = foundElsewhere(
  "id-of-another-site",
  "error",
  "an assistant or a brand with the id of another site's on the same platform",
);
