/**
 * Drift that somebody let stay for a while: `parley.yaml` says what, until when, who answers for it and why. It is bound
 * to the release that made it so: whatever changes again is drift anew, and when its day is over it is told as before.
 */

import type { AcceptedDrift } from "#content/site.ts";
import type { DriftField } from "#plan/drift.ts";

export interface SortedDrift {
  /** What is to be put right. */
  readonly open: readonly DriftField[];
  readonly accepted: readonly { readonly by: AcceptedDrift; readonly fields: readonly DriftField[] }[];
  /** What accepted some of `open`, and does so no longer. */
  readonly over: readonly AcceptedDrift[];
  /** What accepts nothing that is there: it can go. */
  readonly idle: readonly AcceptedDrift[];
}

export interface Now {
  readonly environment: string;
  /** `2026-03-02`, UTC. */
  readonly today: string;
}

export function sortDrift(
  fields: readonly DriftField[],
  all: readonly AcceptedDrift[],
  { environment, today }: Now,
): SortedDrift {
  const here = all.filter((each) => each.environment === environment);
  const current = here.filter(({ until }) => until >= today);
  const byWhom = Map.groupBy(fields, (field) => current.find((each) => covers(each, field)));
  const open = byWhom.get(undefined) ?? [];
  return {
    open,
    accepted: current.flatMap((by) => ({ by, fields: byWhom.get(by) ?? [] })).filter((each) => each.fields.length > 0),
    over: here.filter((each) => each.until < today && open.some((field) => covers(each, field))),
    idle: here.filter((each) => !fields.some((field) => covers(each, field))),
  };
}

/** Without `fields`, all that its release made so; each of them stands for what is below it, too. */
function covers({ release, fields }: AcceptedDrift, { thing, id, path, since }: DriftField): boolean {
  if (since.number !== release) return false;
  const place = [thing, id, path.join(".")].join(" ");
  return fields?.some((each) => [" ", "."].some((end) => `${place}${end}`.startsWith(`${each}${end}`))) ?? true;
}

/** Whether a field is that place, or below it. */
export function isWithin({ thing, id, path }: DriftField, place: DriftField): boolean {
  return thing === place.thing && id === place.id && place.path.every((key, index) => path[index] === key);
}
