/** What each verb and run rule of the language does, case by case: the files beside are the contract's section 2. */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Case, playCase } from "./support/conversation-case.ts";

const folder = new URL("conversations/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

describe.each(files)("%s", (file) => {
  const cases = parse(readFileSync(new URL(file, folder), "utf8"), { version: "1.2" }) as readonly Case[];
  test.each(cases.map((each) => [each.it, each] as const))("%s", (_it, each) => {
    const played = playCase(each);
    expect(played.map(({ gives }) => gives)).toEqual(played.map(({ should }) => should));
  });
});
