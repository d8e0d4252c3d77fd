/**
 * The interpreter: a conversation's state and an event give the next state and what is to be done. Pure, and it never
 * throws: what fails inside a workflow leaves by the step's own exit, else by the fallback, and then people are
 * offered, so that a customer never meets silence.
 */

import { bestMatch, type Candidate, type Match, threshold } from "#phrases/match.ts";
import { advance, askAgain, resume, startWorkflow, stopWaiting, waitingStep } from "#runtime/advance.ts";
import { defaultResponseId, doneId, notUnderstoodId, recordedId } from "#runtime/builtin-workflows.ts";
import type { Event } from "#runtime/event.ts";
import { hidesText } from "#runtime/hidden.ts";
import { offeredLanguage } from "#runtime/language.ts";
import type { Program, World } from "#runtime/program.ts";
import { mask } from "#runtime/sensitive.ts";
import type { State, Step, Waiting } from "#runtime/state.ts";
import { beginTurn, switchesLanguage, type Turn } from "#runtime/turn.ts";
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
  turn.understood = false;
  if (event.kind !== "called" && event.kind !== "timer" && event.kind !== "identified") state.steps = 0;
  switch (event.kind) {
    case "open":
      return open(turn);
    case "language":
      return switchLanguage(turn, event.language);
    case "identified":
      state.user = { ...state.user, ...event.user };
      return;
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
    case "agent-left":
    case "agent-done":
    case "agent-closed":
    case "nobody":
      if (state.waiting?.kind === "agents") people(turn, event, state.waiting);
      return;
  }
}

type AgentsEvent = Extract<Event, { kind: "agent" | "agent-left" | "agent-done" | "agent-closed" | "nobody" }>;

/** What happens while the conversation is with people, or waits for them. */
function people(turn: Turn, event: AgentsEvent, waiting: Extract<Waiting, { kind: "agents" }>): void {
  const { state } = turn;
  switch (event.kind) {
    case "agent":
      stopWaiting(turn);
      state.waiting = { kind: "agents", agent: { id: event.id ?? event.name, name: event.name } };
      return;
    case "agent-left":
      if (waiting.agent) state.waiting = { kind: "agents" };
      return;
    case "agent-done":
      return resume(turn, event);
    case "agent-closed":
      return close(turn);
    case "nobody": {
      const step = waitingStep(turn)?.step;
      if (!waiting.agent && step?.kind === "handoff" && step.no_agent !== undefined) resume(turn, event);
      return;
    }
  }
}

/** Everything that ran ends, without an outcome; the customer's next words begin something new. */
function close(turn: Turn): void {
  const { state } = turn;
  const [outermost] = state.frames;
  stopWaiting(turn);
  turn.world.watcher?.closed(state.frames);
  if (outermost) turn.effects.push({ kind: "ended", workflow: outermost.workflow, outcome: null });
  state.frames = [];
  state.interrupted = null;
  state.failed = false;
  state.status = "ended";
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
  const language = offeredLanguage(wish, compiled.languages);
  if (language === undefined) return;
  state.language = language;
  const kind = state.waiting?.kind;
  if (kind === "answer" || kind === "choice" || kind === "form") askAgain(turn);
}

type CustomerEvent = Extract<Event, { kind: "text" | "pick" | "fill" | "file" }>;

function customer(turn: Turn, event: CustomerEvent): void {
  const { state } = turn;
  // Whoever sent it is told. It answers no choice, and begins nothing; a question is asked again.
  const isQuestion = state.waiting?.kind === "answer" || state.waiting?.kind === "form";
  if (event.kind === "file" && event.isRefused && !isQuestion) return;
  if (isBusy(turn)) {
    if (state.queued.length < maxQueued) state.queued = [...state.queued, event];
    return;
  }
  if (event.kind === "text") state.lastMessage = hidesText(turn) ? mask : event.text;
  if (state.status === "agents") return;
  if (state.waiting) return answer(turn, event);
  begun(turn, event.kind === "text" ? event.text : event.kind === "pick" ? (event.label ?? "") : "");
}

/** An answer to what waits, unless it is a word for an `anytime` workflow. */
function answer(turn: Turn, event: CustomerEvent): void {
  const { state } = turn;
  const { waiting } = state;
  const isOffered = waiting?.kind === "choice" && pickedOf(waiting, event) !== undefined;
  // A button or a form of an earlier question: what waits now is asked again.
  if (event.kind === "pick" && !isOffered) return askAgain(turn);
  if (event.kind === "fill" && waiting?.kind !== "form") return askAgain(turn);
  if (event.kind === "text" && !isOffered && waiting) {
    const anytime = new Set(turn.program.assistant?.anytime ?? []);
    const match = best(turn, event.text, (id) => anytime.has(id));
    if (match && match.score >= (waiting.kind === "choice" ? threshold : sureThreshold)) {
      return interrupt(turn, match.workflow);
    }
    // What is asked there is whether there is more to ask: another question is an answer.
    if (waitingStep(turn)?.step.kind === "resolved") {
      const other = best(turn, event.text, () => true);
      if (other) return leaveFor(turn, other.workflow);
    }
  }
  const before = turn.effects.length;
  resume(turn, event);
  if (event.kind === "pick" || turn.understood || !isSilentSince(turn, before) || state.frames.length > 0) return;
  // People have what was written: neither is it a new question, nor is it to be said again.
  if (isRecordedSince(turn, before)) return startWorkflow(turn, recordedId, "fallback");
  // Words that nothing took for an answer, and that ended the workflow without one, may be a new question.
  const match = event.kind === "text" ? best(turn, event.text, () => true) : null;
  if (match) startWorkflow(turn, match.workflow, "phrase");
  else startWorkflow(turn, notUnderstoodId, "fallback");
}

/** The workflow that waits ends without an outcome, and another begins. */
function leaveFor(turn: Turn, workflow: string): void {
  const [outermost] = turn.state.frames;
  turn.world.watcher?.closed(turn.state.frames);
  if (outermost) turn.effects.push({ kind: "ended", workflow: outermost.workflow, outcome: null });
  turn.state.failed = false;
  startWorkflow(turn, workflow, "phrase");
}

/** Runs an `anytime` workflow; what it interrupts waits for its end. One that is under way begins anew. */
function interrupt(turn: Turn, workflow: string): void {
  const { state } = turn;
  const depth = state.frames.findIndex((frame) => frame.workflow === workflow);
  const first = turn.compiled.workflows.get(workflow)?.workflow.steps[0];
  const frame = state.frames[depth];
  if (frame && first) {
    stopWaiting(turn);
    state.frames = [...state.frames.slice(0, depth), { ...frame, step: first.id }];
    return advance(turn);
  }
  if (state.waiting && !state.interrupted) state.interrupted = { frames: state.frames, waiting: state.waiting };
  startWorkflow(turn, workflow, "anytime");
}

/** Nothing waits: the best workflow by its phrases, else the fallback. */
function begun(turn: Turn, text: string): void {
  const { state, compiled, program } = turn;
  if (!program.assistant) return startWorkflow(turn, defaultResponseId, "default-response");
  const match = best(turn, text, () => true);
  const { fallback } = program.assistant;
  state.failed = false;
  const before = turn.effects.length;
  if (match) startWorkflow(turn, match.workflow, "phrase");
  else if (switchesLanguage(turn, { kind: "text", text })) startWorkflow(turn, doneId, "fallback");
  else startWorkflow(turn, compiled.workflows.has(fallback ?? "") ? (fallback ?? "") : notUnderstoodId, "fallback");
  // A workflow may end without a word; whoever wrote to it must not be left without one.
  if (!isSilentSince(turn, before) || state.status !== "ended") return;
  const words = match ? doneId : notUnderstoodId;
  startWorkflow(turn, isRecordedSince(turn, before) ? recordedId : words, "fallback");
}

/** Whether the customer has been told nothing since. */
function isSilentSince(turn: Turn, before: number): boolean {
  return !turn.effects.slice(before).some(({ kind }) => kind === "message");
}

/** Whether a record has been left for people since. */
function isRecordedSince(turn: Turn, before: number): boolean {
  return turn.effects.slice(before).some((effect) => effect.kind === "handoff" && effect.mode === "offline");
}

/** Where something waits, words must be plainly those of an `anytime` workflow to be no answer. */
const sureThreshold = 0.8;

function best(turn: Turn, text: string, wanted: (workflow: string) => boolean): Match | null {
  return bestMatch(text, candidates(turn, wanted), turn.state.language);
}

function candidates(turn: Turn, wanted: (workflow: string) => boolean): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const [id, { workflow }] of turn.compiled.workflows) {
    const phrases = workflow.start?.phrases[turn.state.language];
    if (phrases && wanted(id)) found.push({ workflow: id, phrases });
  }
  return found;
}
