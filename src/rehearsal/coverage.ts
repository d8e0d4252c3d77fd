/**
 * What the tests of a site came by: steps, exits, steps in each language, and the ways in which workflows begin. A
 * workflow of a brand counts once, whichever assistants' tests run it.
 */

import type { AssistantItem, Content, Item } from "#content/content.ts";
import { edgesOf, stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import type { Language } from "#content/text.ts";
import type { Workflow } from "#content/workflow.ts";
import { type Cast, castOf, workflowItem } from "#rehearsal/programs.ts";
import type { TestResult } from "#rehearsal/rehearse-site.ts";

export interface Share {
  readonly covered: number;
  readonly total: number;
}

export type Measure = "steps" | "exits" | "languages" | "triggers";
export const measures: readonly Measure[] = ["steps", "exits", "languages", "triggers"];
export type Shares = Readonly<Record<Measure, Share>>;

export interface StepCoverage {
  readonly step: string;
  /** From the workflow's root. */
  readonly path: Path;
  readonly visits: number;
  readonly byLanguage: Readonly<Record<Language, number>>;
  readonly exits: readonly { readonly exit: string; readonly taken: number }[];
}

export interface WorkflowCoverage {
  readonly file: string;
  readonly item: Item<Workflow>;
  readonly workflow: string;
  /** Null: the brand's own. */
  readonly assistant: string | null;
  /** Whether customers can meet it once this site is published. */
  readonly isPublished: boolean;
  readonly steps: readonly StepCoverage[];
  /** How it begins by itself: `phrases`, `welcome`, `fallback`, `anytime`. */
  readonly triggers: readonly { readonly trigger: string; readonly begun: number }[];
  readonly shares: Shares;
}

export interface Coverage {
  readonly workflows: readonly WorkflowCoverage[];
  /** Of the published workflows. */
  readonly shares: Shares;
}

/** Counts by file and step, then by language or exit; of triggers by file, then by kind. */
interface Tally {
  readonly steps: Counts;
  readonly exits: Counts;
  readonly triggers: Counts;
}

type Counts = Map<string, Map<string, number>>;

function count(counts: Counts, outer: string, inner: string): void {
  let inside = counts.get(outer);
  if (!inside) counts.set(outer, (inside = new Map()));
  inside.set(inner, (inside.get(inner) ?? 0) + 1);
}

/** Whether a step can ever be left by an exit: what nobody can take need not be covered. */
export type CanLeave = (workflow: Workflow, step: string, exit: string) => boolean;

export function coverageOf(content: Content, results: readonly TestResult[], canLeave: CanLeave): Coverage {
  const tallies = tally(results);
  const workflows: WorkflowCoverage[] = [];
  const runners = new Map<string, Cast[]>();
  for (const item of content.assistants.values()) {
    const cast = castOf(content, item);
    if (!cast) continue;
    runners.set(cast.brand.id, [...(runners.get(cast.brand.id) ?? []), cast]);
    const isLive = isPublished(content, item);
    for (const own of item.workflows.values()) {
      if (own.value) workflows.push(covered(own, own.value, item.id, [cast], isLive, tallies, canLeave));
    }
  }
  for (const brand of content.brands.values()) {
    const casts = runners.get(brand.id) ?? [];
    for (const item of brand.workflows.values()) {
      if (!item.value) continue;
      const isLive = casts.some((cast) => isPublished(content, cast.item) && cast.runs.has(item.id));
      workflows.push(covered(item, item.value, null, casts, isLive, tallies, canLeave));
    }
  }
  workflows.sort((a, b) => (a.file < b.file ? -1 : 1));
  const live = workflows.filter((each) => each.isPublished);
  return { workflows, shares: sum(live.map(({ shares }) => shares)) };
}

/** An assistant that a channel names, and that is no draft. */
function isPublished(content: Content, { id, value }: AssistantItem): boolean {
  return value?.status !== "draft" && [...content.channels.values()].some((channel) => channel.value?.assistant === id);
}

function tally(results: readonly TestResult[]): Tally {
  const tallies: Tally = { steps: new Map(), exits: new Map(), triggers: new Map() };
  for (const { cast, rehearsals } of results) {
    for (const { stage } of rehearsals) {
      for (const passage of stage.passages) {
        const file = workflowItem(cast, passage.workflow)?.file;
        if (file === undefined) continue;
        if (passage.kind === "entered") count(tallies.steps, `${file} ${passage.step}`, passage.language);
        else if (passage.kind === "left") count(tallies.exits, `${file} ${passage.step}`, passage.exit);
        else count(tallies.triggers, file, passage.by);
      }
    }
  }
  return tallies;
}

function covered(
  item: Item<Workflow>,
  workflow: Workflow,
  assistant: string | null,
  casts: readonly Cast[],
  isLive: boolean,
  tallies: Tally,
  canLeave: CanLeave,
): WorkflowCoverage {
  const { file } = item;
  const languages = [...new Set(casts.flatMap((cast) => cast.languages))];
  const exits = exitsByStep(workflow, canLeave);
  const steps = stepsOf(workflow).map(({ step, path }): StepCoverage => {
    const visits = tallies.steps.get(`${file} ${step.id}`) ?? new Map<string, number>();
    const left = tallies.exits.get(`${file} ${step.id}`) ?? new Map<string, number>();
    const named = exits.get(step.id) ?? [];
    return {
      step: step.id,
      path,
      visits: total(visits.values()),
      byLanguage: Object.fromEntries(languages.map((language) => [language, visits.get(language) ?? 0])),
      exits: named.map((exit) => ({ exit, taken: timesTaken(left, exit, named) })),
    };
  });
  const triggers = triggersOf(workflow, casts).map((trigger) => {
    const by = trigger === "phrases" ? "phrase" : trigger;
    return { trigger, begun: tallies.triggers.get(file)?.get(by) ?? 0 };
  });
  const isCovered = (count: number): boolean => count > 0;
  return {
    file,
    item,
    workflow: item.id,
    assistant,
    isPublished: isLive && workflow.status !== "draft",
    steps,
    triggers,
    shares: {
      steps: share(steps.map(({ visits }) => isCovered(visits))),
      exits: share(steps.flatMap((step) => step.exits.map(({ taken }) => isCovered(taken)))),
      languages: share(steps.flatMap(({ byLanguage }) => Object.values(byLanguage).map(isCovered))),
      triggers: share(triggers.map(({ begun }) => isCovered(begun))),
    },
  };
}

/** The exits of each step that can be taken, by name; a step that only ends has none. */
function exitsByStep(workflow: Workflow, canLeave: CanLeave): ReadonlyMap<string, readonly string[]> {
  const ends = new Set(stepsOf(workflow).flatMap(({ step }) => (step.kind === "end" ? [step.id] : [])));
  const exits = new Map<string, string[]>();
  for (const { from, exit } of edgesOf(workflow)) {
    const known = exits.get(from) ?? [];
    if (!ends.has(from) && !known.includes(exit) && canLeave(workflow, from, exit)) exits.set(from, [...known, exit]);
  }
  return exits;
}

/** What leads on in the document's order may have no exit of its own in the graph: it counts as `next`. */
function timesTaken(left: ReadonlyMap<string, number>, exit: string, named: readonly string[]): number {
  if (exit !== "next") return left.get(exit) ?? 0;
  return total([...left].filter(([name]) => name === "next" || !named.includes(name)).map(([, times]) => times));
}

function total(counts: Iterable<number>): number {
  let sum = 0;
  for (const each of counts) sum += each;
  return sum;
}

function triggersOf(workflow: Workflow, casts: readonly Cast[]): readonly string[] {
  const id = workflow.workflow;
  const assistants = casts.flatMap(({ item }) => item.value ?? []);
  return [
    ...(workflow.start ? ["phrases"] : []),
    ...(assistants.some(({ welcome }) => welcome === id) ? ["welcome"] : []),
    ...(assistants.some(({ fallback }) => fallback === id) ? ["fallback"] : []),
    ...(assistants.some(({ anytime }) => anytime?.includes(id)) ? ["anytime"] : []),
  ];
}

function share(covered: readonly boolean[]): Share {
  return { covered: covered.filter(Boolean).length, total: covered.length };
}

function sum(all: readonly Shares[]): Shares {
  const one = (measure: Measure): Share => ({
    covered: all.reduce((total, shares) => total + shares[measure].covered, 0),
    total: all.reduce((total, shares) => total + shares[measure].total, 0),
  });
  return { steps: one("steps"), exits: one("exits"), languages: one("languages"), triggers: one("triggers") };
}

/** Hundredths, rounded down: 100 means all. Nothing to cover is covered. */
export function percentOf({ covered, total }: Share): number {
  return total === 0 ? 100 : Math.floor((covered / total) * 1000) / 10;
}
