import { expect, test } from "vitest";
import { parse } from "yaml";
import { otherBranches } from "#content/templates/workflows/publish-trigger.ts";
import { workflowFiles } from "#content/templates/workflows/workflows.ts";

test.each(["main", "release/1.0", "on", "1.0", "a+b", "!x", "wow!", "été", "a: b", "#1", '"'])(
  "what is written for %s waits for that branch and no other",
  (branch) => {
    const files = workflowFiles("./x", branch);
    for (const name of ["publish", "conflicts", "code-scanning"]) {
      const text = files.get(`.github/workflows/${name}.yml`) ?? "";
      const [pattern = "", ...others] = (parse(text) as { on: { push: { branches: string[] } } }).on.push.branches;
      expect(others).toEqual([]);
      expect(pattern.replace(/\\(.)/g, "$1")).toBe(branch);
      expect(otherBranches(text, branch)).toBeNull();
      expect(otherBranches(text, "another")).toEqual([pattern]);
    }
  },
);

test.each<[string, readonly string[] | null]>([
  ["on: { push: { branches: main } }", ["main"]],
  ["on: { push: { branches: [main, release/*] } }", null],
  ["on: { push: { branches: ['!main', dev] } }", null],
  ["on: { push: { branches-ignore: [main] } }", null],
  ["on: { push: }", null],
  ["on: push", null],
  ["on: [push]", null],
  ["on: { push: { branches: [7] } }", null],
  ["{", null],
  ["", null],
])("of %j it is said only where nothing else can be meant", (text, expected) => {
  expect(otherBranches(text, "release/1")).toEqual(expected);
});
