/**
 * A plan as a reviewer reads it on a pull request, who may see nothing else: what goes live where and what it replaces,
 * what customers will read, what else changes, and the effect that a yes is bound to.
 */

import type { Finding } from "#findings/finding.ts";
import { changedWorkflows } from "#plan/changed-workflows.ts";
import { type ChangedText, changedDialogue } from "#plan/dialogue.ts";
import type { Live } from "#plan/live.ts";
import { block, code, folded, textDiff } from "#plan/markdown.ts";
import type { Change, Detail, Plan } from "#plan/plan.ts";
import { isEmpty } from "#plan/plan.ts";
import { fitted, type Section } from "#plan/sections.ts";

/** Settings under these keys may hold what nobody should read in a comment: their values are not shown. */
const withheld = /(?:^|[ .])(?:headers?|query|body|auth|values|token|key)(?:[ .(]|$)/;
/** Of one thing, this many lines; the rest is counted. */
const mostDetails = 30;
/** Of one workflow, this many changed texts, and of each so many letters. */
const mostTexts = 20;
const mostLetters = 1000;

/** Markdown of `limit` characters at most (GitHub takes 65,536). */
export function renderPlanMarkdown(plan: Plan, live: Live, limit: number): string {
  if (isEmpty(plan)) return nothingChanges(plan);
  const foot = planFoot(plan);
  return `${fitted(planSections(plan, live), limit - foot.length - 2, restOf)}\n\n${foot}`;
}

export function nothingChanges({ environment }: Plan): string {
  return `Nothing goes live: ${code(environment)} already is what the files say.`;
}

/** What a section does not show. */
export function restOf(count: number): string {
  return `… and ${counted(count, "more part")}, which do not fit here: the run's report has the whole.`;
}

/** What goes live, what customers will read, the workflows as diagrams, what else changes, what stays a draft. */
export function planSections(plan: Plan, live: Live): readonly Section[] {
  const before = { content: live.release?.content ?? {}, bodies: live.bodies };
  const after = { content: plan.release, bodies: plan.bodies };
  return [
    { heading: "What goes live", blocks: channelBlocks(plan), share: 3 },
    { heading: "What wants a second look", blocks: findingBlocks(plan.findings), share: 2 },
    { heading: "Conversations under way", blocks: runningBlocks(plan), share: 1 },
    { heading: "What customers will read", blocks: dialogueBlocks(changedDialogue(before, after)), share: 5 },
    { heading: "The workflows that change", blocks: diagramBlocks(plan, live), share: 4 },
    { heading: "What else changes", blocks: changeBlocks(plan.changes), share: 3 },
    { heading: "What stays a draft", blocks: draftBlocks(plan), share: 1 },
  ];
}

/** The effect that a yes is bound to. */
export function planFoot({ environment, effect, base }: Plan): string {
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
  return grouped(lines);
}

function findingBlocks(findings: readonly Finding[]): readonly string[] {
  const others = findings.filter((finding) => !isRunning(finding));
  const lines = others.map(({ severity, check, message }) => `- **${severity}** ${code(check)}: ${code(message)}`);
  return grouped(lines);
}

function isRunning({ check }: Finding): boolean {
  return check === "running-conversations";
}

function runningBlocks({ running, findings }: Plan): readonly string[] {
  if (running === 0) return [];
  const head = `**${counted(running, "conversation")}** ${running === 1 ? "is" : "are"} under way on what this changes. Each goes on with the version it began with, until it ends or 24 hours pass without a message.`;
  return [head, ...grouped(findings.filter(isRunning).map(({ message }) => `- ${code(message)}`))];
}

function dialogueBlocks(texts: readonly ChangedText[]): readonly string[] {
  const workflows = Map.groupBy(texts, ({ assistant, workflow }) => `${assistant} / ${workflow}`);
  return [...workflows].map(([name, changed]) => {
    const shown = changed.slice(0, mostTexts).map(({ place, language, before, after }) => {
      const diff = textDiff(before && shortened(before), after && shortened(after));
      return `${code(place)}, ${code(language)}\n${diff}`;
    });
    const rest = changed.length - shown.length;
    const more = rest > 0 ? [`… and ${rest} more texts`] : [];
    return folded(
      `${code(name)}: ${counted(changed.length, "text")}`.replaceAll("`", ""),
      [...shown, ...more].join("\n\n"),
    );
  });
}

function shortened(text: string): string {
  const letters = [...text];
  const more = letters.length - mostLetters;
  return more <= 0 ? text : `${letters.slice(0, mostLetters).join("")} … and ${more} more letters`;
}

function diagramBlocks(plan: Plan, live: Live): readonly string[] {
  const before = { content: live.release?.content ?? {}, bodies: live.bodies };
  return changedWorkflows(before, plan).map(({ assistant, workflow, isNew, diagram }) => {
    const name = `${assistant} / ${workflow}${isNew ? ", new" : ""}`;
    return diagram === null
      ? `${code(name)} is too large to be drawn here.`
      : folded(name, block("mermaid", diagram.trimEnd()));
  });
}

function changeBlocks(changes: readonly Change[]): readonly string[] {
  return changes.flatMap(({ thing, id, action, details }) => {
    const lines = details.filter(({ languages }) => languages === undefined).map(detailLine);
    if (lines.length === 0) return [];
    const shown = lines.slice(0, mostDetails);
    const rest = lines.length - shown.length;
    const verb = { create: "new", update: "changes", remove: "goes" }[action];
    return [
      [`**${thing} ${code(id)}** ${verb}`, "", ...shown, ...(rest > 0 ? [`- … and ${rest} more`] : [])].join("\n"),
    ];
  });
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
  return grouped(lines);
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
