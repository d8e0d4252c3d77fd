/** Languages that a test names and its assistant does not have. What else a test names is looked up with the site. */

import type { Item } from "#content/content.ts";
import { nearest } from "#content/nearest.ts";
import type { Path } from "#content/node.ts";
import { placeOf } from "#content/place.ts";
import type { Finding } from "#findings/finding.ts";
import type { Cast } from "#rehearsal/programs.ts";
import type { TestFile } from "#rehearsal/test-file.ts";

export function undeclaredLocales(cast: Cast, item: Item<unknown>, value: TestFile): readonly Finding[] {
  const declared = [...cast.languages, ...cast.preparing];
  const inList = (locales: readonly string[] | undefined, path: Path): readonly Finding[] =>
    (locales ?? []).flatMap((language, index): readonly Finding[] => {
      if (declared.includes(language)) return [];
      const guess = nearest(language, declared);
      return [
        {
          check: "undeclared-language",
          severity: "error",
          message: `the assistant "${cast.item.id}" does not speak "${language}"`,
          at: placeOf(item.file, item.root, [...path, index]),
          why: "the test cannot run in it",
          help: guess === undefined ? `its languages are ${declared.join(", ")}` : `did you mean "${guess}"?`,
        },
      ];
    });
  return [
    ...inList(value.locales, ["locales"]),
    ...value.tests.flatMap((test, index) => inList(test.locales, ["tests", index, "locales"])),
  ];
}
