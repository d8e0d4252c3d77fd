/**
 * Which published workflows are their brand's. A body does not say it: it holds the assistant's workflows and those of
 * the brand that it runs alike. What several assistants run, word by word, is the brand's, where the language lets it be.
 */

import type { AssistantBody, BrandBody } from "#content/body.ts";
import { stepsOf } from "#content/graph.ts";
import { isMap, sameJson } from "#content/json.ts";
import { textsOf } from "#content/texts.ts";
import type { Workflow } from "#content/workflow.ts";

/** By `brand/workflow`. */
export function sharedWorkflows(
  brands: readonly BrandBody[],
  assistants: readonly AssistantBody[],
): ReadonlySet<string> {
  return new Set(
    brands.flatMap((brand) => {
      const own = assistants.filter((assistant) => assistant.brand === brand.id);
      return [...sharedBy(own, brand)].map((id) => `${brand.id}/${id}`);
    }),
  );
}

function sharedBy(assistants: readonly AssistantBody[], { languages }: BrandBody): ReadonlySet<string> {
  const versions = Map.groupBy(
    assistants.flatMap((assistant) => Object.values(assistant.workflows).map((workflow) => ({ assistant, workflow }))),
    ({ workflow }) => workflow.workflow,
  );
  const shared = new Set<string>();
  for (const [id, [first, ...others]] of versions) {
    if (!first || !others.every(({ workflow }) => sameJson(workflow, first.workflow))) continue;
    const spoken = languagesOf(first.workflow);
    const { languages: declared, preparing = [] } = first.assistant;
    const isForeign = [...spoken].some((language) => ![...declared, ...preparing].includes(language));
    const isWhole = textsOf(first.workflow).every(
      ({ value }) => isMap(value) && languages.every((language) => Object.hasOwn(value, language)),
    );
    if ((others.length > 0 || isForeign) && isWhole) shared.add(id);
  }
  // A brand's workflows run only one another, and each assistant must come upon those that it runs.
  for (let before = -1; before !== shared.size; ) {
    before = shared.size;
    for (const id of [...shared]) {
      const held = (versions.get(id) ?? []).map(({ assistant }) => assistant);
      const workflow = held[0]?.workflows[id];
      const isClosed = workflow && runsOf(workflow).every((other) => shared.has(other));
      const isEverywhere = workflow?.start === undefined || held.length === assistants.length;
      const isMet = held.every((assistant) => comesUpon(assistant, shared).has(id));
      if (!isClosed || !isEverywhere || !isMet) shared.delete(id);
    }
  }
  return shared;
}

/** Of the shared workflows, those that an assistant would run if they were its brand's. */
function comesUpon(
  { welcome, fallback, anytime = [], workflows }: AssistantBody,
  shared: ReadonlySet<string>,
): ReadonlySet<string> {
  const all = Object.values(workflows);
  const wanted = [
    welcome,
    fallback,
    ...anytime,
    ...all.filter(({ workflow, start }) => shared.has(workflow) && start).map(({ workflow }) => workflow),
    ...all.filter(({ workflow }) => !shared.has(workflow)).flatMap(runsOf),
  ];
  const met = new Set<string>();
  while (wanted.length > 0) {
    const id = wanted.pop();
    const workflow = id !== undefined && shared.has(id) && !met.has(id) ? workflows[id] : undefined;
    if (!workflow) continue;
    met.add(workflow.workflow);
    wanted.push(...runsOf(workflow));
  }
  return met;
}

function runsOf(workflow: Workflow): readonly string[] {
  return stepsOf(workflow).flatMap(({ step }) => (step.kind === "run" ? [step.run] : []));
}

function languagesOf(workflow: Workflow): ReadonlySet<string> {
  return new Set(textsOf(workflow).flatMap(({ value }) => (isMap(value) ? Object.keys(value) : [])));
}
