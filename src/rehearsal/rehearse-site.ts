/** All tests of a site, each in every language. */

import type { Content, Item } from "#content/content.ts";
import { placeOf, placeOfKey } from "#content/place.ts";
import type { Language } from "#content/text.ts";
import type { Finding } from "#findings/finding.ts";
import { type Broken, comesThrough, mayBeUnread } from "#rehearsal/broken.ts";
import type { Failure } from "#rehearsal/failure.ts";
import { unknownSteps } from "#rehearsal/known-steps.ts";
import { type Cast, castOf } from "#rehearsal/programs.ts";
import { type Rehearsal, rehearse } from "#rehearsal/rehearse.ts";
import type { Given, Test, TestFile } from "#rehearsal/test-file.ts";
import { undeclaredLocales } from "#rehearsal/undeclared-locales.ts";

/** One test, run in each of its languages. */
export interface TestResult {
  readonly file: string;
  readonly cast: Cast;
  readonly value: TestFile;
  readonly index: number;
  readonly test: Test;
  readonly item: Item<unknown>;
  readonly rehearsals: readonly Rehearsal[];
}

export interface SiteRehearsal {
  readonly results: readonly TestResult[];
  readonly findings: readonly Finding[];
  /** Files whose tests cannot run before something else is mended. */
  readonly notRun: readonly string[];
  /** Every test could be run, and none failed. */
  readonly isWhole: boolean;
}

/**
 * `broken`: files with an error. A test file among them is left out, for what it says cannot be relied on; a talk that
 * fails after it came through one of them only repeats what is found there.
 */
export function rehearseSite(content: Content, broken: Broken): SiteRehearsal {
  const results: TestResult[] = [];
  const findings: Finding[] = [];
  const notRun: string[] = [];
  for (const folder of content.assistants.values()) {
    for (const item of folder.tests.values()) {
      if (!item.value || broken.has(item.file)) {
        notRun.push(item.file);
        continue;
      }
      const value = item.value as TestFile;
      const assistant = value.assistant === undefined ? folder : content.assistants.get(value.assistant);
      const cast = assistant ? castOf(content, assistant) : null;
      const unknown = cast ? undeclaredLocales(cast, item, value) : [];
      findings.push(...unknown);
      if (!cast || unknown.length > 0 || (value.workflow !== undefined && !cast.workflows.has(value.workflow))) {
        notRun.push(item.file);
        continue;
      }
      const run = rehearseFile(cast, item, value, broken);
      results.push(...run.results);
      findings.push(...run.findings);
      if (run.results.length < value.tests.length) notRun.push(item.file);
    }
  }
  return { results, findings, notRun, isWhole: notRun.length === 0 && results.every(isPassed) };
}

/** One file's tests. Which stubs are never used is only known when all its talks went to their end. */
export function rehearseFile(
  cast: Cast,
  item: Item<unknown>,
  value: TestFile,
  broken: Broken,
): { readonly results: readonly TestResult[]; readonly findings: readonly Finding[] } {
  const used = new Set<string>();
  const results: TestResult[] = [];
  const findings: Finding[] = [];
  for (const [index, test] of value.tests.entries()) {
    const unknown = unknownSteps(cast, item.file, item.root, value, index);
    findings.push(...unknown.flatMap(({ name, ...finding }) => (mayBeUnread(cast, name, broken) ? [] : [finding])));
    if (unknown.length > 0) continue;
    const rehearsals = languagesOf(cast, value, test).map((language) =>
      rehearse(cast, value, index, language, (connection, request) => {
        const isOwn = test.given?.calls?.[connection]?.[request] !== undefined;
        used.add(stubKey(isOwn ? index : null, connection, request));
      }),
    );
    results.push({ file: item.file, cast, value, index, test, item, rehearsals });
    findings.push(...failureFindings(item, test, rehearsals, (each) => comesThrough(cast, value, test, each, broken)));
  }
  if (results.length === value.tests.length && results.every(isPassed))
    findings.push(...unusedStubs(item, value, used));
  return { results, findings };
}

/** The test's own languages, else the file's, else all that are live. */
function languagesOf(cast: Cast, file: TestFile, test: Test): readonly Language[] {
  return test.locales ?? file.locales ?? cast.languages;
}

/** Whether the test passed in all of its languages. */
export function isPassed({ rehearsals }: TestResult): boolean {
  return rehearsals.every(({ failures }) => failures.length === 0);
}

/** The same failure in several languages is one finding that names them. */
function failureFindings(
  item: Item<unknown>,
  test: Test,
  rehearsals: readonly Rehearsal[],
  isLeftOut: (rehearsal: Rehearsal) => boolean,
): readonly Finding[] {
  const groups = new Map<string, { failure: Failure; languages: Language[] }>();
  for (const rehearsal of rehearsals) {
    if (rehearsal.failures.length === 0 || isLeftOut(rehearsal)) continue;
    for (const failure of rehearsal.failures) {
      const key = JSON.stringify([failure.check, failure.path, failure.message]);
      const group = groups.get(key);
      if (group) group.languages.push(rehearsal.language);
      else groups.set(key, { failure, languages: [rehearsal.language] });
    }
  }
  return [...groups.values()].map(({ failure, languages }) => {
    const { check, path, at, message, label, why, help } = failure;
    const where = languages.length === rehearsals.length ? "" : ` (${languages.join(", ")})`;
    return {
      check,
      severity: "error",
      message: `"${test.name}"${where}: ${message}`,
      at: at === "key" ? placeOfKey(item.file, item.root, path) : placeOf(item.file, item.root, path),
      ...(label !== undefined && { label }),
      ...(why !== undefined && { why }),
      ...(help !== undefined && { help }),
    };
  });
}

/** `test` is the test that a stub belongs to; null: the file's own. */
function stubKey(test: number | null, connection: string, request: string): string {
  return JSON.stringify([test, connection, request]);
}

function unusedStubs(item: Item<unknown>, value: TestFile, used: ReadonlySet<string>): readonly Finding[] {
  const places: readonly (readonly [number | null, Given | undefined])[] = [
    [null, value.given],
    ...value.tests.map((test, index) => [index, test.given] as const),
  ];
  return places.flatMap(([test, given]) =>
    Object.entries(given?.calls ?? {}).flatMap(([connection, stubs]) =>
      Object.keys(stubs)
        .filter((request) => !used.has(stubKey(test, connection, request)))
        .map((request): Finding => {
          const path = ["given", "calls", connection, request];
          return {
            check: "unused-stub",
            severity: "warning",
            message: `no talk ${test === null ? "of this file" : "of this test"} asks "${connection}" for ${request}`,
            at: placeOfKey(item.file, item.root, test === null ? path : ["tests", test, ...path]),
            why: "a stub that nothing asks for tests nothing: the path may be wrong, or a test may be missing",
            help: "delete the stub, or add a talk that leads there",
          };
        }),
    ),
  );
}
