/** Thresholds of `parley.yaml` that the tests do not reach. */

import type { Content } from "#content/content.ts";
import { placeOf } from "#content/place.ts";
import type { Finding } from "#findings/finding.ts";
import { type Coverage, type Measure, measures, percentOf, type WorkflowCoverage } from "#rehearsal/coverage.ts";

/** How many of what is not covered a finding names. */
const namedAtMost = 5;

const words: Readonly<Record<Measure, string>> = {
  steps: "steps",
  exits: "exits",
  languages: "steps in their languages",
  triggers: "triggers",
};

export function coverageFindings(content: Content, coverage: Coverage): readonly Finding[] {
  const { site } = content;
  return measures.flatMap((measure): Finding[] => {
    const threshold = site.value?.coverage?.[measure];
    const share = coverage.shares[measure];
    if (threshold === undefined || percentOf(share) >= threshold) return [];
    const all = missingOf(coverage, measure);
    const named = all.slice(0, namedAtMost).join(", ");
    const others = all.length > namedAtMost ? ` and ${all.length - namedAtMost} more` : "";
    return [
      {
        check: "coverage-below-threshold",
        severity: "error",
        message: `the tests come by ${percentOf(share)} % of the published workflows' ${words[measure]}, not ${threshold} %`,
        at: placeOf(site.file, site.root, ["coverage", measure]),
        label: `${share.covered} of ${share.total}`,
        why: `nobody has rehearsed ${named}${others}`,
        help: "parley test --suggest writes a talk for each exit that none comes by",
      },
    ];
  });
}

function missingOf({ workflows }: Coverage, measure: Measure): readonly string[] {
  return workflows.filter(({ isPublished }) => isPublished).flatMap((each) => missing(each, measure));
}

function missing({ workflow, steps, triggers }: WorkflowCoverage, measure: Measure): readonly string[] {
  switch (measure) {
    case "steps":
      return steps.filter(({ visits }) => visits === 0).map(({ step }) => `${workflow}/${step}`);
    case "exits":
      return steps.flatMap(({ step, exits }) =>
        exits.filter(({ taken }) => taken === 0).map(({ exit }) => `${workflow}/${step} (${exit})`),
      );
    case "languages":
      return steps.flatMap(({ step, byLanguage }) =>
        Object.entries(byLanguage)
          .filter(([, visits]) => visits === 0)
          .map(([language]) => `${workflow}/${step} (${language})`),
      );
    case "triggers":
      return triggers.filter(({ begun }) => begun === 0).map(({ trigger }) => `${workflow} (${trigger})`);
  }
}
