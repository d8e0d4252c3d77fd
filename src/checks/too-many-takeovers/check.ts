import { foundElsewhere } from "#checks/check.ts";

/** Found while planning: it needs to know what is live. */
export const tooManyTakeovers = foundElsewhere(
  "too-many-takeovers",
  "error",
  "more channels that change their assistant than one publish may",
);
