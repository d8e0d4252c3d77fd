import { foundElsewhere } from "#checks/check.ts";

/** Found while planning: the platform knows who is under way. */
export const runningConversations = foundElsewhere(
  "running-conversations",
  "info",
  "conversations under way on what a publish changes",
);
