/** The site's own ids, as an editor offers them: of the whole site, of a brand, of an assistant. */

import { brandWorkflowsOf } from "#content/brand-workflows.ts";
import type { AssistantItem, BrandItem, Content } from "#content/content.ts";
import { stepsOf } from "#content/graph.ts";
import type { Role } from "#content/schemas/common.ts";
import { textsOf } from "#content/texts.ts";
import type { Workflow } from "#content/workflow.ts";

/** By what a word is. Of a role that is not there, nothing is known: any word may stand in its place. */
export type KnownIds = Readonly<Partial<Record<Role, readonly string[]>>>;

export function idsOfSite(content: Content): KnownIds {
  const brands = [...content.brands.values()];
  return {
    brand: sorted(content.brands.keys()),
    assistant: sorted(content.assistants.keys()),
    channel: sorted(content.channels.keys()),
    group: sorted(brands.flatMap(({ groups }) => [...groups.keys()])),
    environment: Object.keys(content.site.value?.environments ?? {}),
    language: sorted([
      ...brands.flatMap(({ value }) => value?.languages ?? []),
      ...[...content.assistants.values()].flatMap(({ value }) => value?.languages ?? []),
    ]),
  };
}

export function idsOfBrand(content: Content, brand: BrandItem): KnownIds {
  return {
    ...idsOfSite(content),
    schedule: sorted(brand.schedules.keys()),
    group: sorted(brand.groups.keys()),
    connection: sorted(brand.connections.keys()),
    article: sorted(brand.articles.keys()),
    asset: sorted(brand.assets.keys()),
    declaration: [
      ...["string", "int", "number", "bool", "date", "time", "file", "list", "map"],
      ...[...brand.connections.values()].flatMap(({ id, value }) =>
        Object.keys(value?.answers ?? {}).map((answer) => `${id}.${answer}`),
      ),
    ],
    ...idsOfWorkflows([...brand.workflows.values()].flatMap(({ value }) => (value ? [value] : []))),
    workflow: sorted(brand.workflows.keys()),
    language: brand.value?.languages ?? [],
  };
}

export function idsOfAssistant(content: Content, assistant: AssistantItem): KnownIds {
  const brand = content.brands.get(assistant.value?.brand ?? "");
  const own = [...assistant.workflows.values()].flatMap(({ value }) => (value ? [value] : []));
  return {
    ...(brand ? idsOfBrand(content, brand) : idsOfSite(content)),
    ...idsOfWorkflows([...own, ...brandWorkflowsOf(assistant, brand)]),
    workflow: sorted([...assistant.workflows.keys(), ...(brand?.workflows.keys() ?? [])]),
    language: [...(assistant.value?.languages ?? []), ...(assistant.value?.preparing ?? [])],
  };
}

/** The places of each workflow's texts, for `locales/`. */
export function textPlacesOf(assistant: AssistantItem): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    [...assistant.workflows.values()].flatMap(({ id, value }) =>
      value ? [[id, textsOf(value).map(({ name }) => name)]] : [],
    ),
  );
}

function idsOfWorkflows(workflows: readonly Workflow[]): KnownIds {
  const steps = workflows.flatMap((workflow) => stepsOf(workflow).map(({ step }) => step));
  const names = workflows.flatMap(({ vars, inputs, outputs }) => Object.keys({ ...vars, ...inputs, ...outputs }));
  const options = steps.flatMap((step) =>
    step.kind === "choose" && !("each" in step.options) ? step.options.map(({ id }) => id) : [],
  );
  return {
    step: [...sorted(steps.map(({ id }) => id)), "end"],
    variable: sorted(names),
    input: sorted(workflows.flatMap(({ inputs }) => Object.keys(inputs ?? {}))),
    output: sorted(workflows.flatMap(({ outputs }) => Object.keys(outputs ?? {}))),
    outcome: sorted([...steps.flatMap(({ end }) => end ?? []), "solved", "unsolved"]),
    option: sorted([...options, "solved", "unsolved"]),
  };
}

function sorted(ids: Iterable<string>): readonly string[] {
  return [...new Set(ids)].sort();
}
