/** Languages that a test names and its assistant does not have. What else a test names is looked up with the site. */

import type { Item } from "#content/content.ts";
import { nearest } from "#content/nearest.ts";
import type { Path } from "#content/node.ts";
import { placeOf, placeOfKey } from "#content/place.ts";
import type { Finding, Span } from "#findings/finding.ts";
import type { Cast } from "#rehearsal/programs.ts";
import type { TestFile } from "#rehearsal/test-file.ts";

export function undeclaredLocales(cast: Cast, item: Item<unknown>, value: TestFile): readonly Finding[] {
  const declared = [...cast.languages, ...cast.preparing];
  const undeclared = (language: string, at: Span): readonly Finding[] => {
    if (declared.includes(language)) return [];
    const guess = nearest(language, declared);
    return [
      {
        check: "undeclared-language",
        severity: "error",
        message: `the assistant "${cast.item.id}" does not speak "${language}"`,
        at,
        why: "the test cannot run in it",
        help: guess === undefined ? `its languages are ${declared.join(", ")}` : `did you mean "${guess}"?`,
      },
    ];
  };
  const inList = (locales: readonly string[] | undefined, path: Path): readonly Finding[] =>
    (locales ?? []).flatMap((language, index) => undeclared(language, placeOf(item.file, item.root, [...path, index])));
  const inText = (text: unknown, path: Path): readonly Finding[] =>
    typeof text === "object" && text !== null
      ? Object.keys(text).flatMap((language) =>
          undeclared(language, placeOfKey(item.file, item.root, [...path, language])),
        )
      : [];
  return [
    ...inList(value.locales, ["locales"]),
    ...value.tests.flatMap((test, index) => [
      ...inList(test.locales, ["tests", index, "locales"]),
      ...test.talk.flatMap((entry, at) => {
        const path = ["tests", index, "talk", at];
        if (typeof entry !== "object") return [];
        if ("bot" in entry) return inText(entry.text, [...path, "text"]);
        return "user" in entry ? inText(entry.user, [...path, "user"]) : [];
      }),
    ]),
  ];
}
