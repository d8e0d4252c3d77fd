/** Coverage for people (a table), for programs (JSON), and for tools that know lcov. */

import { placeOf } from "#content/place.ts";
import type { Sources } from "#findings/finding.ts";
import { locate } from "#findings/locate.ts";
import { type Coverage, measures, percentOf, type Share, type WorkflowCoverage } from "#rehearsal/coverage.ts";

const headings = { steps: "steps", exits: "exits", languages: "step × language", triggers: "triggers" } as const;

/** A line a workflow, its uncovered exits below it, and the published workflows' sum. */
export function coverageTable({ workflows, shares }: Coverage): string {
  const names = workflows.map((each) => `${each.assistant ?? "(brand)"} / ${each.workflow}`);
  const width = Math.max("published workflows".length, ...names.map((name) => name.length));
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(width)}  ${cells.map((cell) => cell.padStart(16)).join("")}`.trimEnd();
  const rows = workflows.flatMap((each, index) => {
    const missing = uncoveredExits(each);
    const name = `${names[index] ?? ""}`;
    return [
      line(
        name,
        measures.map((measure) => cell(each.shares[measure])),
      ) + (each.isPublished ? "" : "  (not published)"),
      ...(missing.length > 0 ? [`  no talk leaves by ${missing.join(", ")}`] : []),
    ];
  });
  const head = line(
    "",
    measures.map((measure) => headings[measure]),
  );
  const sum = line(
    "published workflows",
    measures.map((measure) => cell(shares[measure])),
  );
  return `${[head, ...rows, sum].join("\n")}\n`;
}

/** One line: the four numbers of the published workflows. */
export function coverageSummary({ shares }: Coverage): string {
  return measures.map((measure) => `${headings[measure]} ${percentOf(shares[measure])} %`).join(", ");
}

function cell(share: Share): string {
  return share.total === 0 ? "–" : `${share.covered}/${share.total} ${percentOf(share)} %`;
}

function uncoveredExits({ steps }: WorkflowCoverage): readonly string[] {
  return steps.flatMap(({ step, exits }) =>
    exits.filter(({ taken }) => taken === 0).map(({ exit }) => `${step} (${exit})`),
  );
}

/** Plain data, with the lines that steps stand at. */
export function coverageJson(coverage: Coverage, sources: Sources): unknown {
  const shown = (shares: Coverage["shares"]): unknown =>
    Object.fromEntries(
      measures.map((measure) => [measure, { ...shares[measure], percent: percentOf(shares[measure]) }]),
    );
  return {
    published: shown(coverage.shares),
    workflows: coverage.workflows.map((each) => ({
      file: each.file,
      workflow: each.workflow,
      assistant: each.assistant,
      published: each.isPublished,
      ...(shown(each.shares) as object),
      uncovered: {
        steps: each.steps.filter(({ visits }) => visits === 0).map(({ step }) => step),
        exits: each.steps.flatMap((step) =>
          step.exits
            .filter(({ taken }) => taken === 0)
            .map(({ exit }) => ({ step: step.step, exit, line: lineOf(each, step.path, sources) })),
        ),
        languages: each.steps.flatMap(({ step, byLanguage }) =>
          Object.entries(byLanguage).flatMap(([language, visits]) => (visits === 0 ? [{ step, language }] : [])),
        ),
        triggers: each.triggers.filter(({ begun }) => begun === 0).map(({ trigger }) => trigger),
      },
    })),
  };
}

/** lcov's tracefile: steps are lines, exits are branches, triggers are functions. */
export function coverageLcov({ workflows }: Coverage, sources: Sources): string {
  return workflows
    .map((each) => {
      const lines = [`TN:`, `SF:${each.file}`];
      for (const { trigger } of each.triggers) lines.push(`FN:1,${trigger}`);
      for (const { trigger, begun } of each.triggers) lines.push(`FNDA:${begun},${trigger}`);
      lines.push(`FNF:${each.shares.triggers.total}`, `FNH:${each.shares.triggers.covered}`);
      const visits = new Map<number, number>();
      for (const [block, step] of each.steps.entries()) {
        const line = lineOf(each, step.path, sources);
        visits.set(line, Math.max(visits.get(line) ?? 0, step.visits));
        for (const { exit, taken } of step.exits) {
          lines.push(`BRDA:${line},${block},${exit},${step.visits === 0 ? "-" : taken}`);
        }
      }
      lines.push(`BRF:${each.shares.exits.total}`, `BRH:${each.shares.exits.covered}`);
      const sorted = [...visits].sort(([a], [b]) => a - b);
      for (const [line, count] of sorted) lines.push(`DA:${line},${count}`);
      lines.push(`LF:${sorted.length}`, `LH:${sorted.filter(([, count]) => count > 0).length}`, "end_of_record");
      return `${lines.join("\n")}\n`;
    })
    .join("");
}

function lineOf(
  { file, item }: WorkflowCoverage,
  path: WorkflowCoverage["steps"][number]["path"],
  sources: Sources,
): number {
  return locate(sources, file, placeOf(file, item.root, [...path, "id"]).start).line;
}
