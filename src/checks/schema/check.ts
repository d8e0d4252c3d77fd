import { foundElsewhere } from "#checks/check.ts";

export const schema = foundElsewhere(
  "schema",
  "error",
  "a key or a value that the language does not have at this place",
);
