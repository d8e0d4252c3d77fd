import { foundElsewhere } from "#checks/check.ts";

/** Found while planning: it needs to know what is live. */
export const tooMuchRemoved = foundElsewhere(
  "too-much-removed",
  "error",
  "a larger share removed than one publish may",
);
