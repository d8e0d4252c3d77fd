/**
 * A live handoff that can be reached while its group is closed: nobody asked for the hours on the way to it, and its
 * `no_agent` does not say them either.
 */

import type { Check } from "#checks/check.ts";
import type { Flow } from "#checks/flow.ts";
import { saysHours } from "#checks/handoff-outside-hours/says-hours.ts";
import { flowWhileClosed } from "#checks/handoff-outside-hours/while-closed.ts";
import { type Runs, runsOf } from "#checks/runs.ts";
import { startsOf } from "#checks/starts.ts";
import type { OwnedWorkflow } from "#checks/workflows.ts";
import type { Group, Schedule, Weekday } from "#content/brand.ts";
import type { Content, Item } from "#content/content.ts";
import { edgesOf, type PlacedStep, stepAt, stepsOf } from "#content/graph.ts";
import { placeOf } from "#content/place.ts";
import type { HandoffStep, Workflow } from "#content/workflow.ts";
import type { Finding } from "#findings/finding.ts";

export const handoffOutsideHours: Check = {
  name: "handoff-outside-hours",
  severity: "warning",
  summary: "a live handoff that may happen while its group is closed",
  run: (content) => {
    const runs = runsOf(content);
    const handoffs = runs.workflows.flatMap(handoffsOf);
    return [...new Set(handoffs.map(({ schedule }) => schedule))].flatMap((schedule) => {
      const here = handoffs.filter((handoff) => handoff.schedule === schedule);
      const ofBrand = runs.workflows.filter(({ brand }) => brand === here[0]?.owned.brand);
      const flow = flowWhileClosed(content, ofBrand, schedule.id);
      const begun = begunIn(flow, content, ofBrand, runs);
      return here
        .filter(({ owned, step }) => begun.has(owned.workflow) && flow.reached(owned).has(step.id))
        .flatMap((handoff) => (isHoursSaid(handoff, runs) ? [] : [findingOf(handoff)]));
    });
  },
};

interface Handoff {
  readonly owned: OwnedWorkflow;
  readonly step: HandoffStep;
  readonly placed: PlacedStep;
  readonly group: Item<Group>;
  readonly schedule: Item<Schedule>;
}

/** The live handoffs of a workflow to groups that are closed at times. */
function handoffsOf(owned: OwnedWorkflow): readonly Handoff[] {
  return stepsOf(owned.workflow).flatMap((placed): Handoff[] => {
    const { step } = placed;
    if (step.kind !== "handoff" || step.mode === "offline") return [];
    // Without its no_agent, a handoff has an error to be mended first.
    if (step.no_agent === undefined || step.no_agent.length === 0) return [];
    const group = owned.brand?.groups.get(step.handoff);
    const schedule = owned.brand?.schedules.get(group?.value?.schedule ?? "");
    if (!group || !schedule?.value || isAlwaysOpen(schedule.value)) return [];
    return [{ owned, step, placed, group, schedule }];
  });
}

const weekdays: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

function isAlwaysOpen({ weekly, holidays = [] }: Schedule): boolean {
  return holidays.length === 0 && weekdays.every((day) => weekly[day]?.includes("00:00-24:00"));
}

/** The workflows that begin in `flow`: by a customer, or run by another one that does. */
function begunIn(flow: Flow, content: Content, workflows: readonly OwnedWorkflow[], runs: Runs): ReadonlySet<Workflow> {
  const run = new Set(workflows.flatMap((owned) => runs.from(owned).map(({ target }) => target?.workflow)));
  // What nothing begins is looked at as if something did: that it lies idle has a finding of its own.
  const waiting = workflows.filter((owned) => !run.has(owned.workflow) || startsOf(content, owned).length > 0);
  const begun = new Set<Workflow>();
  for (let owned = waiting.pop(); owned; owned = waiting.pop()) {
    if (begun.has(owned.workflow)) continue;
    begun.add(owned.workflow);
    const reached = flow.reached(owned);
    for (const { step, target } of runs.from(owned)) if (target && reached.has(step.id)) waiting.push(target);
  }
  return begun;
}

/** Whether a customer who finds nobody is told when people are back. */
function isHoursSaid({ owned, step, schedule }: Handoff, runs: Runs): boolean {
  const nobody = edgesOf(owned.workflow).find(({ from, exit }) => from === step.id && exit === "no_agent");
  const first = nobody ? stepAt(nobody) : null;
  return first !== null && saysHours(owned, first, schedule.id, runs);
}

function findingOf({ owned: { item }, step, placed, group, schedule }: Handoff): Finding {
  return {
    check: "handoff-outside-hours",
    severity: "warning",
    message: `the step "${step.id}" hands over to "${step.handoff}" whether or not "${schedule.id}" is open`,
    at: placeOf(item.file, item.root, [...placed.path, "id"]),
    step: step.id,
    related: [{ at: placeOf(group.file, group.root, ["schedule"]), message: "the group's hours" }],
    why: "at night the customer would be promised people, and not told when they are back",
    help: `put it under if: open("${schedule.id}"), or say in its no_agent when they are back: {{ next_open("${schedule.id}").format("full") }}`,
  };
}
