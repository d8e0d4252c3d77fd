/**
 * The interpreter: a conversation's state and an event give the next state and what is to be done. Pure, and it never
 * throws: what fails inside a workflow leaves by the step's own exit, else by the fallback, and then people are
 * offered, so that a customer never meets silence.
 */

import { bestMatch, type Candidate } from "#phrases/match.ts";
import { advance, resume, startWorkflow } from "#runtime/advance.ts";
import { defaultResponseId, notUnderstoodId } from "#runtime/builtin-workflows.ts";
import type { Event } from "#runtime/event.ts";
import { pickLanguage } from "#runtime/language.ts";
import type { Program, World } from "#runtime/program.ts";
import type { State, Step } from "#runtime/state.ts";
import { beginTurn, type Turn } from "#runtime/turn.ts";
import { pickedOf } from "#runtime/verbs/choose.ts";

export { begin } from "#runtime/state.ts";

/** Messages that wait while an API is asked; more than this are not a conversation. */
const maxQueued = 20;

/** Takes one event. The same program, state, event and world give the same result. */
export function step(program: Program, state: State, event: Event, world: World): Step {
  const turn = beginTurn(program, state, world);
  handle(turn, event);
  while (turn.state.queued.length > 0 && !isBusy(turn)) {
    const [next, ...rest] = turn.state.queued;
    turn.state.queued = rest;
    if (next) handle(turn, next);
  }
  return { state: turn.state, effects: turn.effects };
}

/** Begins a workflow by its name, with its inputs: what a conversation test or a preview opens with. */
export function beginWorkflow(
  program: Program,
  state: State,
  workflow: string,
  inputs: Readonly<Record<string, unknown>>,
  world: World,
): Step {
  const turn = beginTurn(program, state, world);
  turn.state.steps = 0;
  startWorkflow(turn, workflow, "named", inputs);
  return { state: turn.state, effects: turn.effects };
}

/** Something of the platform's is under way: what the customer says meanwhile waits. */
function isBusy(turn: Turn): boolean {
  const kind = turn.state.waiting?.kind;
  return kind === "call" || kind === "pause";
}

function handle(turn: Turn, event: Event): void {
  const { state } = turn;
  if (event.kind !== "called" && event.kind !== "timer") state.steps = 0;
  switch (event.kind) {
    case "open":
      return open(turn);
    case "language":
      return switchLanguage(turn, event.language);
    case "text":
    case "pick":
    case "fill":
    case "file":
      return customer(turn, event);
    case "called":
      if (state.waiting?.kind === "call" && state.waiting.call === event.call) resume(turn, event);
      return;
    case "timer":
      if (state.waiting && "timer" in state.waiting && state.waiting.timer === event.timer) resume(turn, event);
      return;
    case "agent":
      if (state.waiting?.kind === "agents" && state.waiting.timer !== undefined) {
        turn.effects.push({ kind: "cancel", timer: state.waiting.timer });
        state.waiting = { kind: "agents" };
      }
      return;
    case "agent-done":
      if (state.waiting?.kind === "agents") resume(turn, event);
      return;
  }
}

function open(turn: Turn): void {
  const { program } = turn;
  if (turn.state.frames.length > 0) return;
  if (!program.assistant) return startWorkflow(turn, defaultResponseId, "default-response");
  const welcome = program.assistant.welcome;
  if (welcome !== undefined && turn.compiled.workflows.has(welcome)) startWorkflow(turn, welcome, "welcome");
}

/** From here on in another language; what waits is asked again in it. */
function switchLanguage(turn: Turn, wish: string): void {
  const { state, compiled } = turn;
  if (
    !compiled.languages.includes(wish) &&
    pickLanguage([wish], compiled.languages).split("-")[0] !== wish.split("-")[0]
  )
    return;
  state.language = pickLanguage([wish], compiled.languages);
  const kind = state.waiting?.kind;
  if (kind === "answer" || kind === "choice" || kind === "form") advance(turn);
}

function customer(turn: Turn, event: Extract<Event, { kind: "text" | "pick" | "fill" | "file" }>): void {
  const { state } = turn;
  if (state.status === "agents") return;
  if (isBusy(turn)) {
    if (state.queued.length < maxQueued) state.queued = [...state.queued, event];
    return;
  }
  if (event.kind === "text") state.lastMessage = event.text;
  if (state.waiting) return answer(turn, event);
  const text = event.kind === "text" ? event.text : "";
  begun(turn, text);
}

/** An answer to what waits, unless it is a word for an `anytime` workflow. */
function answer(turn: Turn, event: Extract<Event, { kind: "text" | "pick" | "fill" | "file" }>): void {
  const { waiting } = turn.state;
  const isOffered = waiting?.kind === "choice" && pickedOf(waiting, event) !== undefined;
  if (event.kind === "text" && !isOffered && waiting) {
    const anytime = new Set(turn.program.assistant?.anytime ?? []);
    const match = bestMatch(
      event.text,
      candidates(turn, (id) => anytime.has(id)),
      turn.state.language,
    );
    if (match && match.score >= (waiting.kind === "choice" ? 0.6 : 0.8)) return interrupt(turn, match.workflow);
  }
  // A button of an earlier question: what waits now is asked again.
  if (event.kind === "pick" && !isOffered) return advance(turn);
  const before = turn.effects.length;
  resume(turn, event);
  // Words that no option meant, and that ended the workflow without an answer, are a new question.
  const answered = turn.effects.slice(before).some(({ kind }) => kind === "message");
  if (event.kind === "text" && !isOffered && !answered && turn.state.frames.length === 0) begun(turn, event.text);
}

/** Runs an `anytime` workflow; what it interrupts waits for its end. */
function interrupt(turn: Turn, workflow: string): void {
  const { state } = turn;
  if (state.waiting && !state.interrupted) {
    if ("timer" in state.waiting && state.waiting.timer !== undefined) {
      turn.effects.push({ kind: "cancel", timer: state.waiting.timer });
    }
    state.interrupted = { frames: state.frames, waiting: state.waiting };
  }
  startWorkflow(turn, workflow, "anytime");
}

/** Nothing waits: the best workflow by its phrases, else the fallback. */
function begun(turn: Turn, text: string): void {
  if (!turn.program.assistant) return startWorkflow(turn, defaultResponseId, "default-response");
  const match = bestMatch(
    text,
    candidates(turn, () => true),
    turn.state.language,
  );
  if (match) return startWorkflow(turn, match.workflow, "phrase");
  const fallback = turn.program.assistant.fallback;
  startWorkflow(
    turn,
    fallback !== undefined && turn.compiled.workflows.has(fallback) ? fallback : notUnderstoodId,
    "fallback",
  );
}

function candidates(turn: Turn, wanted: (workflow: string) => boolean): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const [id, { workflow }] of turn.compiled.workflows) {
    const phrases = workflow.start?.phrases[turn.state.language];
    if (phrases && wanted(id)) found.push({ workflow: id, phrases });
  }
  return found;
}
