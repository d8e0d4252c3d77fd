/** A plan for people: `+ ~ -`, one line of reason, and a total. */

import type { Change, Detail, Plan } from "#plan/plan.ts";
import { isEmpty } from "#plan/plan.ts";

/** How many lines of detail one thing gets before the rest is counted. */
const shownDetails = 20;

/** The plan as lines of text, ending with a newline. */
export function renderPlanText(plan: Plan): string {
  const lines = [headline(plan), ...renderChanges(plan)];
  for (const kept of plan.keptBack) lines.push(`  = ${kept.thing} ${kept.id} is a draft: ${kept.meanwhile}`);
  if (!isEmpty(plan)) lines.push("", total(plan), `Effect ${plan.effect.slice(0, 12)}`);
  return `${lines.join("\n")}\n`;
}

/** What changes, a thing and its details each, without a headline. */
export function renderChanges(move: Pick<Plan, "changes" | "handovers">): readonly string[] {
  return move.changes.flatMap((change) => changeLines(change, move));
}

function headline(plan: Plan): string {
  const against = plan.base === null ? "nothing published yet" : `release ${plan.base} live`;
  if (isEmpty(plan))
    return `Nothing to publish to ${plan.environment}: what is live is what the files say (${against}).`;
  return `Plan for ${plan.environment} (${against}):`;
}

const signs = { create: "+", update: "~", remove: "-" } as const;

function changeLines(change: Change, { handovers }: Pick<Plan, "handovers">): string[] {
  const handover = change.thing === "channel" ? handovers.find(({ channel }) => channel === change.id) : undefined;
  const title = handover
    ? `${change.id}: ${handover.from ?? "default response"} → ${handover.to ?? "default response"}`
    : `${change.id}${change.thing === "channel" && change.action === "create" ? ": default response" : ""}`;
  const lines = [`  ${signs[change.action]} ${change.thing} ${title}`];
  if (handover?.takeover) lines.push(`      ! ${handover.to} replaces ${handover.from}, which answers there now`);
  const details = change.details.filter((detail) => !(handover && detail.what === "who answers"));
  for (const detail of details.slice(0, shownDetails)) lines.push(`      ${detailLine(change, detail)}`);
  if (details.length > shownDetails) lines.push(`      … and ${details.length - shownDetails} more`);
  return lines;
}

function detailLine(change: Change, detail: Detail): string {
  const place = detail.workflow && !detail.what.startsWith("workflow ") ? `${change.id} / ${detail.workflow}: ` : "";
  return `${detail.sign} ${place}${detail.what}${values(detail)}`;
}

function values({ before, after }: Detail): string {
  if (before !== undefined && after !== undefined) return `: ${quoted(before)} → ${quoted(after)}`;
  if (after !== undefined) return `: ${quoted(after)}`;
  if (before !== undefined) return `: was ${quoted(before)}`;
  return "";
}

/** Control characters in an author's text must not reach a terminal. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function total(plan: Plan): string {
  const count = (action: Change["action"]) => plan.changes.filter((change) => change.action === action).length;
  const hands = plan.handovers.length;
  const channels = hands === 0 ? "" : `; ${hands} channel${hands === 1 ? " changes" : "s change"} hands`;
  return `${count("create")} to add, ${count("update")} to change, ${count("remove")} to remove${channels}.`;
}
