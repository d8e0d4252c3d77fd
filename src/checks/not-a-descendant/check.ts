import { foundElsewhere } from "#checks/check.ts";

/** Found while planning: it needs to know what is live. */
export const notADescendant = foundElsewhere(
  "not-a-descendant",
  "error",
  "a publish from a commit that does not follow the live one",
);
