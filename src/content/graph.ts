/**
 * A workflow as a graph: its steps, the exits of each, and where they lead. Checks, interpreter, rehearsal, plan
 * and console share it, so that they cannot disagree about what follows what.
 */

import type { Path } from "#content/node.ts";
import type { CarouselStep, Exit, Step, Workflow } from "#content/workflow.ts";

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

export interface StepExit {
  /** Such as `then`, `retry.else`, `options.home`, `errors.404`. */
  readonly name: string;
  /** From the step. */
  readonly path: Path;
  readonly exit: Exit;
}

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

const placed = new WeakMap<Workflow, readonly PlacedStep[]>();

/** Every step in document order, those in nested lists included. */
export function stepsOf(workflow: Workflow): readonly PlacedStep[] {
  const known = placed.get(workflow);
  if (known) return known;
  const steps: PlacedStep[] = [];
  collect(workflow.steps, ["steps"], { parent: null, next: null, arm: null }, steps);
  placed.set(workflow, steps);
  return steps;
}

/** What holds for a whole list: the step it is nested in, what follows it, the arm around it. */
type Around = Omit<PlacedStep, "step" | "path">;

function collect(list: readonly Step[], path: Path, around: Around, into: PlacedStep[]): void {
  for (const [index, step] of list.entries()) {
    const following = list[index + 1];
    const { parent, arm } = around;
    const here: PlacedStep = following
      ? { step, path: [...path, index], parent, arm, next: following.id }
      : { ...around, step, path: [...path, index] };
    into.push(here);
    for (const { name, path: exitPath, exit } of exitsOf(step)) {
      if (typeof exit === "string") continue;
      const inner = step.kind === "resolved" && (name === "solved" || name === "unsolved") ? name : arm;
      const rejoin = onwardFrom({ ...here, arm: inner });
      collect(
        exit,
        [...here.path, ...exitPath],
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

/** Every exit that a step names, in the order of the language's table. */
export function exitsOf(step: Step): readonly StepExit[] {
  const exits: StepExit[] = [];
  const add = (name: string, path: Path, exit: Exit | undefined): void => {
    if (exit !== undefined) exits.push({ name, path, exit });
  };
  const silence = (): void => {
    if ("silence" in step && step.silence) add("silence.then", ["silence", "then"], step.silence.then);
  };
  switch (step.kind) {
    case "ask":
    case "form":
      add("retry.else", ["retry", "else"], step.retry?.else);
      silence();
      break;
    case "choose":
      if ("each" in step.options) {
        add("options", ["options", "goto"], step.options.goto);
        add("options", ["options", "then"], step.options.then);
      } else {
        for (const [index, option] of step.options.entries()) {
          add(`options.${option.id}`, ["options", index, "goto"], option.goto);
          add(`options.${option.id}`, ["options", index, "then"], option.then);
        }
      }
      add("other", ["other"], step.other);
      silence();
      break;
    case "carousel":
      if ("each" in step.carousel) {
        for (const [index, option] of (step.carousel.options ?? []).entries()) {
          add(`carousel.${option.id}`, ["carousel", "options", index, "goto"], option.goto);
          add(`carousel.${option.id}`, ["carousel", "options", index, "then"], option.then);
        }
      } else {
        for (const [card, { id, options }] of step.carousel.entries()) {
          for (const [index, option] of (options ?? []).entries()) {
            add(`${id}.${option.id}`, ["carousel", card, "options", index, "goto"], option.goto);
            add(`${id}.${option.id}`, ["carousel", card, "options", index, "then"], option.then);
          }
        }
      }
      add("other", ["other"], step.other);
      silence();
      break;
    case "articles":
      add("none", ["none"], step.none);
      break;
    case "resolved":
      add("solved", ["resolved", "solved"], step.resolved.solved);
      add("unsolved", ["resolved", "unsolved"], step.resolved.unsolved);
      silence();
      break;
    case "call":
      for (const [key, exit] of Object.entries(step.errors ?? {})) add(`errors.${key}`, ["errors", key], exit);
      break;
    case "if":
      add("then", ["then"], step.then);
      add("else", ["else"], step.else);
      break;
    case "switch":
      for (const [value, exit] of Object.entries(step.cases)) add(`cases.${value}`, ["cases", value], exit);
      add("else", ["else"], step.else);
      break;
    case "goto":
      add("goto", ["goto"], step.goto);
      break;
    case "run":
      for (const [outcome, exit] of Object.entries(step.outcomes ?? {})) {
        add(`outcomes.${outcome}`, ["outcomes", outcome], exit);
      }
      break;
    case "handoff":
      add("no_agent", ["no_agent"], step.no_agent);
      break;
    case "say":
    case "set":
    case "wait":
    case "end":
      break;
  }
  if (step.kind !== "if") add("then", ["then"], step.then);
  return exits;
}

const edges = new WeakMap<Workflow, readonly Edge[]>();

/** Every move that the interpreter may make. Targets that do not exist are kept as they are written. */
export function edgesOf(workflow: Workflow): readonly Edge[] {
  const known = edges.get(workflow);
  if (known) return known;
  const found = stepsOf(workflow).flatMap((each) => edgesFrom(each));
  edges.set(workflow, found);
  return found;
}

/** The id of the step an edge leads to; null: the workflow ends. */
export function stepAt({ to }: Edge): string | null {
  return to === "end" ? null : to;
}

function edgesFrom(here: PlacedStep): readonly Edge[] {
  const { step } = here;
  const found: Edge[] = [];
  const add = (exit: string, lead: Lead): void => {
    if (lead.kind === "end") found.push({ from: step.id, exit, to: "end", outcome: lead.outcome });
    else found.push({ from: step.id, exit, to: lead.kind === "go" ? lead.to : null });
  };
  const way = (exit: string, to: Exit | undefined): void => add(exit, leadOf(here, to));
  const onward = (exit: string): void => add(exit, onwardFrom(here));
  const silence = (): void => {
    if ("silence" in step && step.silence) way("silence.then", step.silence.then);
  };
  const picked = (exit: string, option: { readonly goto?: string; readonly then?: Exit }): void =>
    way(exit, option.goto ?? option.then);
  switch (step.kind) {
    case "say":
    case "set":
    case "wait":
    case "end":
      onward("next");
      break;
    case "ask":
    case "form":
      onward("next");
      // Without an exit for them, answers that do not fit fail.
      if (step.retry?.else !== undefined) way("retry.else", step.retry.else);
      silence();
      break;
    case "choose":
      if ("each" in step.options) picked("options", step.options);
      else for (const option of step.options) picked(`options.${option.id}`, option);
      // Without an exit for them, words that pick nothing fail.
      if (step.other !== undefined) way("other", step.other);
      silence();
      break;
    case "carousel": {
      const fromData = "each" in step.carousel;
      const cards = "each" in step.carousel ? [{ ...step.carousel, id: "carousel" }] : step.carousel;
      for (const { id, options } of cards) for (const option of options ?? []) picked(`${id}.${option.id}`, option);
      const waits = asksForCard(step);
      if (!waits) onward("next");
      // A list from data may be empty: there is nothing to pick from.
      if ((waits || fromData) && step.other !== undefined) way("other", step.other);
      if (waits) silence();
      break;
    }
    case "articles":
      onward("next");
      way("none", step.none);
      break;
    case "resolved":
      for (const arm of ["solved", "unsolved"] as const) add(arm, leadOf({ ...here, arm }, step.resolved[arm]));
      silence();
      break;
    case "call":
      onward("next");
      for (const [key, exit] of Object.entries(step.errors ?? {})) way(`errors.${key}`, exit);
      break;
    case "if":
      way("then", step.then);
      way("else", step.else);
      break;
    case "switch":
      for (const [value, exit] of Object.entries(step.cases)) way(`cases.${value}`, exit);
      way("else", step.else);
      break;
    case "goto":
      way("goto", step.goto);
      break;
    case "run":
      onward("next");
      for (const [outcome, exit] of Object.entries(step.outcomes ?? {})) way(`outcomes.${outcome}`, exit);
      break;
    case "handoff":
      onward("next");
      // Offline, a record is left whoever is there.
      if (step.mode !== "offline" && step.no_agent !== undefined) way("no_agent", step.no_agent);
      break;
  }
  return found;
}

/** Whether a carousel has anything to pick, and so waits. */
export function asksForCard({ carousel }: CarouselStep): boolean {
  const cards = "each" in carousel ? [carousel] : carousel;
  return cards.some(({ options }) => options !== undefined && options.length > 0);
}
