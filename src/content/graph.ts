/**
 * A workflow as a graph: its steps, the exits of each, and where they lead. Checks, interpreter, rehearsal, plan
 * and console share it, so that they cannot disagree about what follows what.
 */

import type { Path } from "#content/node.ts";
import type { Exit, Step, Workflow } from "#content/workflow.ts";

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
}

export interface StepExit {
  /** Such as `then`, `retry.else`, `options.home`, `errors.404`. */
  readonly name: string;
  /** From the step. */
  readonly path: Path;
  readonly exit: Exit;
}

export interface Edge {
  readonly from: string;
  /** The exit's name; `next` for what follows by document order. */
  readonly exit: string;
  /** A step's id (it may not exist), `end`, or null: past the last step. */
  readonly to: string | null;
}

const placed = new WeakMap<Workflow, readonly PlacedStep[]>();

/** Every step in document order, those in nested lists included. */
export function stepsOf(workflow: Workflow): readonly PlacedStep[] {
  const known = placed.get(workflow);
  if (known) return known;
  const steps: PlacedStep[] = [];
  collect(workflow.steps, ["steps"], null, { next: null }, steps);
  placed.set(workflow, steps);
  return steps;
}

function collect(
  list: readonly Step[],
  path: Path,
  parent: PlacedStep["parent"],
  after: Rejoin,
  into: PlacedStep[],
): void {
  for (const [index, step] of list.entries()) {
    const follower = list[index + 1];
    const rejoin: Rejoin = follower ? { next: follower.id } : after;
    const here: Path = [...path, index];
    into.push({ step, path: here, parent, ...rejoin });
    for (const { name, path: exitPath, exit } of exitsOf(step)) {
      if (typeof exit === "string") continue;
      collect(exit, [...here, ...exitPath], { step, exit: name }, jumpAfter(step) ?? rejoin, into);
    }
  }
}

type Rejoin = Pick<PlacedStep, "next" | "closes">;

/** Nested lists rejoin after their parent: where the parent itself jumps or ends, they follow it. */
function jumpAfter(step: Step): Rejoin | null {
  if (step.end !== undefined) return { next: null, closes: { outcome: step.end } };
  if (step.kind === "if" || typeof step.then !== "string") return null;
  return step.then === "end" ? { next: null, closes: { outcome: null } } : { next: step.then };
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

/** Where each way out of each step leads. Targets that do not exist are kept as they are written. */
export function edgesOf(workflow: Workflow): readonly Edge[] {
  return stepsOf(workflow).flatMap(({ step, next, closes }) => {
    const after =
      step.end !== undefined
        ? "end"
        : typeof step.then === "string" && step.kind !== "if"
          ? step.then
          : closes
            ? "end"
            : next;
    const edges: Edge[] = exitsOf(step)
      .filter(({ name }) => name !== "then" || step.kind === "if")
      .map(({ name, exit }) => ({ from: step.id, exit: name, to: targetOf(exit, after) }));
    if (fallsThrough(step)) edges.push({ from: step.id, exit: "next", to: after });
    return edges;
  });
}

/** Where an exit leads: an empty list rejoins at once. */
export function targetOf(exit: Exit, after: string | null): string | null {
  return typeof exit === "string" ? exit : (exit[0]?.id ?? after);
}

/** Whether a step can be left towards what follows it, beside its named exits. */
function fallsThrough(step: Step): boolean {
  switch (step.kind) {
    case "goto":
    case "resolved":
      return false;
    case "if":
      return step.then === undefined || step.else === undefined;
    case "switch":
      return step.else === undefined;
    case "choose":
      return "each" in step.options
        ? step.options.goto === undefined && step.options.then === undefined
        : step.other === undefined ||
            step.options.some((option) => option.goto === undefined && option.then === undefined);
    case "run":
      return step.outcomes?.else === undefined || step.then !== undefined;
    default:
      return true;
  }
}
