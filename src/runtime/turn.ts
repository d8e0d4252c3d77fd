/** One turn under way: the state that changes, the effects so far, and what every verb needs. */

import { milliseconds } from "#content/duration.ts";
import { type Lead, leadOf, onwardFrom, type PlacedStep } from "#content/graph.ts";
import type { Text } from "#content/text.ts";
import type { Assignment, Exit, Step } from "#content/workflow.ts";
import { type Evaluated, evaluate, type Scope } from "#expr/evaluate.ts";
import type { Surroundings } from "#expr/surroundings.ts";
import { fillTemplate } from "#expr/template.ts";
import { leave as jsonOf } from "#expr/values.ts";
import type { Effect } from "#runtime/effect.ts";
import type { Message } from "#runtime/message.ts";
import { type Compiled, type CompiledWorkflow, compile, type Program, type World } from "#runtime/program.ts";
import type { Frame, State, Waiting } from "#runtime/state.ts";

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

export interface Turn {
  readonly program: Program;
  readonly compiled: Compiled;
  readonly world: World;
  /** Changed as the turn goes on; its members are replaced, never changed. */
  readonly state: Mutable<State>;
  readonly effects: Effect[];
}

/** Where a step leads. */
export type Move =
  | { readonly kind: "go"; readonly to: string }
  /** The workflow ends; null: without an outcome. */
  | { readonly kind: "end"; readonly outcome: string | null }
  | { readonly kind: "wait"; readonly waiting: Waiting }
  /** Another workflow begins; the step that runs it waits for its end. */
  | { readonly kind: "enter"; readonly frame: Frame }
  | { readonly kind: "fail"; readonly code: string; readonly why: string };

/** What a verb gets: the turn, where it stands, and the frame's workflow. */
export interface Here<S extends Step = Step> {
  readonly turn: Turn;
  readonly step: S;
  readonly placed: PlacedStep;
  readonly workflow: CompiledWorkflow;
}

export function beginTurn(program: Program, state: State, world: World): Turn {
  return { program, compiled: compile(program), world, state: { ...state }, effects: [] };
}

/** The frame on top. */
export function topFrame(turn: Turn): Frame | undefined {
  return turn.state.frames.at(-1);
}

export function replaceTop(turn: Turn, frame: Frame): void {
  turn.state.frames = [...turn.state.frames.slice(0, -1), frame];
}

/** Sets variables of the running workflow, or details of the customer (`user.email`). */
export function assign(turn: Turn, values: Readonly<Record<string, unknown>>): void {
  const frame = topFrame(turn);
  if (!frame) return;
  const variables: Record<string, unknown> = { ...frame.values };
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith("user.")) turn.state.user = { ...turn.state.user, [name.slice(5)]: value };
    else variables[name] = value;
  }
  replaceTop(turn, { ...frame, values: variables });
}

export function nextId(turn: Turn, prefix: string): string {
  turn.state.counter += 1;
  return `${prefix}${turn.state.counter}`;
}

/** Where a step leads when nothing jumps: its own `end`, its `then`, or what follows it. */
export function onward(here: Here): Move {
  leave(here, "next");
  return moveOf(onwardFrom(here.placed));
}

/** Tells who looks on. */
function leave({ turn, step, workflow }: Here, exit: string): void {
  turn.world.watcher?.left(workflow.workflow.workflow, step.id, exit);
}

/** Where an exit leads; `name` is its name in `content/graph.ts`. An empty list goes on at once. */
export function follow(here: Here, exit: Exit | undefined, name: string): Move {
  leave(here, name);
  return moveOf(leadOf(here.placed, exit));
}

function moveOf(lead: Lead): Move {
  return lead.kind === "past" ? { kind: "end", outcome: null } : lead;
}

export function surroundings(turn: Turn): Surroundings {
  const { schedules } = turn.program.brand;
  return {
    now: turn.world.now,
    language: turn.state.language,
    timeZone: Object.values(schedules)[0]?.timezone ?? "UTC",
    schedules,
    agentsOnline: turn.world.agentsOnline,
  };
}

/** The names in scope; `more` adds a step's own, such as `value` or `status`. */
export function scopeOf({ turn, workflow }: Here, more: Readonly<Record<string, unknown>> = {}): Scope {
  const { state, program } = turn;
  return {
    values: {
      ...topFrame(turn)?.values,
      user: { verified: false, claims: {}, locale: state.language, ...state.user },
      brand: program.brand.values,
      channel: { id: program.channel.id, type: program.channel.type },
      conversation: state.conversation,
      last_message: state.lastMessage,
      ...more,
    },
    types: { ...workflow.types, conversation: { started: "time" } },
  };
}

/** An expression's value as JSON, or why it has none. */
export function resultOf(here: Here, source: Assignment, more?: Readonly<Record<string, unknown>>): Evaluated {
  const scope = scopeOf(here, more);
  if (typeof source === "object") {
    const filled = fillTemplate(source.text, scope, surroundings(here.turn));
    return filled.ok ? { ok: true, value: filled.text } : filled;
  }
  const result = evaluate(source, scope, surroundings(here.turn));
  return result.ok ? { ok: true, value: jsonOf(result.value) } : result;
}

/** A failing expression inside a text: caught where the step runs. */
export class TextFailed extends Error {}

/** A text in the conversation's language, filled in. Throws `TextFailed`. */
export function textIn(here: Here, text: Text, more?: Readonly<Record<string, unknown>>): string {
  return fill(here, wording(here.turn, text), more);
}

/** A text with its expressions filled in. Throws `TextFailed`. */
export function fill(
  here: Here,
  text: string,
  more?: Readonly<Record<string, unknown>>,
  show?: (value: string) => string,
): string {
  const filled = fillTemplate(text, scopeOf(here, more), surroundings(here.turn), show);
  if (!filled.ok) throw new TextFailed(filled.message);
  return filled.text;
}

/** A text's wording in the conversation's language, else in the assistant's default one. */
export function wording({ state, compiled }: Turn, text: Text): string {
  return text[state.language] ?? text[compiled.languages[0] ?? ""] ?? text.en ?? Object.values(text)[0] ?? "";
}

/** Sends a message; `place` marks another text of the same step, such as `retry`. */
export function send({ turn, step, workflow }: Here, message: Message, place?: string): void {
  turn.effects.push({
    kind: "message",
    workflow: workflow.workflow.workflow,
    step: place === undefined ? step.id : `${step.id}.${place}`,
    message,
  });
}

/** Starts the timer of a step's `silence`; answers its id. */
export function silenceTimer({ turn, step }: Here): { readonly timer: string } | Record<string, never> {
  const silence = "silence" in step ? step.silence : undefined;
  if (!silence) return {};
  const timer = nextId(turn, "t");
  turn.effects.push({ kind: "timer", timer, afterMs: milliseconds(silence.after), purpose: "silence" });
  return { timer };
}
