/** One turn under way: the state that changes, the effects so far, and what every verb needs. */

import { milliseconds } from "#content/duration.ts";
import { type Lead, leadOf, onwardFrom, type PlacedStep } from "#content/graph.ts";
import type { Exit, Step } from "#content/workflow.ts";
import type { Effect } from "#runtime/effect.ts";
import type { Event } from "#runtime/event.ts";
import { offeredLanguage } from "#runtime/language.ts";
import type { Message } from "#runtime/message.ts";
import { namedLanguage } from "#runtime/named-language.ts";
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
  /** What the customer sent was an answer to what waited, or picked one of its options. */
  understood: boolean;
  /** What the step that runs next waited for before it was left for a while: it is asked again, not anew. */
  again: Waiting | null;
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
  return {
    program,
    compiled: compile(program),
    world,
    state: { ...state },
    effects: [],
    understood: false,
    again: null,
  };
}

/** The frame on top. */
export function topFrame(turn: Turn): Frame | undefined {
  return turn.state.frames.at(-1);
}

export function replaceTop(turn: Turn, frame: Frame): void {
  turn.state.frames = [...turn.state.frames.slice(0, -1), frame];
}

/** What only a signed identity says of a customer: no answer of theirs can. */
const signed: ReadonlySet<string> = new Set(["user.id", "user.verified", "user.claims"]);

/** Sets variables of the running workflow, or details of the customer (`user.email`). */
export function assign(turn: Turn, values: Readonly<Record<string, unknown>>): void {
  const frame = topFrame(turn);
  if (!frame) return;
  const entries = Object.entries(values).filter(([name]) => !signed.has(name));
  const details = entries.filter(([name]) => name.startsWith("user.")).map(([name, value]) => [name.slice(5), value]);
  const variables = Object.fromEntries(entries.filter(([name]) => !name.startsWith("user.")));
  if (details.length > 0) turn.state.user = { ...turn.state.user, ...Object.fromEntries(details) };
  if (typeof values["user.locale"] === "string") speak(turn, values["user.locale"]);
  replaceTop(turn, { ...frame, values: { ...frame.values, ...variables } });
}

/** A customer who was asked for their language goes on in it, where the assistant has it. */
function speak(turn: Turn, wish: string): void {
  const { state, compiled } = turn;
  const language = offeredLanguage(wish, compiled.languages) ?? namedLanguage(wish, compiled.languages, state.language);
  if (language === undefined) return;
  state.language = language;
  state.user = { ...state.user, locale: language };
}

/** Whether an event that answers nothing asks for another language: the turn goes on in that. */
export function switchesLanguage(turn: Turn, event: Event): boolean {
  if (event.kind !== "text") return false;
  const language = namedLanguage(event.text, turn.compiled.languages, turn.state.language);
  if (language === undefined) return false;
  turn.state.language = language;
  return true;
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
