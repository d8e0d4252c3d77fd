/** One workflow as a diagram: its steps, each way out of them, and how it ends. */

import { type Diagram, type DiagramEdge, type DiagramNode, type Shape, shortened } from "#content/diagram/mermaid.ts";
import { edgesOf, stepsOf } from "#content/graph.ts";
import type { Language, Text } from "#content/text.ts";
import { textsOf } from "#content/texts.ts";
import type { Step, Verb, Workflow } from "#content/workflow.ts";

const shapes: Readonly<Record<Verb, Shape>> = {
  say: "round",
  articles: "round",
  ask: "slanted",
  form: "slanted",
  choose: "hexagon",
  carousel: "hexagon",
  resolved: "hexagon",
  call: "double",
  run: "double",
  if: "diamond",
  switch: "diamond",
  handoff: "stadium",
  set: "box",
  goto: "box",
  wait: "box",
  end: "box",
};

const letters = 48;

/** `language` says which of its texts are shown. */
export function workflowDiagram(workflow: Workflow, language: Language): Diagram {
  const texts = firstTexts(workflow, language);
  const steps = stepsOf(workflow);
  const ids = new Set(steps.map(({ step }) => step.id));
  const nodes: DiagramNode[] = [
    { key: "begin", lines: beginning(workflow, language), shape: "stadium" },
    ...steps.map(({ step }) => ({
      key: `step ${step.id}`,
      lines: [step.id, what(step, texts.get(step.id))].filter((line) => line !== ""),
      shape: shapes[step.kind],
    })),
  ];
  const edges: DiagramEdge[] = [];
  const first = steps[0];
  if (first) edges.push({ from: "begin", to: `step ${first.step.id}`, label: "" });
  const ends = new Map<string, DiagramNode>();
  for (const { from, exit, to, outcome } of edgesOf(workflow)) {
    const isStep = to !== null && to !== "end";
    const key = isStep ? `step ${to}` : `end ${outcome ?? ""}`;
    if (!isStep) ends.set(key, { key, lines: [outcome ? `end: ${outcome}` : "end"], shape: "stadium" });
    else if (!ids.has(to)) ends.set(key, { key, lines: [`no step "${to}"`], shape: "dashed" });
    edges.push({ from: `step ${from}`, to: key, label: exit === "next" ? "" : exit });
  }
  return { nodes: [...nodes, ...ends.values()], edges };
}

function beginning({ workflow, start }: Workflow, language: Language): readonly string[] {
  const phrase = start?.phrases[language]?.[0];
  return phrase === undefined ? [workflow] : [workflow, `“${shortened(phrase, letters)}”`];
}

/** What a customer reads first of each step. */
function firstTexts(workflow: Workflow, language: Language): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  for (const { step, value, kind } of textsOf(workflow)) {
    const text = (value as Text)[language];
    if (step !== null && kind === "text" && text !== undefined && !first.has(step)) first.set(step, text);
  }
  return first;
}

function what(step: Step, text: string | undefined): string {
  switch (step.kind) {
    case "call":
      return `${step.call}: ${shortened(path(step), letters)}`;
    case "run":
      return `run ${step.run}`;
    case "handoff":
      return `to ${step.handoff}${step.mode === "offline" ? ", offline" : ""}`;
    case "if":
      return shortened(String(step.if), letters);
    case "switch":
      return shortened(String(step.switch), letters);
    case "set":
      return `set ${shortened(Object.keys(step.set).join(", "), letters)}`;
    case "wait":
      return `wait ${step.wait}`;
    case "articles":
      return "ids" in step.articles ? shortened(step.articles.ids.join(", "), letters) : "articles found";
    case "goto":
    case "end":
      return "";
    default:
      return text === undefined ? step.kind : shortened(text, letters);
  }
}

function path(step: Extract<Step, { kind: "call" }>): string {
  for (const method of ["get", "post", "put", "patch", "delete"] as const) {
    const asked = step[method];
    if (asked !== undefined) return `${method} ${asked}`;
  }
  return "";
}
