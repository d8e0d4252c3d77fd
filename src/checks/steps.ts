/** Every step of one verb, with the workflow it stands in: checks of single steps begin here. */

import { type OwnedWorkflow, workflowsOf } from "#checks/workflows.ts";
import type { Content } from "#content/content.ts";
import { stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import { placeOf, placeOfKey } from "#content/place.ts";
import type { Step, Verb } from "#content/workflow.ts";
import type { Span } from "#findings/finding.ts";

export interface OwnedStep<K extends Verb> {
  readonly step: Extract<Step, { kind: K }>;
  readonly owned: OwnedWorkflow;
  /** The place of the step's id, where a finding about the whole step stands. */
  readonly atId: Span;
  /** The place of a value inside the step. */
  at(path: Path): Span;
  /** The place of a key of the step. */
  atKey(path: Path): Span;
}

type ByVerb = { readonly [K in Verb]?: OwnedStep<K>[] };

const known = new WeakMap<Content, ByVerb>();

/** The steps with the verb `kind`, workflow by workflow, in document order. */
export function stepsWithVerb<K extends Verb>(content: Content, kind: K): readonly OwnedStep<K>[] {
  let byVerb = known.get(content);
  if (!byVerb) known.set(content, (byVerb = collect(content)));
  return byVerb[kind] ?? [];
}

/** In one walk for all of the checks that ask; a place is looked up when a finding stands there. */
function collect(content: Content): ByVerb {
  const byVerb: Partial<Record<Verb, OwnedStep<Verb>[]>> = {};
  for (const owned of workflowsOf(content)) {
    const { file, root } = owned.item;
    for (const { step, path } of stepsOf(owned.workflow)) {
      const some = byVerb[step.kind] ?? [];
      if (some.length === 0) byVerb[step.kind] = some;
      some.push({
        step,
        owned,
        get atId() {
          return placeOf(file, root, [...path, "id"]);
        },
        at: (inner) => placeOf(file, root, [...path, ...inner]),
        atKey: (inner) => placeOfKey(file, root, [...path, ...inner]),
      });
    }
  }
  return byVerb as ByVerb;
}
