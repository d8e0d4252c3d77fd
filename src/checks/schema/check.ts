import { foundAtReading } from "#checks/check.ts";

export const schema = foundAtReading("schema", "a key or a value that the language does not have at this place");
