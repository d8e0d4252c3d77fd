/** A workflow as its file and the files of `locales` say it, from a published one: steps without their kind. */

import { divided, writtenText } from "#content/adopt/written-text.ts";
import type { Locale } from "#content/content.ts";
import { stepsOf } from "#content/graph.ts";
import type { JsonMap } from "#content/json.ts";
import type { Path } from "#content/node.ts";
import type { Language } from "#content/text.ts";
import { textsOf } from "#content/texts.ts";
import type { Workflow } from "#content/workflow.ts";

export interface WrittenWorkflow {
  readonly value: JsonMap;
  /** The workflow's own part of each locale that has one, or gets one. */
  readonly locales: ReadonlyMap<Language, Locale[string]>;
}

export interface WorkflowPlace {
  /** The default language of what the workflow belongs to. */
  readonly language: Language;
  /** The workflow as its file says it now, texts as they were written; null: there is no file. */
  readonly current: Workflow | null;
  readonly locales: ReadonlyMap<Language, Locale>;
}

export function writtenWorkflow(published: Workflow, { language, current, locales }: WorkflowPlace): WrittenWorkflow {
  const workflow = structuredClone(published);
  const id = workflow.workflow;
  const before = new Map(current ? textsOf(current).map(({ name, value }) => [name, value]) : []);
  const beside = new Map<Language, Record<string, string | readonly string[]>>();
  for (const [tongue, locale] of locales) if (Object.hasOwn(locale, id)) beside.set(tongue, {});
  for (const { name, path, value } of textsOf(workflow)) {
    const now = before.get(name);
    const parts = divided(now, value as JsonMap, language, (tongue) => {
      const own = locales.get(tongue)?.[id];
      if (own === undefined) return "never";
      return Object.hasOwn(own, name) ? "has" : "may";
    });
    replaceAt(workflow, path, writtenText(now, parts.inline, language));
    for (const [tongue, text] of Object.entries(parts.beside)) {
      (beside.get(tongue) as Record<string, unknown>)[name] = text;
    }
  }
  for (const { step } of stepsOf(workflow)) writeStep(step as unknown as Record<string, unknown>);
  const { workflow: _id, title, status, start, inputs, outputs, vars, steps, ...rest } = workflow;
  return {
    value: { workflow: id, title, status, start, inputs, outputs, vars, ...rest, steps },
    locales: beside,
  };
}

/** Its verb says its kind; its id comes first, in whatever order a program has put the keys. */
function writeStep(step: Record<string, unknown>): void {
  const { kind, ...rest } = step;
  for (const key of Object.keys(step)) delete step[key];
  if (Object.keys(rest)[0] === "id") Object.assign(step, rest);
  else Object.assign(step, { id: rest.id, [String(kind)]: rest[String(kind)] }, rest);
}

/** The clone is nobody else's: it changes in place. */
function replaceAt(workflow: Workflow, path: Path, value: unknown): void {
  let holder = workflow as unknown as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) holder = holder[step] as Record<string | number, unknown>;
  holder[path.at(-1) ?? ""] = value;
}
