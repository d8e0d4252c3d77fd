/** Findings as JUnit XML, which most build servers show: a case a file, and one a finding that is an error. */

import type { Finding, Sources } from "#findings/finding.ts";
import { locate } from "#findings/locate.ts";
import { paragraphs } from "#findings/render-sarif.ts";

/** The findings as XML text. A file without errors is a case that passed; warnings are told beside it. */
export function renderFindingsJunit(findings: readonly Finding[], sources: Sources): string {
  const byFile = new Map<string, Finding[]>([...sources.keys()].map((file) => [file, []]));
  for (const finding of findings) {
    const known = byFile.get(finding.at.file);
    if (known) known.push(finding);
    else byFile.set(finding.at.file, [finding]);
  }
  const cases = [...byFile].flatMap(([file, found]) => casesOf(file, found, sources));
  const errors = findings.filter(({ severity }) => severity === "error").length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="parley validate" tests="${cases.length}" failures="${errors}" errors="0">`,
    `  <testsuite name="parley validate" tests="${cases.length}" failures="${errors}" errors="0" skipped="0">`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function casesOf(file: string, findings: readonly Finding[], sources: Sources): readonly string[] {
  const place = (finding: Finding) => {
    const { line, column } = locate(sources, file, finding.at.start);
    return `${file}:${line}:${column}`;
  };
  const errors = findings.filter(({ severity }) => severity === "error");
  const others = findings.filter(({ severity }) => severity !== "error");
  const failures = errors.map(
    (finding) =>
      `    <testcase classname="${escaped(file)}" name="${escaped(`${finding.check} ${place(finding)}`)}">\n` +
      `      <failure type="${escaped(finding.check)}" message="${escaped(finding.message)}">${escaped(`${place(finding)}\n${paragraphs(finding)}`)}</failure>\n` +
      "    </testcase>",
  );
  if (errors.length > 0 && others.length === 0) return failures;
  const told = others.map(
    (finding) => `${finding.severity}[${finding.check}] ${place(finding)}\n${paragraphs(finding)}`,
  );
  const output = told.length === 0 ? "" : `\n      <system-out>${escaped(told.join("\n\n"))}</system-out>\n    `;
  const name = errors.length > 0 ? "warnings" : "no errors";
  const open = `    <testcase classname="${escaped(file)}" name="${name}"`;
  return [...failures, output === "" ? `${open}/>` : `${open}>${output}</testcase>`];
}

/** XML has no way at all to write most control characters, nor half of a surrogate pair. */
function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("\n", "&#10;")
  );
}
