/**
 * Whether a file may have a text that is cut or misread, told without looking where its words stand: most files have
 * all their texts in quotes, and their places are not worth making.
 */

import type { Item } from "#content/content.ts";
import { stepsOf } from "#content/graph.ts";
import { assignedTexts, textsOf } from "#content/texts.ts";
import type { Workflow } from "#content/workflow.ts";

/** A `#` that cuts a text, whether or not it stands in one. What is written like a comment, two blanks before, is none. */
const cutting = /\S[ \t](?:#|[ \t]*#\S)/;

export function mayBeAtFault({ file, value }: Item<unknown>, text: string): boolean {
  // What a broken file holds is not known.
  if (value === null || cutting.test(text)) return true;
  return file.includes("/workflows/") ? hasMisread(value as Workflow) : isMisread(value);
}

/** Of a workflow only the texts are asked: numbers stand in most of them, and rightly. */
function hasMisread(workflow: Workflow): boolean {
  for (const { value } of textsOf(workflow)) if (isMisread(value)) return true;
  for (const { step } of stepsOf(workflow)) {
    for (const { value } of assignedTexts(step)) if (isMisread(value)) return true;
  }
  return false;
}

/** Whether a value, or one inside it, is no text or would be read as something else without its quotes. */
function isMisread(value: unknown): boolean {
  if (typeof value === "string") return readElsewhere(value) !== null;
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.some(isMisread);
  for (const key of Object.keys(value)) if (isMisread((value as Record<string, unknown>)[key])) return true;
  return false;
}

/** Words that YAML 1.1, which many editors and tools still read, takes for true or false. */
const booleans = /^(?:y|yes|n|no|on|off)$/i;
const moment = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ].*)?$/;
const sexagesimal = /^[-+]?\d+(?::[0-5]?\d)+(?:\.\d*)?$/;

/** As what many tools read a text that is written without quotes; null: as the text. */
export function readElsewhere(written: string): string | null {
  if (written.length <= 3 && booleans.test(written)) return `the answer ${/^(?:y|on)/i.test(written)}`;
  if (!beginsLikeNumber(written.charCodeAt(0))) return null;
  return moment.test(written) ? "a day" : sexagesimal.test(written) ? "a number" : null;
}

/** Days and numbers begin with a digit or a sign. */
function beginsLikeNumber(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 43 || code === 45;
}
