import { foundAtReading } from "#checks/check.ts";

export const unknownFile = foundAtReading("unknown-file", "a file that matches none of the site's patterns");
