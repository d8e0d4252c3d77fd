/**
 * A workflow as a graph: its steps, the exits of each, and where they lead. Checks, interpreter, rehearsal, plan
 * and console share it, so that they cannot disagree about what follows what.
 */

import { exitsOf, type Picked, type StepExit } from "#content/exits.ts";
import type { Path } from "#content/node.ts";
import { joined } from "#content/path.ts";
import type { CarouselStep, Exit, Silence, Step, Workflow } from "#content/workflow.ts";

export interface PlacedStep {
  readonly step: Step;
  /** From the workflow's root, such as `["steps", 3, "then", 0]`. */
  readonly path: Path;
  /** The step this one is nested in, and by which exit; null at the top. */
  readonly parent: { readonly step: Step; readonly exit: string } | null;
  /**
   * The step that follows when nothing jumps: the next of its list, else the one after its parent. Null: the
   * workflow's last step is behind it, or `closes` says how it ends.
   */
  readonly next: string | null;
  /** Every exit that the step names, as `exitsOf` has them. */
  readonly exits: readonly StepExit[];
  /** The step is the last of a list whose parent ends the workflow: its outcome, null for none. */
  readonly closes?: { readonly outcome: string | null };
  /** The arm of `resolved` it stands in, however deep: the outcome of `end` there. */
  readonly arm: "solved" | "unsolved" | null;
}

/** Where a way out leads. */
export type Lead =
  | { readonly kind: "go"; readonly to: string }
  /** The workflow ends; null: without an outcome. */
  | { readonly kind: "end"; readonly outcome: string | null }
  /** Past the last step: the workflow ends because nothing is left. */
  | { readonly kind: "past" };

/** A move that the interpreter may make. What fails has no edge: it leads to the assistant's fallback. */
export interface Edge {
  readonly from: string;
  /**
   * The exit's name, also where it is not written: `options.home` and `other` of `choose`, `else` of `if`. `next` for
   * what follows when nothing jumps.
   */
  readonly exit: string;
  /** A step's id (it may not exist), `end`, or null: past the last step. */
  readonly to: string | null;
  /** Only where the workflow ends by a word of its author's: the outcome, or null. */
  readonly outcome?: string | null;
}

/** What is known of a workflow's steps and edges; each is made when it is first asked for. */
interface Known {
  readonly steps: readonly PlacedStep[];
  byId: ReadonlyMap<string, PlacedStep> | null;
  edges: Edges | null;
}

interface Edges {
  readonly all: readonly Edge[];
  readonly byStep: ReadonlyMap<string, readonly Edge[]>;
  readonly leadsBack: boolean;
  readonly runsPast: boolean;
}

const known = new WeakMap<Workflow, Known>();

function knownOf(workflow: Workflow): Known {
  let found = known.get(workflow);
  if (!found) {
    const steps: PlacedStep[] = [];
    collect(workflow.steps, ["steps"], { parent: null, next: null, arm: null }, steps);
    known.set(workflow, (found = { steps, byId: null, edges: null }));
  }
  return found;
}

/** Every step in document order, those in nested lists included. */
export function stepsOf(workflow: Workflow): readonly PlacedStep[] {
  return knownOf(workflow).steps;
}

/** The steps by their ids; of two with one id, the first. */
export function stepsById(workflow: Workflow): ReadonlyMap<string, PlacedStep> {
  const found = knownOf(workflow);
  if (!found.byId) {
    const byId = new Map<string, PlacedStep>();
    for (const each of found.steps) if (!byId.has(each.step.id)) byId.set(each.step.id, each);
    found.byId = byId;
  }
  return found.byId;
}

/** What holds for a whole list: the step it is nested in, what follows it, the arm around it. */
type Around = Omit<PlacedStep, "step" | "path" | "exits">;

function collect(list: readonly Step[], path: Path, around: Around, into: PlacedStep[]): void {
  const { parent, arm } = around;
  for (let index = 0; index < list.length; index += 1) {
    const step = list[index] as Step;
    const following = list[index + 1];
    const exits = exitsOf(step);
    const here: PlacedStep = following
      ? { step, path: joined(path, [index]), exits, parent, arm, next: following.id }
      : { ...around, step, path: joined(path, [index]), exits };
    into.push(here);
    for (let at = 0; at < exits.length; at += 1) {
      const { name, path: exitPath, exit } = exits[at] as StepExit;
      if (typeof exit === "string") continue;
      const inner = step.kind === "resolved" && (name === "solved" || name === "unsolved") ? name : arm;
      const rejoin = onwardFrom({ ...here, arm: inner });
      collect(
        exit,
        joined(here.path, exitPath),
        {
          parent: { step, exit: name },
          arm: inner,
          next: rejoin.kind === "go" ? rejoin.to : null,
          ...(rejoin.kind === "end" && { closes: { outcome: rejoin.outcome } }),
        },
        into,
      );
    }
  }
}

/** Where a step leads when nothing jumps: its own `end`, its `then`, or what follows it. */
export function onwardFrom(placed: PlacedStep): Lead {
  const { step, next, closes } = placed;
  if (step.end !== undefined) return { kind: "end", outcome: step.end };
  if (step.kind !== "if" && typeof step.then === "string") return leadOf(placed, step.then);
  if (closes) return { kind: "end", outcome: closes.outcome };
  return next === null ? { kind: "past" } : { kind: "go", to: next };
}

/** Where an exit leads: an empty list, or none, rejoins at once. */
export function leadOf(placed: PlacedStep, exit: Exit | undefined): Lead {
  if (exit === "end") return { kind: "end", outcome: placed.arm };
  if (typeof exit === "string") return { kind: "go", to: exit };
  return exit?.[0] ? { kind: "go", to: exit[0].id } : onwardFrom(placed);
}

/** Every move that the interpreter may make. Targets that do not exist are kept as they are written. */
export function edgesOf(workflow: Workflow): readonly Edge[] {
  return allEdges(workflow).all;
}

/** The same, by the id of the step that is left. */
export function edgesByStep(workflow: Workflow): ReadonlyMap<string, readonly Edge[]> {
  return allEdges(workflow).byStep;
}

/** Whether an edge leads back to a step at or before its own: without one, no steps are a circle. */
export function leadsBack(workflow: Workflow): boolean {
  return allEdges(workflow).leadsBack;
}

/** Whether an edge leads past the last step. */
export function runsPast(workflow: Workflow): boolean {
  return allEdges(workflow).runsPast;
}

function allEdges(workflow: Workflow): Edges {
  const found = knownOf(workflow);
  found.edges ??= collectEdges(found.steps);
  return found.edges;
}

function collectEdges(steps: readonly PlacedStep[]): Edges {
  const all: Edge[] = [];
  const byStep = new Map<string, Edge[]>();
  let leadsBack = false;
  let runsPast = false;
  for (const each of steps) {
    let from = byStep.get(each.step.id);
    if (!from) byStep.set(each.step.id, (from = []));
    const first = from.length;
    addEdgesFrom(each, from);
    for (let index = first; index < from.length; index += 1) {
      const edge = from[index] as Edge;
      all.push(edge);
      if (edge.to === null) runsPast = true;
      else if (byStep.has(edge.to)) leadsBack = true;
    }
  }
  return { all, byStep, leadsBack, runsPast };
}

/** The id of the step an edge leads to; null: the workflow ends. */
export function stepAt({ to }: Edge): string | null {
  return to === "end" ? null : to;
}

function addEdgesFrom(here: PlacedStep, edges: Edge[]): void {
  const { step } = here;
  switch (step.kind) {
    case "say":
    case "set":
    case "wait":
    case "end":
      addOnward(edges, here);
      break;
    case "ask":
    case "form":
      addOnward(edges, here);
      // Without an exit for them, answers that do not fit fail.
      if (step.retry?.else !== undefined) addWay(edges, here, "retry.else", step.retry.else);
      addSilentWay(edges, here, step);
      break;
    case "choose":
      if ("each" in step.options) addPicked(edges, here, "options", step.options);
      else for (const option of step.options) addPicked(edges, here, `options.${option.id}`, option);
      // Without an exit for them, words that pick nothing fail.
      if (step.other !== undefined) addWay(edges, here, "other", step.other);
      addSilentWay(edges, here, step);
      break;
    case "carousel": {
      const fromData = "each" in step.carousel;
      const cards = "each" in step.carousel ? [{ ...step.carousel, id: "carousel" }] : step.carousel;
      for (const { id, options } of cards) {
        for (const option of options ?? []) addPicked(edges, here, `${id}.${option.id}`, option);
      }
      const waits = asksForCard(step);
      if (!waits) addOnward(edges, here);
      // A list from data may be empty: there is nothing to pick from.
      if ((waits || fromData) && step.other !== undefined) addWay(edges, here, "other", step.other);
      if (waits) addSilentWay(edges, here, step);
      break;
    }
    case "articles":
      addOnward(edges, here);
      addWay(edges, here, "none", step.none);
      break;
    case "resolved":
      for (const arm of ["solved", "unsolved"] as const) {
        addEdge(edges, step.id, arm, leadOf({ ...here, arm }, step.resolved[arm]));
      }
      addSilentWay(edges, here, step);
      break;
    case "call":
      addOnward(edges, here);
      addNamedWays(edges, here, "errors", step.errors);
      break;
    case "if":
      addWay(edges, here, "then", step.then);
      addWay(edges, here, "else", step.else);
      break;
    case "switch":
      addNamedWays(edges, here, "cases", step.cases);
      addWay(edges, here, "else", step.else);
      break;
    case "goto":
      addWay(edges, here, "goto", step.goto);
      break;
    case "run":
      // `else` takes whatever has no exit of its own: nothing is left to go on with.
      if (step.outcomes === undefined || !Object.hasOwn(step.outcomes, "else")) addOnward(edges, here);
      addNamedWays(edges, here, "outcomes", step.outcomes);
      break;
    case "handoff":
      addOnward(edges, here);
      // Offline, a record is left whoever is there.
      if (step.mode !== "offline" && step.no_agent !== undefined) addWay(edges, here, "no_agent", step.no_agent);
      break;
  }
}

function addEdge(edges: Edge[], from: string, exit: string, lead: Lead): void {
  if (lead.kind === "end") edges.push({ from, exit, to: "end", outcome: lead.outcome });
  else edges.push({ from, exit, to: lead.kind === "go" ? lead.to : null });
}

function addOnward(edges: Edge[], here: PlacedStep): void {
  addEdge(edges, here.step.id, "next", onwardFrom(here));
}

function addWay(edges: Edge[], here: PlacedStep, exit: string, to: Exit | undefined): void {
  addEdge(edges, here.step.id, exit, leadOf(here, to));
}

function addPicked(edges: Edge[], here: PlacedStep, exit: string, option: Picked): void {
  addWay(edges, here, exit, option.goto ?? option.then);
}

function addSilentWay(edges: Edge[], here: PlacedStep, { silence }: { readonly silence?: Silence }): void {
  if (silence) addWay(edges, here, "silence.then", silence.then);
}

function addNamedWays(
  edges: Edge[],
  here: PlacedStep,
  key: string,
  named: Readonly<Record<string, Exit>> | undefined,
): void {
  for (const name in named) addWay(edges, here, `${key}.${name}`, named[name]);
}

/** Whether a carousel has anything to pick, and so waits. */
export function asksForCard({ carousel }: CarouselStep): boolean {
  const cards = "each" in carousel ? [carousel] : carousel;
  return cards.some(({ options }) => options !== undefined && options.length > 0);
}
