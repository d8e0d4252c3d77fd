/** The semantic diff: what changed between two bodies, a line each, in the words of the language. */

import type { AssistantBody, Body, BrandBody } from "#content/body.ts";
import { type PlacedStep, stepsOf } from "#content/graph.ts";
import { sameJson } from "#content/json.ts";
import type { Step, Workflow } from "#content/workflow.ts";
import { type Difference, differences } from "#plan/differences.ts";
import type { Detail } from "#plan/plan.ts";

/** Texts longer than this are shortened where a person reads them. */
const shownLetters = 80;

/** The lines between `before` and `after`, two bodies of one thing; of a new thing, what it consists of. */
export function detailsBetween(before: Body | null, after: Body | null): readonly Detail[] {
  if (after === null) return [];
  if (before === null) return after.kind === "assistant" ? contents(after) : [];
  if (before.kind === "assistant" && after.kind === "assistant") return assistantDetails(before, after);
  if (before.kind === "brand" && after.kind === "brand") return brandDetails(before, after);
  return differences(before, after).map((difference) => settingDetail(difference));
}

function contents(body: AssistantBody): readonly Detail[] {
  return Object.values(body.workflows).map((workflow) => ({
    sign: "+",
    workflow: workflow.workflow,
    what: `workflow ${workflow.workflow} (${counted(stepsOf(workflow).length, "step")})`,
  }));
}

function assistantDetails(before: AssistantBody, after: AssistantBody): readonly Detail[] {
  const { workflows: was, ...settingsBefore } = before;
  const { workflows: is, ...settingsAfter } = after;
  const details: Detail[] = differences(settingsBefore, settingsAfter).map(settingDetail);
  for (const id of [...new Set([...Object.keys(was), ...Object.keys(is)])].sort()) {
    const old = was[id];
    const now = is[id];
    // Most are what they were: those are not looked at step by step.
    if (old && now) details.push(...(sameJson(old, now) ? [] : workflowDetails(old, now)));
    else if (now) {
      details.push({ sign: "+", workflow: id, what: `workflow ${id} (${counted(stepsOf(now).length, "step")})` });
    } else details.push({ sign: "-", workflow: id, what: `workflow ${id}` });
  }
  return details;
}

/** Brands hold maps of things (`groups`, `articles`): a thing that comes or goes is one line. */
function brandDetails(before: BrandBody, after: BrandBody): readonly Detail[] {
  return differences(before, after).map((difference) => settingDetail(difference));
}

function workflowDetails(before: Workflow, after: Workflow): readonly Detail[] {
  const workflow = after.workflow;
  const { steps: _old, ...headBefore } = before;
  const { steps: _new, ...headAfter } = after;
  const details: Detail[] = differences(headBefore, headAfter).map((difference) => ({
    ...settingDetail(difference),
    workflow,
  }));
  const was = new Map(stepsOf(before).map((placed) => [placed.step.id, placed]));
  const is = new Map(stepsOf(after).map((placed) => [placed.step.id, placed]));
  for (const [id, placed] of is) {
    const old = was.get(id);
    if (!old) details.push({ sign: "+", workflow, step: id, what: `step ${id} (${placed.step.kind})` });
    else details.push(...stepDetails(old, placed).map((detail) => ({ ...detail, workflow, step: id })));
  }
  for (const [id, placed] of was) {
    if (!is.has(id)) details.push({ sign: "-", workflow, step: id, what: `step ${id} (${placed.step.kind})` });
  }
  return details;
}

function stepDetails(before: PlacedStep, after: PlacedStep): readonly Detail[] {
  const id = after.step.id;
  if (before.step.kind !== after.step.kind) {
    return [{ sign: "~", what: `step ${id} is now a ${after.step.kind}, and was a ${before.step.kind}` }];
  }
  const details: Detail[] = differences(withoutNested(before.step), withoutNested(after.step)).map((difference) => ({
    ...settingDetail(difference),
    sign: "~",
    what: `step ${id} ${placeName(difference)}`,
  }));
  if (before.next !== after.next) {
    details.push({
      sign: "~",
      what: `step ${id} leads to another step`,
      before: before.next ?? "end",
      after: after.next ?? "end",
    });
  }
  return details;
}

/** A step without the steps inside it: those are steps of their own. The first one's id stands for the list. */
function withoutNested(step: Step): unknown {
  return JSON.parse(
    JSON.stringify(step, (_key, value: unknown) =>
      Array.isArray(value) && value.length > 0 && value.every(isStep) ? `→ ${(value[0] as Step).id}` : value,
    ),
  );
}

function isStep(value: unknown): boolean {
  return typeof value === "object" && value !== null && "kind" in value && "id" in value;
}

function settingDetail(difference: Difference): Detail {
  const { before, after, languages } = difference;
  const sign = before === undefined ? "+" : after === undefined ? "-" : "~";
  const was = shown(before);
  const is = shown(after);
  return {
    sign,
    what: placeName(difference),
    ...(languages && { languages }),
    ...(was !== undefined && { before: was }),
    ...(is !== undefined && { after: is }),
  };
}

function placeName({ path, languages }: Difference): string {
  const name = path.join(".");
  return languages ? `${name} (${languages.join(", ")})` : name;
}

/** A value as a person reads it, where it is short enough; a text in one language stands for itself. */
function shown(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "object") {
    const members = Object.values(value);
    if (!Array.isArray(value) && members.length === 1 && typeof members[0] === "string") return shortened(members[0]);
    const text = JSON.stringify(value);
    return text.length <= shownLetters ? text : undefined;
  }
  return shortened(String(value));
}

function shortened(text: string): string {
  const letters = [...text];
  return letters.length <= shownLetters ? text : `${letters.slice(0, shownLetters - 1).join("")}…`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
