/** No workflow runs itself, not even through others. */

import type { Check } from "#checks/check.ts";
import { circlesOf } from "#checks/cycles.ts";
import { arrows } from "#checks/flow.ts";
import { type Run, runsOf } from "#checks/runs.ts";
import { startsOf } from "#checks/starts.ts";
import type { OwnedWorkflow } from "#checks/workflows.ts";
import type { Content } from "#content/content.ts";
import { placeOf } from "#content/place.ts";
import type { Finding, Span } from "#findings/finding.ts";

export const recursiveRun: Check = {
  name: "recursive-run",
  severity: "error",
  summary: "a workflow that runs itself, directly or through others",
  run: (content) => circles(content).map(finding),
};

interface PlacedRun {
  readonly owned: OwnedWorkflow;
  readonly run: Run;
}

/** From where conversations begin, so that a circle is closed by the run that leads back. */
function circles(content: Content): readonly (readonly PlacedRun[])[] {
  const runs = runsOf(content);
  const begun = runs.workflows.filter((owned) => startsOf(content, owned).length > 0);
  return circlesOf(
    [...begun, ...runs.workflows],
    (owned) => runs.from(owned).map((run): PlacedRun => ({ owned, run })),
    ({ run }) => run.target,
  );
}

function finding(circle: readonly PlacedRun[]): Finding {
  const closing = circle.at(-1) as PlacedRun;
  const ids = circle.map(({ owned }) => owned.workflow.workflow);
  const [first = ""] = ids;
  return {
    check: "recursive-run",
    severity: "error",
    message: `the workflow "${first}" runs itself: ${arrows([...ids, first])}`,
    at: placeOfRun(closing),
    step: closing.run.step.id,
    ...(circle.length > 1 && {
      related: circle.slice(0, -1).map((each) => ({
        at: placeOfRun(each),
        message: `"${each.run.step.id}" of "${each.owned.workflow.workflow}" runs "${each.run.step.run}"`,
      })),
    }),
    why: "each round keeps the one before it waiting, until none may begin any more",
    help: 'let it come back instead (steps behind a "run" go on by themselves), or use "goto" inside one workflow',
  };
}

function placeOfRun({ owned, run }: PlacedRun): Span {
  return placeOf(owned.item.file, owned.item.root, [...run.placed.path, "run"]);
}
