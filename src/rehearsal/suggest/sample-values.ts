/** Values for what a workflow declares: what an API may answer, and what its conditions look for. */

import { stepsOf } from "#content/graph.ts";
import type { CallStep, Workflow } from "#content/workflow.ts";
import type { DeclaredType } from "#expr/values.ts";
import type { CompiledWorkflow } from "#runtime/program.ts";

/** Texts that the workflow's expressions and cases compare with: the values that lead to its arms. */
export function literalsOf(workflow: Workflow): readonly string[] {
  const found = new Set<string>();
  for (const { step } of stepsOf(workflow)) {
    if (step.kind === "switch") for (const value of Object.keys(step.cases)) found.add(value);
    for (const [, double, single] of JSON.stringify(expressionsOf(step)).matchAll(/\\"((?:(?!\\").)*)\\"|'([^']*)'/g)) {
      const text = double ?? single ?? "";
      if (text !== "" && !/[\\^$*+?()[\]{}|]/.test(text)) found.add(text);
    }
  }
  return [...found];
}

/** Only conditions lead anywhere. */
function expressionsOf(step: object): readonly unknown[] {
  return ["if", "switch", "accept"].flatMap((key) => (step as Record<string, unknown>)[key] ?? []);
}

const anyText = "sample";

/** Bodies that an API may answer a call with: one as declared, and one for each text that conditions look for. */
export function bodiesFor(step: CallStep, { types, workflow }: CompiledWorkflow): readonly unknown[] {
  const texts = [anyText, ...literalsOf(workflow)];
  const bodies = texts.flatMap((text) => [
    bodyFor(step, types, workflow, text, true),
    bodyFor(step, types, workflow, text, false),
  ]);
  const seen = new Set<string>();
  return bodies.filter((body) => {
    const key = JSON.stringify(body);
    return !seen.has(key) && seen.add(key);
  });
}

function bodyFor(
  step: CallStep,
  types: CompiledWorkflow["types"],
  workflow: Workflow,
  text: string,
  flag: boolean,
): unknown {
  let body: unknown = {};
  for (const [name, source] of Object.entries(step.save ?? {})) {
    const [, path, more = ""] = /\bbody((?:\.[a-z_]\w*)*)(.*)/is.exec(String(source)) ?? [];
    if (path === undefined) continue;
    // A last name before brackets is a function of a list, such as `filter(…)`.
    const isList = more.startsWith("(") || /^\[\d/.test(more) || /\bsize\(\s*body/.test(String(source));
    const names = path
      .split(".")
      .filter(Boolean)
      .slice(0, more.startsWith("(") ? -1 : undefined);
    const type = isList ? "list" : (types[name] ?? "string");
    body = put(body, names, sampleOf(type, text, flag, itemOf(workflow)));
  }
  return body;
}

function sampleOf(type: DeclaredType, text: string, flag: boolean, item: unknown): unknown {
  if (typeof type === "object") {
    return Object.fromEntries(Object.entries(type).map(([field, inner]) => [field, sampleOf(inner, text, flag, item)]));
  }
  switch (type) {
    case "int":
      return flag ? 1 : 0;
    case "number":
      return flag ? 9.5 : 0;
    case "bool":
      return flag;
    case "date":
      return "2026-03-05";
    case "time":
      return "2026-03-05T10:00:00Z";
    case "list":
      return flag ? [item] : [];
    case "map":
      return {};
    default:
      return text;
  }
}

/** What the items of a list must have, by what choices and cards made of it read of each. */
function itemOf(workflow: Workflow): unknown {
  const item: Record<string, unknown> = {};
  for (const { step } of stepsOf(workflow)) {
    const source = step.kind === "choose" ? step.options : step.kind === "carousel" ? step.carousel : null;
    if (!source || !("each" in source)) continue;
    for (const [, field = ""] of JSON.stringify(source).matchAll(new RegExp(`\\b${source.as}\\.([a-z_]\\w*)`, "gi"))) {
      item[field] = `${anyText} ${field}`.replace(" id", "");
    }
  }
  return item;
}

function put(body: unknown, names: readonly string[], value: unknown): unknown {
  const [first, ...rest] = names;
  if (first === undefined) return value;
  const map = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  return { ...map, [first]: put(map[first], rest, value) };
}
