import { expect, test } from "vitest";
import { unquotedText } from "#checks/unquoted-text/check.ts";
import { readContent } from "#content/read.ts";

/** The marked part of what a workflow's title, or another file's text, is warned of; null where all is well. */
function warned(source: string, path = "assistants/bo/workflows/hello.yaml"): string | null {
  const { content } = readContent(new Map([[path, { path, text: source }]]));
  const sources = new Map([[path, source]]);
  const findings = unquotedText.run(content, { today: "2026-03-02", limits: {} as never, sources });
  expect(findings.length).toBeLessThan(2);
  const at = findings[0]?.at;
  return at ? source.slice(at.start, at.end) : null;
}

test.each([
  ["title: 1.0", "1.0"],
  ["title: null", "null"],
  ["title: ~", "~"],
  ["title: true", "true"],
  ["title: { fr: Oui, en: No }", "No"],
  ["title: 2026-03-05", "2026-03-05"],
  ["title: 12:30", "12:30"],
  ["title: Order n° #12 : ok", "#12 : ok"],
  ["title: Press # to go on", "# to go on"],
  ["title: #1 of all shops", "#1 of all shops"],
  ["start: { phrases: [hello, off] }", "off"],
  ["steps: [{ id: a, set: { b: { text: 5 } } }]", "5"],
  ["steps: [{ id: a, switch: b, cases: { c: [{ id: d, say: [{ text: on }] }] } }]", "on"],
])("%s", (source, marked) => {
  expect(warned(`${source}\n`)).toBe(marked);
});

test.each([
  'title: "1.0"',
  "title: 'yes'",
  'title: "Order #12"',
  "title: Order#12",
  "title: Bo                # shown at the top",
  'title: "Bo" # shown at the top',
  "title: yes please",
  "title:",
  "title: # in each language\n  en: Hello",
  "steps: [{ id: a, set: { b: 5 } }]",
  "steps: [{ id: a, ask: b, text: Which?, accept: true }]",
  "vars: { yes: string }",
])("nothing to warn of: %s", (source) => {
  expect(warned(`${source}\n`)).toBeNull();
});

test("the other files' texts", () => {
  expect(warned("channel: web\nname: 24\n", "channels/web.yaml")).toBe("24");
  expect(warned("hello: { title: no }\n", "assistants/bo/locales/en.yaml")).toBe("no");
  expect(warned("tests:\n  - { name: a, talk: [{ user: 0123 }] }\n", "assistants/bo/tests/a.test.yaml")).toBe("0123");
  expect(warned("---\ntitle: Returns #1\n---\n# Text\n", "brands/shop/articles/returns.en.md")).toBe("#1");
});
