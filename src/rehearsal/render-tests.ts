/** The results of a site's tests: for people, with each failed talk, and as data. */

import { placeOf } from "#content/place.ts";
import type { Sources } from "#findings/finding.ts";
import { locate } from "#findings/locate.ts";
import { printable } from "#findings/printable.ts";
import { isPassed, type SiteRehearsal, type TestResult } from "#rehearsal/rehearse-site.ts";
import { renderTalk } from "#rehearsal/render-talk.ts";
import { shownLine } from "#rehearsal/show-line.ts";

/** A line a test; below one that failed, the talk in the first language where it did. */
export function testsText({ results, notRun }: SiteRehearsal): string {
  const lines: string[] = [];
  let file = "";
  for (const result of results) {
    if (result.file !== file) lines.push(file === "" ? result.file : `\n${result.file}`);
    file = result.file;
    const languages = result.rehearsals.map(
      ({ language, failures }) => `${failures.length > 0 ? "✗ " : ""}${language}`,
    );
    lines.push(`  ${isPassed(result) ? "✓" : "✗"} ${printable(result.test.name)} (${languages.join(", ")})`);
    const failed = result.rehearsals.find(({ failures }) => failures.length > 0);
    if (failed) lines.push("", renderTalk(result, failed));
  }
  for (const each of new Set(notRun)) lines.push(`\n${each}\n  – not all of it can run before an error is mended`);
  lines.push("", summary(results, notRun.length > 0));
  return `${lines.join("\n")}\n`;
}

function summary(results: readonly TestResult[], isPart: boolean): string {
  if (results.length === 0 && !isPart)
    return "There is no test to run: parley test --suggest writes some to begin with.";
  const talks = results.reduce((sum, { rehearsals }) => sum + rehearsals.length, 0);
  const failed = results.filter((result) => !isPassed(result)).length;
  const tests = `${results.length} test${results.length === 1 ? "" : "s"}, ${talks} talk${talks === 1 ? "" : "s"}`;
  const others = isPart ? " Others cannot run before an error is mended." : "";
  return failed === 0 ? `${tests}: all as expected.${others}` : `${tests}: ${failed} failed.${others}`;
}

export function testsJson({ results }: SiteRehearsal, sources: Sources): unknown {
  return results.map(({ file, item, index, test, rehearsals }) => ({
    file,
    line: locate(sources, file, placeOf(file, item.root, ["tests", index, "name"]).start).line,
    name: test.name,
    talks: rehearsals.map(({ language, failures, stage }) => ({
      language,
      passed: failures.length === 0,
      failures: failures.map(({ check, message, path }) => ({
        check,
        message,
        line: locate(sources, file, placeOf(file, item.root, path).start).line,
      })),
      talk: stage.lines.map(shownLine),
    })),
  }));
}
