/**
 * A live handoff that can be reached while its group is closed: nobody asked for the hours on the way to it, and its
 * `no_agent` does not say them either.
 */

import type { Check } from "#checks/check.ts";
import { saysHours } from "#checks/handoff-outside-hours/says-hours.ts";
import { reachedWhileClosed } from "#checks/handoff-outside-hours/while-closed.ts";
import type { Schedule, Weekday } from "#content/brand.ts";
import type { BrandItem, Content, Item } from "#content/content.ts";
import { edgesOf, stepAt, stepsOf } from "#content/graph.ts";
import { placeOf } from "#content/place.ts";
import type { HandoffStep, Workflow } from "#content/workflow.ts";
import type { Finding } from "#findings/finding.ts";

export const handoffOutsideHours: Check = {
  name: "handoff-outside-hours",
  severity: "warning",
  summary: "a live handoff that may happen while its group is closed",
  run: (content) => {
    // A brand's workflow is run by several assistants, and has one finding.
    const findings = new Map<HandoffStep, Finding>();
    for (const runner of runnersOf(content)) {
      const handoffs = handoffsOf(runner);
      for (const schedule of new Set(handoffs.map((handoff) => handoff.schedule))) {
        const reached = begunWhileClosed(runner, schedule.id);
        for (const handoff of handoffs) {
          if (handoff.schedule !== schedule || !reached.has(handoff.item.id)) continue;
          const finding = findingOf(handoff, runner);
          if (finding) findings.set(handoff.step, finding);
        }
      }
    }
    return [...findings.values()];
  },
};

/** An assistant with what it may run; or a brand without assistants. */
interface Runner {
  readonly brand: BrandItem;
  readonly workflows: ReadonlyMap<string, Item<Workflow>>;
  /** The workflows that its settings name. */
  readonly named: readonly string[];
}

function runnersOf(content: Content): readonly Runner[] {
  const runners: Runner[] = [];
  const withAssistants = new Set<string>();
  for (const { value, workflows } of content.assistants.values()) {
    const brand = content.brands.get(value?.brand ?? "");
    if (!value || !brand) continue;
    withAssistants.add(brand.id);
    const named = [value.welcome, value.fallback, ...(value.anytime ?? [])].filter((id) => id !== undefined);
    runners.push({ brand, workflows: new Map([...brand.workflows, ...workflows]), named });
  }
  for (const brand of content.brands.values()) {
    if (!withAssistants.has(brand.id)) runners.push({ brand, workflows: brand.workflows, named: [] });
  }
  return runners;
}

interface Handoff {
  readonly item: Item<Workflow>;
  readonly workflow: Workflow;
  readonly step: HandoffStep;
  readonly path: readonly (string | number)[];
  readonly schedule: Item<Schedule>;
}

/** The live handoffs to groups that are closed at times. */
function handoffsOf({ brand, workflows }: Runner): readonly Handoff[] {
  return [...workflows.values()].flatMap((item) =>
    (item.value ? stepsOf(item.value) : []).flatMap(({ step, path }): Handoff[] => {
      if (step.kind !== "handoff" || step.mode === "offline" || !item.value) return [];
      // Without its no_agent, a handoff has an error to be mended first.
      if (step.no_agent === undefined || step.no_agent.length === 0) return [];
      const schedule = brand.schedules.get(brand.groups.get(step.handoff)?.value?.schedule ?? "");
      if (!schedule?.value || isAlwaysOpen(schedule.value)) return [];
      return [{ item, workflow: item.value, step, path, schedule }];
    }),
  );
}

const weekdays: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

function isAlwaysOpen({ weekly, holidays = [] }: Schedule): boolean {
  return holidays.length === 0 && weekdays.every((day) => weekly[day]?.includes("00:00-24:00"));
}

/** The workflows that can begin while `schedule` is closed: by a customer, or run by another one that can. */
function begunWhileClosed({ workflows, named }: Runner, schedule: string): ReadonlySet<string> {
  const run = new Set(
    [...workflows.values()].flatMap(({ value }) =>
      value ? stepsOf(value).flatMap(({ step }) => (step.kind === "run" ? [step.run] : [])) : [],
    ),
  );
  const waiting = [...workflows.values()].flatMap(({ id, value }) =>
    value?.start || named.includes(id) || !run.has(id) ? [id] : [],
  );
  const begun = new Set<string>();
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const workflow = workflows.get(id)?.value;
    if (!workflow || begun.has(id)) continue;
    begun.add(id);
    const reached = reachedWhileClosed(workflow, schedule);
    for (const { step } of stepsOf(workflow)) if (step.kind === "run" && reached.has(step.id)) waiting.push(step.run);
  }
  return begun;
}

function findingOf({ item, workflow, step, path, schedule }: Handoff, { brand, workflows }: Runner): Finding | null {
  if (!reachedWhileClosed(workflow, schedule.id).has(step.id)) return null;
  const nobody = edgesOf(workflow).find(({ from, exit }) => from === step.id && exit === "no_agent");
  const first = nobody ? stepAt(nobody) : null;
  if (first !== null && saysHours(workflow, first, schedule.id, workflows)) return null;
  const group = brand.groups.get(step.handoff);
  return {
    check: "handoff-outside-hours",
    severity: "warning",
    message: `the step "${step.id}" hands over to "${step.handoff}" whether or not "${schedule.id}" is open`,
    at: placeOf(item.file, item.root, [...path, "id"]),
    step: step.id,
    ...(group && {
      related: [{ at: placeOf(group.file, group.root, ["schedule"]), message: "the group's hours" }],
    }),
    why: "at night the customer would be promised people, and not told when they are back",
    help: `put it under if: open("${schedule.id}"), or say in its no_agent when they are back: {{ next_open("${schedule.id}").format("full") }}`,
  };
}
