import fc from "fast-check";
import { expect, test } from "vitest";
import type { Finding } from "#findings/finding.ts";
import { renderFindingsGitHub } from "#findings/render-github.ts";
import { renderFindingsJson } from "#findings/render-json.ts";
import { renderFindingsJunit } from "#findings/render-junit.ts";
import { renderFindingsSarif } from "#findings/render-sarif.ts";

const file = "channels/a b,c:d#é.yaml";
const sources = new Map([
  [file, "channel: a\r\nname: “x”\r\nnote: 100%\r\n"],
  ["parley.yaml", "site: x\n"],
]);

/** What an author wrote must not end a command, a tag or a string. */
const nasty = '50% of "a" <b> & c:\nnext ::error::, \u0007 \ud800';

const findings: readonly Finding[] = [
  {
    check: "schema",
    severity: "error",
    message: nasty,
    at: { file, start: 18, end: 21 },
    step: "ask_order",
    related: [{ at: { file: "parley.yaml", start: 0, end: 4 }, message: "the site" }],
    why: "because",
    help: "mend it",
  },
  { check: "same-as-default", severity: "info", message: "the same", at: { file, start: 0, end: 22 } },
  {
    check: "never-started",
    severity: "warning",
    message: "never",
    at: { file: "assistants/x.yaml", start: 0, end: 0 },
  },
];

const rules = [
  { name: "never-started", severity: "warning", summary: "never" },
  { name: "schema", severity: "error", summary: "a key that means nothing" },
] as const;

test("JSON is what the language says it is, and nothing else", () => {
  expect(JSON.parse(renderFindingsJson(findings, sources, 2))).toEqual({
    findings: [
      {
        check: "schema",
        severity: "error",
        message: nasty,
        file,
        line: 2,
        column: 7,
        endLine: 2,
        endColumn: 10,
        step: "ask_order",
        related: [{ file: "parley.yaml", line: 1, column: 1, message: "the site" }],
        help: "mend it",
      },
      {
        check: "same-as-default",
        severity: "info",
        message: "the same",
        file,
        line: 1,
        column: 1,
        endLine: 2,
        endColumn: 11,
      },
      {
        check: "never-started",
        severity: "warning",
        message: "never",
        file: "assistants/x.yaml",
        line: 1,
        column: 1,
        endLine: 1,
        endColumn: 1,
      },
    ],
    summary: { files: 2, errors: 1, warnings: 1 },
  });
});

test("an annotation is one line, whatever an author wrote", () => {
  expect(renderFindingsGitHub(findings, sources, "shop/").split("\n")).toEqual([
    `::error file=shop/channels/a b%2Cc%3Ad#é.yaml,line=2,endLine=2,col=7,endColumn=9,title=schema::50%25 of "a" <b> & c:%0Anext ::error::, \\u{7} \\u{d800}%0AWhy: because%0AFix: mend it`,
    "::notice file=shop/channels/a b%2Cc%3Ad#é.yaml,line=1,endLine=2,col=1,title=same-as-default::the same",
    "::warning file=shop/assistants/x.yaml,line=1,endLine=1,col=1,endColumn=1,title=never-started::never",
    "",
  ]);
});

test("SARIF has each finding with its rule, and addresses that can be followed", () => {
  const [run] = JSON.parse(renderFindingsSarif(findings, sources, rules, "shop/")).runs;
  expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(["never-started", "schema"]);
  const [first, second, third] = run.results;
  expect(first).toMatchObject({
    ruleId: "schema",
    ruleIndex: 1,
    level: "error",
    message: { text: '50% of "a" <b> & c:\nnext ::error::, \\u{{7}} \\u{{d800}}\nWhy: because\nFix: mend it' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "shop/channels/a%20b,c:d%23%C3%A9.yaml" },
          region: { startLine: 2, startColumn: 7, endLine: 2, endColumn: 10 },
        },
      },
    ],
    relatedLocations: [{ id: 0, message: { text: "the site" } }],
  });
  expect([second.level, third.level]).toEqual(["note", "warning"]);
});

/** A message as SARIF 2.1.0 has it read: its arguments and links, and else its text, with what is escaped in it. */
function read(text: string): { readonly meant: readonly string[]; readonly text: string } {
  const argument = /(?<!\{)(?:\{\{)*\{\d+\}(?!\})/g;
  const link = /\[(?:[^\\[\]]|\\[\\[\]])*\]\([^)]*\)/g;
  return {
    meant: [...(text.match(argument) ?? []), ...(text.match(link) ?? [])],
    text: text
      .replace(/(\\+)\]\(/g, (_, { length }: string) => `${"\\".repeat((length - 1) / 2)}](`)
      .replaceAll("{{", "{")
      .replaceAll("}}", "}"),
  };
}

test("a SARIF message is its text, and no link or argument is made of it", () => {
  const messageOf = (message: string): string =>
    JSON.parse(
      renderFindingsSarif(
        [{ check: "schema", severity: "error", message, at: { file, start: 0, end: 1 } }],
        sources,
        rules,
        "",
      ),
    ).runs[0].results[0].message.text;
  expect(messageOf("[here](https://evil.example) or {0}, not {{ order.id }} or [0]")).toBe(
    "[here\\](https://evil.example) or {{0}}, not {{{{ order.id }}}} or [0]",
  );
  const pieces = fc.constantFrom("[", "]", "](", "(", ")", "\\", "{", "}", "{0}", "{{", "}}", "1", "x", " ");
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (all) => {
      expect(read(messageOf(all.join("")))).toEqual({ meant: [], text: all.join("") });
    }),
    { numRuns: 2000 },
  );
  expect(read("[here](1) {0}").meant).toEqual(["{0}", "[here](1)"]);
});

test("JUnit has a failure an error, and a case for a file without", () => {
  const xml = renderFindingsJunit(findings, sources);
  expect(xml).toContain('<testsuites name="parley validate" tests="4" failures="1" errors="0">');
  expect(xml).toContain(
    '<failure type="schema" message="50% of &quot;a&quot; &lt;b&gt; &amp; c:&#10;next ::error::, \ufffd \ufffd">',
  );
  expect(xml).toContain('<testcase classname="parley.yaml" name="no errors"/>');
  expect(xml).toContain("<system-out>warning[never-started] assistants/x.yaml:1:1&#10;never</system-out>");
  // Every tag is closed, in order.
  const open: string[] = [];
  for (const [, closing, name = "", self] of xml.matchAll(/<(\/?)([a-z-]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (closing) expect(open.pop()).toBe(name);
    else if (!self) open.push(name);
  }
  expect(open).toEqual([]);
});
