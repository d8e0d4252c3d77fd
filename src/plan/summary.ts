/** A plan in a few lines, for the history of releases. */

import type { Change, Handover } from "#plan/plan.ts";

const signs = { create: "+", update: "~", remove: "-" } as const;
/** A history shows the shape of a change; the whole is in Git. */
const mostLines = 50;

/** A line a thing: `~ channel web: bo → al`. */
export function summaryOf({
  changes,
  handovers,
}: {
  readonly changes: readonly Change[];
  readonly handovers: readonly Handover[];
}): readonly string[] {
  const lines = changes.map(({ action, thing, id }) => {
    const handover = thing === "channel" ? handovers.find(({ channel }) => channel === id) : undefined;
    const answers = (name: string | null) => name ?? "default response";
    return `${signs[action]} ${thing} ${id}${handover ? `: ${answers(handover.from)} → ${answers(handover.to)}` : ""}`;
  });
  return lines.length <= mostLines
    ? lines
    : [...lines.slice(0, mostLines - 1), `… and ${lines.length - mostLines + 1} more`];
}
