import fc from "fast-check";
import { expect, test } from "vitest";
import { printable } from "#findings/printable.ts";
import { visible } from "#findings/visible.ts";

const tags = (text: string) => [...text].map((each) => String.fromCodePoint(0xe0000 + (each.codePointAt(0) ?? 0)));

test.each([
  ["\u202egnp.exe", "\\u{202e}gnp.exe"],
  ["a\u2028b\u2029c\u0085d\re", "a\\u{2028}b\\u{2029}c\\u{85}d\\u{d}e"],
  ["\u3164\uffa0\u115f\u1160\u2800\u{1d159}", "\\u{3164}\\u{ffa0}\\u{115f}\\u{1160}\\u{2800}\\u{1d159}"],
  ["pay\u200bpal\u2060\ufeff\u00ad\u034f\u180e", "pay\\u{200b}pal\\u{2060}\\u{feff}\\u{ad}\\u{34f}\\u{180e}"],
  ["a\ufe0f \ufe0f1\ufe0f", "a\\u{fe0f} \\u{fe0f}1\\u{fe0f}"],
  [`ok${tags("no").join("")}`, "ok\\u{e006e}\\u{e006f}"],
  [`\u{1f3f4}${tags("gbhi").join("")}`, "\u{1f3f4}\\u{e0067}\\u{e0062}\\u{e0068}\\u{e0069}"],
  ["a\u200db, a\u200cb", "a\\u{200d}b, a\\u{200c}b"],
  ["\u{1f600}\u200d", "\u{1f600}\\u{200d}"],
  ["می\u200c\u200cخواهم \u200c", "می\\u{200c}\\u{200c}خواهم \\u{200c}"],
  ["\ue000\u{10ffff}\ud800", "\\u{e000}\\u{10ffff}\\u{d800}"],
])("%j hides nothing", (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test.each([
  ["Persian", "می\u200cخواهم، خانه\u200cها، کار\u200cها، ه\u200d."],
  ["Hindi", "क्\u200dष, क्\u200cष, श्री"],
  ["Bengali", "র\u200d্যাব"],
  ["Malayalam, as it was written before", "അവന്\u200d"],
  ["Sinhala", "ශ්\u200dරී"],
  ["Khmer", "ភាសា\u200bខ្មែរ"],
  ["a family, a flag, a heart, a profession, a key", "👨‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥 👩🏽‍💻 1️⃣ #️⃣"],
  ["Scotland", `\u{1f3f4}${tags("gbsct").join("")}\u{e007f}`],
  ["a text's sign and a picture's", "☎\ufe0e ☎\ufe0f ™️"],
  ["a Japanese name", "葛\u{e0100}飾区, 神\ufe00"],
  ["Mongolian", "ᠠ\u180b"],
  ["numbers in Arabic", "\u0600١٢٣ \u06dd"],
  ["blanks of French", "« 20\u202f000\u00a0€ »"],
  ["lines", "a\n\tb"],
])("%s is read as it is written", (_, text) => {
  expect(visible(text)).toBe(text);
});

/** Letters of every kind, the unseen ones often. */
const letters = fc.oneof(
  fc.constantFrom(
    ..."aé漢یه्क\u{1f469}\u{1f3fd}\u2764\u2642\u{1f3f4}1#\ufe0f\ufe0e\u200c\u200d\u200b\u2028\u3164\u202e",
    ..."\u{e0067}\u{e007f}",
  ),
  fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
);
const texts = fc.array(letters, { maxLength: 12 }).map((all) => all.join(""));

test("whatever a text holds, what is unseen in it has something beside it that it belongs to", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const shown = visible(text);
      expect(visible(shown)).toBe(shown);
      for (const { 0: sign, index } of shown.matchAll(/\p{Default_Ignorable_Code_Point}/gv)) {
        const [before = ""] = [...shown.slice(0, index)].slice(-1);
        expect(before, JSON.stringify([text, sign])).toMatch(/[\p{L}\p{M}\p{Emoji}\uFE0F]|[\u{E0061}-\u{E007A}]/v);
      }
      // Direction, lines of another kind and fillers belong nowhere.
      expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u2028\u2029\u3164\u115f\u1160\u2800]/);
    }),
    { numRuns: 2000 },
  );
});

test("a text that hides nothing is left as it is", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...'aZé漢字かな한글дяשע0 .,!"<\n\t'), { maxLength: 20 }), (all) => {
      expect(visible(all.join(""))).toBe(all.join(""));
    }),
  );
});

test("on a terminal, it is a sign of one letter", () => {
  expect(printable("a\u001b[31m\tb\u2028\u202e\n👩🏽‍💻")).toBe("a\ufffd[31m b\ufffd\ufffd\ufffd👩🏽‍💻");
});
