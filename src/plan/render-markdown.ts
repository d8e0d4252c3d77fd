/**
 * A plan as a reviewer reads it on a pull request, who may see nothing else: what goes live where and what it replaces,
 * what customers will read, what else changes, and the effect that a yes is bound to.
 */

import type { Finding } from "#findings/finding.ts";
import { type ChangedText, changedDialogue } from "#plan/dialogue.ts";
import type { Live } from "#plan/live.ts";
import { code, folded, textDiff, within } from "#plan/markdown.ts";
import type { Change, Detail, Plan } from "#plan/plan.ts";
import { isEmpty } from "#plan/plan.ts";

/** Settings under these keys may hold what nobody should read in a comment: their values are not shown. */
const withheld = /(?:^|[ .])(?:headers?|query|body|auth|values|token|key)(?:[ .(]|$)/;
/** Of one thing, this many lines; the rest is counted. */
const mostDetails = 30;
/** Of one workflow, this many changed texts. */
const mostTexts = 20;

/** Markdown of `limit` characters at most (GitHub takes 65,536). */
export function renderPlanMarkdown(plan: Plan, live: Live, limit: number): string {
  if (isEmpty(plan)) return `Nothing goes live: ${code(plan.environment)} already is what the files say.`;
  const blocks = [
    ...channelBlocks(plan),
    ...findingBlocks(plan.findings),
    ...dialogueBlocks(
      changedDialogue(
        { content: live.release?.content ?? {}, bodies: live.bodies },
        { content: plan.release, bodies: plan.bodies },
      ),
    ),
    ...changeBlocks(plan.changes),
    ...draftBlocks(plan),
  ];
  const foot = footOf(plan);
  const body = within(
    blocks,
    limit - foot.length - 2,
    (count) => `… and ${count} more parts, which do not fit here: the run's summary has the whole plan.`,
  );
  return `${body}\n\n${foot}`;
}

function footOf({ environment, effect, base }: Plan): string {
  const against = base === null ? "nothing is live there yet" : `release ${base} is live there`;
  return `Effect ${code(effect.slice(0, 12))} on ${code(environment)}, where ${against}.`;
}

function channelBlocks({ changes, handovers }: Plan): readonly string[] {
  const lines = changes
    .filter(({ thing }) => thing === "channel")
    .map(({ id, action }) => {
      const handover = handovers.find(({ channel }) => channel === id);
      if (action === "remove") return `- ${code(id)} goes: nobody answers there any more`;
      if (!handover)
        return `- ${code(id)}: ${action === "create" ? "new, with its default response" : "settings change"}`;
      const { from, to } = handover;
      if (to === null) return `- ${code(id)}: the default response replaces ${code(from ?? "")}`;
      return `- ${code(id)}: ${code(to)} replaces ${from === null ? "the default response" : code(from)}`;
    });
  return lines.length === 0 ? [] : ["### What goes live", ...grouped(lines)];
}

function findingBlocks(findings: readonly Finding[]): readonly string[] {
  const lines = findings.map(({ severity, check, message }) => `- **${severity}** ${code(check)}: ${code(message)}`);
  return lines.length === 0 ? [] : ["### What wants a second look", ...grouped(lines)];
}

function dialogueBlocks(texts: readonly ChangedText[]): readonly string[] {
  if (texts.length === 0) return [];
  const workflows = Map.groupBy(texts, ({ assistant, workflow }) => `${assistant} / ${workflow}`);
  const blocks = [...workflows].map(([name, changed]) => {
    const shown = changed
      .slice(0, mostTexts)
      .map(({ place, language, before, after }) => `${code(place)}, ${code(language)}\n${textDiff(before, after)}`);
    const rest = changed.length - shown.length;
    const more = rest > 0 ? [`… and ${rest} more texts`] : [];
    return folded(
      `${code(name)}: ${counted(changed.length, "text")}`.replaceAll("`", ""),
      [...shown, ...more].join("\n\n"),
    );
  });
  return ["### What customers will read", ...blocks];
}

function changeBlocks(changes: readonly Change[]): readonly string[] {
  const blocks = changes.flatMap(({ thing, id, action, details }) => {
    const lines = details.filter(({ languages }) => languages === undefined).map(detailLine);
    if (lines.length === 0) return [];
    const shown = lines.slice(0, mostDetails);
    const rest = lines.length - shown.length;
    const verb = { create: "new", update: "changes", remove: "goes" }[action];
    return [
      [`**${thing} ${code(id)}** ${verb}`, "", ...shown, ...(rest > 0 ? [`- … and ${rest} more`] : [])].join("\n"),
    ];
  });
  return blocks.length === 0 ? [] : ["### What else changes", ...blocks];
}

function detailLine({ sign, workflow, what, before, after }: Detail): string {
  const place = workflow === undefined || what.startsWith("workflow ") ? "" : `${workflow}: `;
  const line = `- ${code(`${sign} ${place}${what}`)}`;
  if (withheld.test(what)) return line;
  if (before !== undefined && after !== undefined) return `${line} ${code(before)} → ${code(after)}`;
  if (after !== undefined) return `${line} ${code(after)}`;
  return before === undefined ? line : `${line} (was ${code(before)})`;
}

function draftBlocks({ keptBack }: Plan): readonly string[] {
  const lines = keptBack.map(({ thing, id, meanwhile }) => `- ${thing} ${code(id)} is a draft: ${code(meanwhile)}`);
  return lines.length === 0 ? [] : ["### What stays a draft", ...grouped(lines)];
}

/** Lists of many lines in several blocks, so that a long one is cut and not left out. */
function grouped(lines: readonly string[]): readonly string[] {
  const size = 50;
  return Array.from({ length: Math.ceil(lines.length / size) }, (_, index) =>
    lines.slice(index * size, (index + 1) * size).join("\n"),
  );
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
