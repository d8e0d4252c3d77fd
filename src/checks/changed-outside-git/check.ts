import { foundElsewhere } from "#checks/check.ts";

/** Found while planning: it needs to know what is live. */
export const changedOutsideGit = foundElsewhere(
  "changed-outside-git",
  "warning",
  "a live side that was changed without Git",
);
