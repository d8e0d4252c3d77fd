import { foundElsewhere } from "#checks/check.ts";

export const ignoreWithoutReason = foundElsewhere(
  "ignore-without-reason",
  "error",
  "a comment that silences a finding and does not say why",
);
