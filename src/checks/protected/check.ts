import { foundElsewhere } from "#checks/check.ts";

/** Found while planning: it needs to know what is live. */
export const protected_ = foundElsewhere(
  "protected",
  "error",
  "something protected whose file is gone, or a site without channels",
);
