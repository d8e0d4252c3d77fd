import { foundElsewhere } from "#checks/check.ts";

export const unusedIgnore = foundElsewhere("unused-ignore", "error", "a comment that silences no finding");
