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
  /** From the workflow's root. */
  readonly path: Path;
}

type Placed = Pick<OwnedStep<Verb>, "owned" | "path">;

/** The place of the step's id, where a finding about the whole step stands. */
export function placeOfId(placed: Placed): Span {
  return placeIn(placed, ["id"]);
}

/** The place of a value inside the step. */
export function placeIn({ owned: { item }, path }: Placed, inner: Path): Span {
  return placeOf(item.file, item.root, [...path, ...inner]);
}

/** The place of a key of the step. */
export function placeOfKeyIn({ owned: { item }, path }: Placed, inner: Path): Span {
  return placeOfKey(item.file, item.root, [...path, ...inner]);
}

type ByVerb = { readonly [K in Verb]?: OwnedStep<K>[] };

const known = new WeakMap<Content, ByVerb>();

/** The steps with the verb `kind`, workflow by workflow, in document order. */
export function stepsWithVerb<K extends Verb>(content: Content, kind: K): readonly OwnedStep<K>[] {
  let byVerb = known.get(content);
  if (!byVerb) known.set(content, (byVerb = collect(content)));
  return byVerb[kind] ?? [];
}

/** In one walk for all of the checks that ask. */
function collect(content: Content): ByVerb {
  const byVerb: Partial<Record<Verb, OwnedStep<Verb>[]>> = {};
  for (const owned of workflowsOf(content)) {
    for (const { step, path } of stepsOf(owned.workflow)) {
      const some = byVerb[step.kind];
      if (some) some.push({ step, owned, path });
      else byVerb[step.kind] = [{ step, owned, path }];
    }
  }
  return byVerb as ByVerb;
}
