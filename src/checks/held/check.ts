import { foundElsewhere } from "#checks/check.ts";

/** Found while planning: it needs to know what is live. */
export const held = foundElsewhere("held", "error", "a publish that would bring back what a rollback took away");
