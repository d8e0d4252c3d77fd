import { foundAtReading } from "#checks/check.ts";

export const yamlSyntax = foundAtReading(
  "yaml-syntax",
  "a file that is not YAML, or uses parts of YAML that Parley refuses",
);
