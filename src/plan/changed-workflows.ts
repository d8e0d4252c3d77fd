/** The workflows that a plan changes, drawn: what is new, changed and gone is marked. */

import { changedDiagram } from "#content/diagram/changed-diagram.ts";
import { mermaid } from "#content/diagram/mermaid.ts";
import { workflowsIn } from "#plan/dialogue.ts";
import type { Side } from "#plan/move.ts";
import type { Plan } from "#plan/plan.ts";

export interface ChangedWorkflow {
  readonly assistant: string;
  readonly workflow: string;
  readonly isNew: boolean;
  /** Mermaid; null: it is too large to be read, or drawn. */
  readonly diagram: string | null;
}

/** Larger ones are not looked at, and GitHub refuses to draw the largest. */
const mostNodes = 80;
const mostLetters = 12_000;

/** In the order of assistants and workflows. What is gone as a whole is no picture. */
export function changedWorkflows(before: Side, { release, bodies, changes }: Plan): readonly ChangedWorkflow[] {
  const was = workflowsIn(before);
  const is = workflowsIn({ content: release, bodies });
  const details = changes.flatMap(({ thing, id, details }) =>
    thing === "assistant" ? details.map((detail) => ({ assistant: id, ...detail })) : [],
  );
  const byWorkflow = Map.groupBy(details, ({ assistant, workflow = "" }) => `${assistant}/${workflow}`);
  return [...byWorkflow.keys()].sort().flatMap((key) => {
    const [assistant = "", workflow = ""] = key.split("/");
    const after = is.get(key);
    if (!after) return [];
    const old = was.get(key) ?? null;
    const body = Object.values(release)
      .flatMap(({ targets }) => targets)
      .map((target) => bodies.get(target.assistant))
      .find((each) => each?.kind === "assistant" && each.id === assistant);
    const language = (body?.kind === "assistant" ? body.languages[0] : undefined) ?? "en";
    const steps = new Set((byWorkflow.get(key) ?? []).flatMap(({ step }) => (step === undefined ? [] : [step])));
    const diagram = changedDiagram({ before: old, after }, language, steps);
    const text = diagram.nodes.length > mostNodes ? null : mermaid(diagram);
    return [
      { assistant, workflow, isNew: old === null, diagram: text !== null && text.length <= mostLetters ? text : null },
    ];
  });
}
