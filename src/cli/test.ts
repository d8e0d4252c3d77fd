/** `parley test`: the site's conversation tests, with more detail than `validate` gives. */

import { existsSync, watch, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { possibleExits } from "#checks/possible-exits.ts";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { type Format, format, formatOption, siteOption } from "#cli/options.ts";
import { readSite } from "#cli/site.ts";
import type { Content } from "#content/content.ts";
import type { Finding, Sources } from "#findings/finding.ts";
import { renderFindingsJson } from "#findings/render-json.ts";
import { renderFindingsText } from "#findings/render-text.ts";
import { type Coverage, coverageOf } from "#rehearsal/coverage.ts";
import type { SiteRehearsal } from "#rehearsal/rehearse-site.ts";
import { coverageJson, coverageLcov, coverageSummary, coverageTable } from "#rehearsal/render-coverage.ts";
import { testsJson, testsText } from "#rehearsal/render-tests.ts";
import { testChecks } from "#rehearsal/test-checks.ts";

export const command: Command = {
  usage: [
    "parley test [--site DIR] [--format text|json] [--coverage table|json|lcov] [--junit FILE]",
    "            [--suggest] [--record] [--watch]",
    "",
    "  --coverage  what the talks came by: a table below the results, or JSON or lcov alone on the output",
    "  --junit     also write the results to a file, as JUnit's XML",
    "  --suggest   write a talk for each exit that none leaves by, along its shortest path",
    "  --record    write each talk as Markdown, a file a language, into the site's transcripts folder",
    "  --watch     run again whenever a file of the site changes",
  ].join("\n"),
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...siteOption,
        ...formatOption,
        coverage: { type: "string" },
        junit: { type: "string" },
        suggest: { type: "boolean" },
        record: { type: "boolean" },
        watch: { type: "boolean" },
      },
    });
    const folder = findSite(values.site);
    const options: Options = {
      format: format(values.format),
      coverage: coverageKind(values.coverage),
      junit: values.junit === undefined ? null : resolve(process.env.INIT_CWD ?? process.cwd(), values.junit),
      suggest: values.suggest === true,
      record: values.record === true,
    };
    const code = await runTests(folder, options);
    return values.watch ? runOnChange(folder, options) : code;
  },
};

type CoverageKind = "table" | "json" | "lcov" | null;

interface Options {
  readonly format: Format;
  readonly coverage: CoverageKind;
  readonly junit: string | null;
  readonly suggest: boolean;
  readonly record: boolean;
}

function coverageKind(value: string | undefined): CoverageKind {
  if (value === undefined || value === "table" || value === "json" || value === "lcov") return value ?? null;
  throw new Failure(`"${value}" is no kind of coverage`, "write --coverage table, json or lcov");
}

interface Tested {
  readonly content: Content;
  readonly sources: Sources;
  readonly rehearsal: SiteRehearsal;
  readonly coverage: Coverage;
  /** Those of the tests and of their files. */
  readonly findings: readonly Finding[];
  /** Errors in the rest of the site. */
  readonly errorsElsewhere: number;
}

async function testSite(folder: string): Promise<Tested> {
  const { content, sources, findings, rehearsal } = await readSite(folder);
  if (!rehearsal) throw new Error("the tests were left out, though nobody said so");
  const names: ReadonlySet<string> = new Set(testChecks);
  const own = findings.filter(({ check, at }) => names.has(check) || at.file.endsWith(".test.yaml"));
  const others = findings.filter((finding) => finding.severity === "error" && !own.includes(finding));
  return {
    content,
    sources,
    rehearsal,
    coverage: coverageOf(content, rehearsal.results, possibleExits(content)),
    findings: own,
    errorsElsewhere: others.length,
  };
}

async function runTests(folder: string, options: Options): Promise<number> {
  const tested = await testSite(folder);
  const { content, sources, rehearsal, coverage, findings } = tested;
  const report =
    options.format === "json"
      ? jsonReport(tested)
      : textReport(tested, options.coverage === "table" ? coverageTable(coverage) : null);
  // Coverage for a program has the output to itself.
  const alone = options.coverage === "json" || options.coverage === "lcov";
  (alone ? process.stderr : process.stdout).write(report);
  if (options.coverage === "json") {
    process.stdout.write(`${JSON.stringify(coverageJson(coverage, sources), null, 2)}\n`);
  }
  if (options.coverage === "lcov") process.stdout.write(coverageLcov(coverage, sources));
  // What is not asked for is not loaded.
  if (options.junit !== null) {
    const { renderJunit } = await import("#rehearsal/render-junit.ts");
    writeFileSync(options.junit, renderJunit(rehearsal.results, sources));
  }
  if (options.record) {
    const { writeTranscripts } = await import("#cli/write-transcripts.ts");
    process.stderr.write(writeTranscripts(folder, rehearsal.results));
  }
  if (options.suggest) {
    const { writeSuggestions } = await import("#cli/write-suggestions.ts");
    process.stderr.write(writeSuggestions(folder, content, coverage, rehearsal.results));
  }
  // A talk that fails because of an error elsewhere has no finding of its own.
  const isBroken = tested.errorsElsewhere > 0 && !rehearsal.isWhole;
  const isFailed = findings.some(({ severity }) => severity === "error") || isBroken;
  return isFailed ? 1 : 0;
}

function jsonReport({ findings, sources, content, rehearsal, coverage }: Tested): string {
  const found = JSON.parse(renderFindingsJson(findings, sources, content.files)) as object;
  const all = {
    ...found,
    tests: testsJson(rehearsal, sources),
    coverage: coverageJson(coverage, sources),
  };
  return `${JSON.stringify(all, null, 2)}\n`;
}

function textReport(
  { findings, sources, content, rehearsal, coverage, errorsElsewhere }: Tested,
  table: string | null,
) {
  const colour = process.stdout.isTTY === true;
  const parts = [testsText(rehearsal)];
  if (findings.length > 0) parts.push(renderFindingsText(findings, sources, content.files, colour));
  if (errorsElsewhere > 0) {
    parts.push(
      `The rest of the site has ${errorsElsewhere} error${errorsElsewhere === 1 ? "" : "s"}: parley validate shows ${errorsElsewhere === 1 ? "it" : "them"}.\n`,
    );
  }
  parts.push(table ?? `coverage of the published workflows: ${coverageSummary(coverage)}\n`);
  return parts.join("\n");
}

/** What is written within this time is one change: editors and Git write several files. */
const calmMs = 150;

/** Never comes back: Ctrl-C ends it. */
function runOnChange(folder: string, options: Options): Promise<number> {
  return new Promise((_resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const changed = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        process.stdout.write("\n");
        runTests(folder, options).catch(reject);
      }, calmMs);
    };
    const roots = ["assistants", "brands", "channels"].map((name) => join(folder, name)).filter(existsSync);
    for (const root of roots) watch(root, { recursive: true }, changed);
    watch(join(folder, "parley.yaml"), changed);
    process.stdout.write("\nwatching for changes (Ctrl-C stops it)\n");
  });
}
