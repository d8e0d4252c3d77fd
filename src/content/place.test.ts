import { expect, test } from "vitest";
import { placeOf } from "#content/place.ts";
import { parseYaml } from "#content/yaml/parse.ts";

const text = "a:\n  - x\n  -\nb:\nc: []\n";

test.each([
  ["a value", ["a", 0], "x"],
  ["an empty item stands where it would be", ["a", 1], ""],
  ["an empty value is shown by its key", ["b"], "b"],
  ["what is not there, by what should hold it", ["c", 3, "d"], "c"],
])("%s", (_name, path, shown) => {
  const { root } = parseYaml("f.yaml", text);
  const { start, end } = placeOf("f.yaml", root, path);
  expect(text.slice(start, end)).toBe(shown);
});
