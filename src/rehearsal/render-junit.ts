/** The tests as JUnit's XML: a suite a file, a case a test and language. */

import { placeOf } from "#content/place.ts";
import type { Sources } from "#findings/finding.ts";
import { locate } from "#findings/locate.ts";
import type { Rehearsal } from "#rehearsal/rehearse.ts";
import type { TestResult } from "#rehearsal/rehearse-site.ts";
import { renderTalk } from "#rehearsal/render-talk.ts";

export function renderJunit(results: readonly TestResult[], sources: Sources): string {
  const files = new Map<string, TestResult[]>();
  for (const result of results) files.set(result.file, [...(files.get(result.file) ?? []), result]);
  const suites = [...files].map(([file, tests]) => {
    const cases = tests.flatMap((result) =>
      result.rehearsals.map((rehearsal) => renderCase(result, rehearsal, sources)),
    );
    const all = tests.flatMap(({ rehearsals }) => rehearsals);
    const failed = all.filter(({ failures }) => failures.length > 0).length;
    return `  <testsuite name="${escaped(file)}" tests="${all.length}" failures="${failed}">\n${cases.join("")}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("")}</testsuites>\n`;
}

function renderCase(result: TestResult, rehearsal: Rehearsal, sources: Sources): string {
  const { file, item, index, test } = result;
  const line = (path: readonly (string | number)[]): number =>
    locate(sources, file, placeOf(file, item.root, path).start).line;
  const head = `    <testcase name="${escaped(`${test.name} (${rehearsal.language})`)}" classname="${escaped(file)}" file="${escaped(file)}" line="${line(["tests", index, "name"])}"`;
  if (rehearsal.failures.length === 0) return `${head}/>\n`;
  const failures = rehearsal.failures.map(({ check, message, path }) => {
    const text = `${file}:${line(path)}: ${message}\n${renderTalk(result, rehearsal)}`;
    return `      <failure type="${check}" message="${escaped(message)}">${escaped(text)}</failure>\n`;
  });
  return `${head}>\n${failures.join("")}    </testcase>\n`;
}

function escaped(text: string): string {
  return (
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot hold these at all.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
  );
}
