/** A site's files, read, checked and rehearsed: what `validate` shows and every other command begins with. */

import { applyIgnores } from "#checks/ignores.ts";
import { check, checks } from "#checks/index.ts";
import { possibleExits } from "#checks/possible-exits.ts";
import type { Content } from "#content/content.ts";
import type { FileHistory } from "#content/file-history.ts";
import type { FileTree, SourceFile } from "#content/files.ts";
import { type Reading, readContent } from "#content/read.ts";
import { channelLimits } from "#drivers/limits.ts";
import type { Finding, Sources } from "#findings/finding.ts";
import { sortFindings } from "#findings/sort.ts";
import type { SiteRehearsal } from "#rehearsal/rehearse-site.ts";
import { testChecks } from "#rehearsal/test-checks.ts";

export interface Examined {
  readonly content: Content;
  readonly findings: readonly Finding[];
  readonly sources: Sources;
  /** Null: the tests were left out. */
  readonly rehearsal: SiteRehearsal | null;
}

export interface ExamineOptions {
  /** `2026-03-02`, UTC. */
  readonly today: string;
  /** Whether the site's conversation tests are run; they are unless this says otherwise. */
  readonly tests?: "run" | "left-out";
  /** Absent: translations are held against what was written down of them, and not against Git. */
  readonly history?: FileHistory | null;
  /** As `readContent` takes them: for files that are examined again, with others. */
  readonly readings?: Map<SourceFile, Reading | null>;
}

/** Never throws for what the files say. */
export async function examine(
  files: FileTree,
  { today, tests = "run", history, readings }: ExamineOptions,
): Promise<Examined> {
  const { content, findings: readingFindings } = readContent(files, readings);
  const sources = new Map([...files.values()].map((file) => [file.path, file.text]));
  const found = [
    ...readingFindings,
    ...check(content, { today, limits: channelLimits, sources, ...(history && { history }) }),
  ];
  const names = new Set(checks.map(({ name }) => name));
  const loud = (notRun: ReadonlySet<string>): readonly Finding[] =>
    applyIgnores(sortFindings(withoutEchoes(found)), content, { sources, checks: names, notRun });
  // What an author has answered for with an ignore breaks no file: its tests count like all others.
  const broken = (): ReadonlyMap<string, string> => {
    const beforeTests = new Set(found);
    return filesWithErrors(
      loud(names).filter((each) => beforeTests.has(each)),
      sources,
    );
  };
  const rehearsal = tests === "run" ? await rehearsed(content, broken) : null;
  if (rehearsal) found.push(...rehearsal.findings);
  // What a failing talk leaves uncovered follows from that talk.
  if (rehearsal?.isWhole && content.site.value?.coverage) {
    const { coverageOf } = await import("#rehearsal/coverage.ts");
    const { coverageFindings } = await import("#rehearsal/coverage-findings.ts");
    found.push(...coverageFindings(content, coverageOf(content, rehearsal.results, possibleExits(content))));
  }
  const notRun = new Set([...(rehearsal?.isWhole ? [] : testChecks), ...(history ? [] : ["stale-translation"])]);
  // Last of all: an ignore may be for a finding of any kind.
  const left = loud(notRun);
  return { content, sources, findings: sortFindings(left), rehearsal };
}

/** A site without tests does not wait for the interpreter to be loaded, nor for what is `broken`. */
async function rehearsed(content: Content, broken: () => ReadonlyMap<string, string>): Promise<SiteRehearsal> {
  const isTested = [...content.assistants.values()].some((assistant) => assistant.tests.size > 0);
  if (!isTested) return { results: [], findings: [], notRun: [], isWhole: true };
  const { rehearseSite } = await import("#rehearsal/rehearse-site.ts");
  return rehearseSite(content, broken());
}

/** What at one place is told by one check is not told by another too: by which, and which is silent. */
const echoes: readonly (readonly [told: string, silent: string])[] = [
  ["literal-secret", "schema"],
  ["schema", "coverage-below-threshold"],
  ["schema", "unquoted-text"],
];

function withoutEchoes(findings: readonly Finding[]): Finding[] {
  const placed = (check: string, { at }: Finding): string => `${check} ${at.file}:${at.start}`;
  const told = new Set(findings.map((each) => placed(each.check, each)));
  return findings.filter((each) => !echoes.some(([by, silent]) => each.check === silent && told.has(placed(by, each))));
}

function filesWithErrors(findings: readonly Finding[], sources: Sources): ReadonlyMap<string, string> {
  const files = findings.filter(({ severity }) => severity === "error").map(({ at }) => at.file);
  return new Map(files.map((file) => [file, sources.get(file) ?? ""]));
}
