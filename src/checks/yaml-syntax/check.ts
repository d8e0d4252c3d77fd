import { foundElsewhere } from "#checks/check.ts";

export const yamlSyntax = foundElsewhere(
  "yaml-syntax",
  "error",
  "a file that is not YAML, or uses parts of YAML that Parley refuses",
);
