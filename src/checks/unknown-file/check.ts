import { foundElsewhere } from "#checks/check.ts";

export const unknownFile = foundElsewhere("unknown-file", "error", "a file that matches none of the site's patterns");
