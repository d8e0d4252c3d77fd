/** What is handed to translators comes back as it was, in either format, whatever the texts say. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeholdersOf } from "#content/translations/placeholders.ts";
import { readPo, writePo } from "#content/translations/po.ts";
import { readXliff } from "#content/translations/read-xliff.ts";
import { type Exchange, type ReturnedFile, type Unit, UnreadableExchange } from "#content/translations/unit.ts";
import { writeXliff } from "#content/translations/write-xliff.ts";
import { parseTemplate } from "#expr/template.ts";

const words = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
  fc.constantFrom(
    "<b>",
    "&amp;",
    "]]>",
    '"',
    "'",
    "\\",
    "{{",
    "}}",
    "\n",
    "\t",
    " ",
    "<!-- -->",
    "#",
    "\u0007",
    "{",
    "%s",
  ),
);
const placeholder = fc.constantFrom('{{ order.eta.format("long") }}', "{{name}}", "{{ a < b && c > d }}", "{{ name }}");
const text = fc
  .array(fc.oneof(words, placeholder), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(""))
  .filter((each) => each.trim() !== "" && !each.includes("\r"));

/** A source with a translation that has the same placeholders, in another order. */
const pair = fc.tuple(text, words).map(([source, more]) => {
  const codes = [...placeholdersOf(source).values()].map(({ source: code }) => `{{ ${code} }}`);
  return { source, target: `${more.replaceAll("{", "(").replaceAll("}", ")")} ${codes.reverse().join(" – ")}` };
});

const exchange = fc.array(pair, { minLength: 1, maxLength: 5 }).map(
  (pairs): Exchange => ({
    owner: "bo",
    sourceLanguage: "en",
    language: "de",
    units: pairs.map(
      ({ source, target }, index): Unit => ({
        file: `assistants/bo/workflows/w${index % 2}.yaml`,
        name: `s${index}.say`,
        source,
        target,
        state: "translated",
        was: null,
        notes: ["said to the customer", `a "note" <of> & ${source}`],
      }),
    ),
  }),
);

/** Blanks inside a placeholder are the writer's own affair. */
function plain(written: string): string {
  return parseTemplate(written)
    .map((part) => (part.kind === "text" ? part.text : `{{ ${part.source} }}`))
    .join("");
}

function sorted(
  texts: ReturnedFile["texts"] | readonly Unit[],
): readonly (readonly [string, string, string, string | null])[] {
  return texts
    .map(({ file, name, source, target }) => [file, name, plain(source), target && plain(target)] as const)
    .sort(([, a], [, b]) => (a < b ? -1 : 1));
}

test("XLIFF comes back as it was", () => {
  fc.assert(
    fc.property(exchange, (given) => {
      const back = readXliff(writeXliff(given));
      expect(back.language).toBe("de");
      expect(sorted(back.texts)).toEqual(sorted(given.units));
    }),
    { numRuns: 200 },
  );
});

test("PO comes back as it was", () => {
  const printable = exchange.filter(({ units }) =>
    // biome-ignore lint/suspicious/noControlCharactersInRegex: gettext has no way to write these.
    units.every(({ source, target }) => !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(`${source}${target}`)),
  );
  fc.assert(
    fc.property(printable, (given) => {
      const back = readPo(writePo(given));
      expect(back.language).toBe("de");
      expect(sorted(back.texts)).toEqual(sorted(given.units));
    }),
    { numRuns: 200 },
  );
});

const xliff = (inside: string, before = "") =>
  `<?xml version="1.0"?>${before}<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de"><file id="f1" original="a.yaml">${inside}</file></xliff>`;

describe("a file that cannot be trusted or read is refused, and it is said where", () => {
  test.each<[string, string, string]>([
    ["a DOCTYPE", xliff("", "<!DOCTYPE xliff>"), "DOCTYPE"],
    [
      "an entity bomb",
      xliff("&b;", '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'),
      "DOCTYPE",
    ],
    ["an entity from elsewhere", xliff("", '<!DOCTYPE x SYSTEM "file:///etc/passwd">'), "DOCTYPE"],
    ["an entity that nobody declared", xliff('<unit id="u"><segment><source>&x;</source></segment></unit>'), "entity"],
    ["a tag that is not closed", xliff("<unit>"), "tag"],
    ["an older XLIFF", '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>', "XLIFF 2"],
    ["some other XML", "<html/>", "XLIFF 2"],
    [
      "a placeholder out of nowhere",
      xliff('<unit id="u"><segment><source>a</source><target><ph id="9"/></target></segment></unit>'),
      "placeholder",
    ],
  ])("%s", (_name, text, message) => {
    expect(() => readXliff(text)).toThrow(UnreadableExchange);
    expect(() => readXliff(text)).toThrow(message);
  });

  test("PO that breaks off", () => {
    expect(() => readPo('msgid ""\nmsgstr ""\n"Language: de\\n"\n\nmsgctxt "a#b"\nmsgid "x\nmsgstr "y"\n')).toThrow();
  });

  test("PO that does not say its language", () => {
    expect(() => readPo('msgctxt "a#b"\nmsgid "x"\nmsgstr "y"\n')).toThrow("Language");
  });
});

test("a translation that a tool cut into sentences is put together again", () => {
  const unit =
    '<unit id="hi.say"><segment state="final"><source>Hello. </source><target>Hallo. </target></segment><segment state="final"><source>Bye.</source><target>Tschüss.</target></segment></unit>';
  expect(readXliff(xliff(unit)).texts).toMatchObject([
    { file: "a.yaml", name: "hi.say", source: "Hello. Bye.", target: "Hallo. Tschüss.", done: true },
  ]);
});
