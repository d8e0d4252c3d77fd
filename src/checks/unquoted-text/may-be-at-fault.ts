/**
 * Whether a file may have a text that is cut or misread, told without looking where its words stand: most files have
 * all their texts in quotes, and their places are not worth making.
 */

import { readElsewhere } from "#checks/read-elsewhere.ts";
import type { Item } from "#content/content.ts";
import { stepsOf } from "#content/graph.ts";
import { assignedTexts } from "#content/texts.ts";
import type { Workflow } from "#content/workflow.ts";

/** A `#` that cuts a text, whether or not it stands in one. What is written like a comment, two blanks before, is none. */
const cutting = /\S[ \t](?:#|[ \t]*#\S)/;

/** `misleading`: the workflows of which a text would be misread without its quotes. */
export function mayBeAtFault(item: Item<unknown>, text: string, misleading: ReadonlySet<Item<unknown>>): boolean {
  const { file, value } = item;
  // What a broken file holds is not known.
  if (value === null || cutting.test(text)) return true;
  if (!file.includes("/workflows/")) return isMisread(value);
  // Of a workflow only the texts are asked: numbers stand in most of them, and rightly.
  return misleading.has(item) || isAssignedMisread(value as Workflow);
}

function isAssignedMisread(workflow: Workflow): boolean {
  for (const { step } of stepsOf(workflow)) {
    if (step.kind !== "set" && step.kind !== "run") continue;
    for (const { value } of assignedTexts(step)) if (isMisread(value)) return true;
  }
  return false;
}

/** Whether a value, or one inside it, is no text or would be read as something else without its quotes. */
function isMisread(value: unknown): boolean {
  if (typeof value === "string") return readElsewhere(value) !== null;
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.some(isMisread);
  for (const inner of Object.values(value)) if (isMisread(inner)) return true;
  return false;
}
