/**
 * Renames a thing of the site everywhere: what refers to it, the places of its texts, its tests, its file. Pure: it
 * says which letters change and which files move, and `cli` does it.
 */

import type { Item } from "#content/content.ts";
import { inOrder } from "#content/rename/edit.ts";
import { renameAssistant, renameBrand, renameChannel, renameOfBrand, renameWorkflow } from "#content/rename/named.ts";
import { renameOption } from "#content/rename/option.ts";
import type { Refusal, Renaming } from "#content/rename/renaming.ts";
import type { KnownSite, WorkflowPlace } from "#content/rename/scope.ts";
import { renameStep } from "#content/rename/step.ts";
import { renameVariable } from "#content/rename/variable.ts";
import { fileId, type Schema, stepId, variable } from "#content/schemas/common.ts";

/** What can be renamed, with how its place is written. */
export const places = {
  step: "ASSISTANT/WORKFLOW/STEP",
  option: "ASSISTANT/WORKFLOW/STEP/OPTION, …/CARD or …/CARD/OPTION",
  variable: "ASSISTANT/WORKFLOW/VARIABLE",
  workflow: "ASSISTANT/WORKFLOW",
  assistant: "ASSISTANT",
  channel: "CHANNEL",
  brand: "BRAND",
  group: "BRAND/GROUP",
  schedule: "BRAND/SCHEDULE",
  connection: "BRAND/CONNECTION",
} as const;

export type Renamed = keyof typeof places;

/** Of a site without errors. A brand's own workflow stands below the brand's id in place of an assistant's. */
export function rename(site: KnownSite, kind: Renamed, place: string, to: string): Renaming | Refusal {
  const { content } = site;
  const [first = "", second = "", third = "", ...rest] = place.split("/");
  const schema: Schema = kind === "variable" ? variable : kind === "step" || kind === "option" ? stepId : fileId;
  if (!new RegExp(String(schema.pattern)).test(to)) {
    return { refused: `"${to}" is not ${schema.description}`, help: "choose another name" };
  }
  const result = find();
  return "refused" in result ? result : { ...result, edits: inOrder(result.edits) };

  function find(): Renaming | Refusal {
    switch (kind) {
      case "assistant":
        return inMap(content.assistants, first, (item) => renameAssistant(site, item, to));
      case "channel":
        return inMap(content.channels, first, (item) => renameChannel(site, item, to));
      case "brand":
        return inMap(content.brands, first, (item) => renameBrand(site, item, to));
      case "group":
      case "schedule":
      case "connection": {
        const brand = content.brands.get(first);
        if (!brand) return unknown("brand", first, content.brands.keys());
        const items: ReadonlyMap<string, Item<unknown>> = brand[`${kind}s`];
        return inMap(items, second, (item) => renameOfBrand(site, kind, first, item, to));
      }
      default:
        return inWorkflow();
    }
  }

  function inWorkflow(): Renaming | Refusal {
    const assistant = content.assistants.get(first) ?? null;
    const brand = content.brands.get(assistant ? (assistant.value?.brand ?? "") : first) ?? null;
    const workflows = (assistant ?? brand)?.workflows;
    if (!workflows)
      return unknown("assistant or brand", first, [...content.assistants.keys(), ...content.brands.keys()]);
    const item = workflows.get(second);
    if (!item?.value) return unknown("workflow", second, workflows.keys());
    const found: WorkflowPlace = { item, workflow: item.value, assistant, brand };
    switch (kind) {
      case "step":
        return renameStep(site, found, third, to);
      case "variable":
        return renameVariable(site, found, third, to);
      case "option":
        return renameOption(site, found, third, rest, to);
      default: {
        const taken = workflows.has(to) || (assistant && brand?.workflows.has(to));
        return taken ? exists("workflow", to) : renameWorkflow(site, found, to);
      }
    }
  }

  function inMap<T>(
    items: ReadonlyMap<string, Item<T>>,
    id: string,
    change: (item: Item<T>) => Renaming,
  ): Renaming | Refusal {
    const item = items.get(id);
    if (!item) return unknown(kind, id, items.keys());
    return items.has(to) ? exists(kind, to) : change(item);
  }

  function unknown(noun: string, id: string, known: Iterable<string>): Refusal {
    return {
      refused: `"${place}" names no ${kind}: there is no ${noun} "${id}"`,
      help: `write ${places[kind]}, with one of ${[...known].sort().join(", ") || "none"}`,
    };
  }

  function exists(noun: string, id: string): Refusal {
    return { refused: `there is a ${noun} "${id}" already`, help: "choose another id" };
  }
}
