import { foundElsewhere } from "#checks/check.ts";

/** Found while planning: it needs to know what is live. */
export const movedSinceApproval = foundElsewhere(
  "moved-since-approval",
  "error",
  "a plan that is no longer the approved one",
);
