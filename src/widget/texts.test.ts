import { expect, test } from "vitest";
import { allTexts, directionOf, nameOfLanguage, textsIn } from "#widget/texts.ts";

test.each(Object.entries(allTexts))("%s says everything, and keeps the place of a name", (_language, texts) => {
  expect(Object.keys(texts).sort()).toEqual(Object.keys(allTexts.en ?? {}).sort());
  for (const text of Object.values(texts)) expect(text.trim()).not.toBe("");
  expect(texts.typing).toContain("{name}");
});

test.each([
  ["fr", "Envoyer"],
  ["fr-CA", "Envoyer"],
  ["FR", "Envoyer"],
  ["sv", "Send"],
  ["constructor", "Send"],
  ["", "Send"],
])("in %s the button says %s", (language, send) => expect(textsIn(language).send).toBe(send));

test("directions and names", () => {
  expect(["ar", "he-IL", "fr", "arn"].map(directionOf)).toEqual(["rtl", "rtl", "ltr", "ltr"]);
  expect(["fr", "de", "not a language"].map(nameOfLanguage)).toEqual(["Français", "Deutsch", "not a language"]);
});
