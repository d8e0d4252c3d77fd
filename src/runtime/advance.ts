/** Steps, one after another, until one waits or everything has ended. */

import type { Step as WorkflowStep } from "#content/workflow.ts";
import { builtinTexts } from "#runtime/builtin-texts.ts";
import { peopleId } from "#runtime/builtin-workflows.ts";
import type { Event } from "#runtime/event.ts";
import type { Frame, Waiting } from "#runtime/state.ts";
import { TextFailed, wording } from "#runtime/texts.ts";
import { follow, type Here, type Move, onward, replaceTop, type Turn, topFrame } from "#runtime/turn.ts";
import { answerAsk, runAsk } from "#runtime/verbs/ask.ts";
import { answerCall, runCall } from "#runtime/verbs/call.ts";
import { answerCarousel, runCarousel } from "#runtime/verbs/carousel.ts";
import { answerChoose, answerResolved, runChoose, runResolved } from "#runtime/verbs/choose.ts";
import { answerForm, runForm } from "#runtime/verbs/form.ts";
import { nobodyCame, runHandoff } from "#runtime/verbs/handoff.ts";
import { returnFrom, runGoto, runIf, runRun, runSet, runSwitch, runWait } from "#runtime/verbs/logic.ts";
import { runArticles, runSay } from "#runtime/verbs/say.ts";
import type { Beginning } from "#runtime/watcher.ts";
import { wayOutOf } from "#runtime/way-out.ts";

/** Past this many steps between two messages of the customer, a workflow goes round in circles. */
const maxSteps = 50;
const maxDepth = 20;

/** Begins a workflow in place of whatever ran; `values` are its inputs. */
export function startWorkflow(
  turn: Turn,
  id: string,
  by: Beginning,
  values: Readonly<Record<string, unknown>> = {},
): void {
  const first = turn.compiled.workflows.get(id)?.workflow.steps[0];
  turn.world.watcher?.began(id, by);
  stopWaiting(turn);
  turn.state.frames = first ? [{ workflow: id, step: first.id, values }] : [];
  advance(turn);
}

/** What waits is asked again: in another language, or after something else came in between. */
export function askAgain(turn: Turn): void {
  turn.again = turn.state.waiting;
  stopWaiting(turn);
  advance(turn);
}

/** Nothing waits any more, nor does its timer. */
export function stopWaiting(turn: Turn): void {
  const { waiting } = turn.state;
  if (waiting && "timer" in waiting && waiting.timer !== undefined) {
    turn.effects.push({ kind: "cancel", timer: waiting.timer });
  }
  turn.state.waiting = null;
}

/** Runs the step on top, and what follows it. */
export function advance(turn: Turn): void {
  turn.state.waiting = null;
  for (let frame = topFrame(turn); frame; frame = topFrame(turn)) {
    turn.state.steps += 1;
    turn.world.watcher?.entered(frame.workflow, frame.step, turn.effects.length);
    const here = hereAt(turn, frame);
    const move: Move = !here
      ? noStep(frame)
      : turn.state.steps > maxSteps
        ? { kind: "fail", code: "too-many-steps", why: `over ${maxSteps} steps without a word from the customer` }
        : guarded(() => runStep(here));
    turn.again = null;
    if (!apply(turn, move)) break;
  }
  settle(turn);
}

/** Gives what waits its answer, and goes on from there. */
export function resume(turn: Turn, event: Event): void {
  const { state } = turn;
  const frame = topFrame(turn);
  const here = frame && hereAt(turn, frame);
  const { waiting } = state;
  if (!waiting) return;
  if (event.kind === "timer") state.waiting = null;
  else stopWaiting(turn);
  const move: Move = here ? guarded(() => answerStep(here, waiting, event)) : noStep(frame);
  if (apply(turn, move)) advance(turn);
  else settle(turn);
}

function noStep(frame: Frame | undefined): Move {
  return { kind: "fail", code: "no-step", why: `there is no step "${frame?.step}"` };
}

/** Where the conversation stands. */
export function waitingStep(turn: Turn): Here | null {
  const frame = topFrame(turn);
  return frame ? hereAt(turn, frame) : null;
}

function hereAt(turn: Turn, frame: Frame): Here | null {
  const workflow = turn.compiled.workflows.get(frame.workflow);
  const placed = workflow?.steps.get(frame.step);
  return workflow && placed ? { turn, step: placed.step, placed, workflow } : null;
}

/** An expression that fails inside a text is a failing step. Anything else thrown is one too: nobody gets silence. */
function guarded(work: () => Move): Move {
  try {
    return work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: "fail", code: error instanceof TextFailed ? "expression" : "fault", why };
  }
}

/** Carries out a move; answers whether the conversation goes on now. */
function apply(turn: Turn, move: Move): boolean {
  const frame = topFrame(turn);
  if (!frame) return false;
  switch (move.kind) {
    case "go":
      replaceTop(turn, { ...frame, step: move.to });
      return true;
    case "wait":
      turn.state.waiting = move.waiting;
      return false;
    case "enter":
      if (turn.state.frames.length >= maxDepth) {
        return fail(turn, "too-deep", `workflows run one another over ${maxDepth} levels deep`);
      }
      turn.state.frames = [...turn.state.frames, move.frame];
      return true;
    case "end":
      return leaveWorkflow(turn, frame, move.outcome);
    case "fail":
      return leaveFailing(turn, frame, move);
  }
}

/** A step that fails itself leaves by its own exit; whatever else goes wrong is the fallback's. */
function leaveFailing(turn: Turn, frame: Frame, { code, why }: Extract<Move, { kind: "fail" }>): boolean {
  const here = hereAt(turn, frame);
  const wayOut = here && (code === "expression" || code === "fault") ? wayOutOf(here.step) : null;
  if (!here || !wayOut) return fail(turn, code, why);
  log(turn, "warning", code, why);
  return apply(turn, follow(here, wayOut.exit, wayOut.name));
}

function log(turn: Turn, level: "warning" | "error", code: string, message: string): void {
  const frame = topFrame(turn);
  turn.effects.push({
    kind: "log",
    level,
    code,
    message,
    ...(frame && { workflow: frame.workflow, step: frame.step }),
  });
}

function leaveWorkflow(turn: Turn, inner: Frame, outcome: string | null): boolean {
  const { state } = turn;
  state.frames = state.frames.slice(0, -1);
  const outer = topFrame(turn);
  if (outer) {
    const here = hereAt(turn, outer);
    const step = here?.step;
    if (!here || step?.kind !== "run") return apply(turn, noStep(outer));
    return apply(
      turn,
      guarded(() => returnFrom(at(here, step), inner, outcome)),
    );
  }
  turn.world.watcher?.closed([inner]);
  turn.effects.push({ kind: "ended", workflow: inner.workflow, outcome });
  if (state.interrupted) {
    const { frames, waiting } = state.interrupted;
    state.frames = frames;
    state.interrupted = null;
    turn.again = waiting;
    return true;
  }
  if (!state.failed) return false;
  state.failed = false;
  return inner.workflow !== peopleId && enterBuiltin(turn, peopleId);
}

/** Something failed inside a workflow: the fallback, and after it people. What fails even there gets an apology. */
export function fail(turn: Turn, code: string, why: string): boolean {
  const { state, program } = turn;
  const frame = topFrame(turn);
  log(turn, "error", code, why);
  const fallback = program.assistant?.fallback;
  const first = fallback === undefined ? undefined : turn.compiled.workflows.get(fallback)?.workflow.steps[0];
  const alreadyThere =
    state.failed || state.frames.some(({ workflow }) => workflow === fallback || workflow === peopleId);
  turn.world.watcher?.closed(state.frames);
  state.interrupted = null;
  state.frames = [];
  state.steps = 0;
  if (fallback !== undefined && first && !alreadyThere) {
    state.failed = true;
    turn.world.watcher?.began(fallback, "fallback");
    state.frames = [{ workflow: fallback, step: first.id, values: {} }];
    return true;
  }
  const workflow = frame?.workflow ?? peopleId;
  turn.effects.push({
    kind: "message",
    workflow,
    step: "sorry",
    message: { type: "text", text: wording(turn, builtinTexts.sorry) },
  });
  const failedTwice = state.failed && frame?.workflow === peopleId;
  state.failed = !failedTwice && frame?.workflow !== peopleId;
  return state.failed ? enterBuiltin(turn, peopleId) : false;
}

function enterBuiltin(turn: Turn, id: string): boolean {
  const first = turn.compiled.workflows.get(id)?.workflow.steps[0];
  if (!first) return false;
  turn.state.frames = [{ workflow: id, step: first.id, values: {} }];
  return true;
}

/** Who has the conversation now. */
function settle(turn: Turn): void {
  const { state } = turn;
  state.status = state.waiting?.kind === "agents" ? "agents" : state.frames.length > 0 ? "assistant" : "ended";
}

function runStep(here: Here): Move {
  const step = here.step;
  switch (step.kind) {
    case "say":
      return runSay(at(here, step));
    case "ask":
      return runAsk(at(here, step));
    case "form":
      return runForm(at(here, step));
    case "choose":
      return runChoose(at(here, step));
    case "carousel":
      return runCarousel(at(here, step));
    case "articles":
      return runArticles(at(here, step));
    case "resolved":
      return runResolved(at(here, step));
    case "call":
      return runCall(at(here, step));
    case "set":
      return runSet(at(here, step));
    case "if":
      return runIf(at(here, step));
    case "switch":
      return runSwitch(at(here, step));
    case "goto":
      return runGoto(at(here, step));
    case "run":
      return runRun(at(here, step));
    case "handoff":
      return runHandoff(at(here, step));
    case "wait":
      return runWait(at(here, step));
    case "end":
      return onward(here);
  }
}

function answerStep(here: Here, waiting: Waiting, event: Event): Move {
  const { step } = here;
  if (event.kind === "timer" || event.kind === "nobody") {
    if (waiting.kind === "agents" && step.kind === "handoff") return nobodyCame(at(here, step));
    if (waiting.kind === "pause") return onward(here);
    return follow(here, "silence" in step ? step.silence?.then : undefined, "silence.then");
  }
  switch (waiting.kind) {
    case "answer":
      return step.kind === "ask" ? answerAsk(at(here, step), waiting, event) : onward(here);
    case "form":
      return step.kind === "form" ? answerForm(at(here, step), waiting, event) : onward(here);
    case "choice":
      if (step.kind === "choose") return answerChoose(at(here, step), waiting, event);
      if (step.kind === "carousel") return answerCarousel(at(here, step), waiting, event);
      return step.kind === "resolved" ? answerResolved(at(here, step), waiting, event) : onward(here);
    case "call":
      return step.kind === "call" && event.kind === "called" ? answerCall(at(here, step), event.result) : onward(here);
    case "agents":
    case "pause":
      return onward(here);
  }
}

/** The same place, with the step's type known. */
function at<S extends WorkflowStep>(here: Here, step: S): Here<S> {
  return { ...here, step };
}
