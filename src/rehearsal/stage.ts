/**
 * A conversation on the real interpreter, with a clock that moves when it is told to: what happened, line by line.
 *
 * An API is never asked here: a call stops the stage until its answer is given. `wait` passes by itself, other timers
 * fire when time is made to pass.
 */

import type { Effect } from "#runtime/effect.ts";
import type { CallResult, Event } from "#runtime/event.ts";
import { begin, beginWorkflow, step } from "#runtime/interpreter.ts";
import type { Message } from "#runtime/message.ts";
import type { Program, World } from "#runtime/program.ts";
import type { Frame, State, Step } from "#runtime/state.ts";
import type { Beginning } from "#runtime/watcher.ts";

export type Call = Extract<Effect, { kind: "call" }>;
export type Handoff = Extract<Effect, { kind: "handoff" }>;

/** What happened, in its order. */
export type Line =
  /** All that one visit of a step said. `step` may name another of its texts, such as `ask_order.retry`. */
  | { readonly kind: "bot"; readonly workflow: string; readonly step: string; readonly messages: readonly Message[] }
  | { readonly kind: "customer"; readonly text: string }
  | { readonly kind: "agent"; readonly text: string }
  | { readonly kind: "agent-done" }
  | { readonly kind: "time"; readonly ms: number }
  | { readonly kind: "call"; readonly call: Call }
  | { readonly kind: "handoff"; readonly handoff: Handoff }
  | { readonly kind: "withdraw"; readonly group: string }
  | { readonly kind: "ended"; readonly workflow: string; readonly outcome: string | null }
  | { readonly kind: "trouble"; readonly trouble: Extract<Effect, { kind: "log" }> };

/** What coverage counts. */
export type Passage =
  | { readonly kind: "began"; readonly workflow: string; readonly by: Beginning }
  | { readonly kind: "entered"; readonly workflow: string; readonly step: string; readonly language: string }
  | { readonly kind: "left"; readonly workflow: string; readonly step: string; readonly exit: string };

export interface StageOptions {
  readonly program: Program;
  readonly language: string;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  readonly agents: Readonly<Record<string, number>>;
  readonly user: Readonly<Record<string, unknown>>;
}

export interface Stage {
  readonly program: Program;
  state(): State;
  now(): number;
  readonly lines: Line[];
  readonly passages: readonly Passage[];
  /** The last known variables of the outermost workflows, the one that ran last at the end. */
  readonly variables: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** The call that waits for its answer. */
  pending(): Call | null;
  answer(result: CallResult): void;
  /** Begins a workflow by its name. */
  begin(workflow: string, inputs: Readonly<Record<string, unknown>>): void;
  send(event: Event): void;
  /** Lets time pass; what is due meanwhile happens at its time. */
  pass(ms: number): void;
}

export function openStage({ program, language, now: start, agents, user }: StageOptions): Stage {
  const lines: Line[] = [];
  const passages: Passage[] = [];
  const variables = new Map<string, Readonly<Record<string, unknown>>>();
  const timers = new Map<string, number>();
  let now = start;
  /** As far as the clock may go without being told again. */
  let until = start;
  let pending: Call | null = null;
  let visits: number[] = [];
  let state: State = {
    ...begin(program, { conversation: "rehearsal", started: new Date(start).toISOString(), languages: [language] }),
    user,
  };
  const keep = (frame: Frame | undefined): void => {
    if (!frame) return;
    variables.delete(frame.workflow);
    variables.set(frame.workflow, frame.values);
  };
  const world: World = {
    get now() {
      return now;
    },
    agentsOnline: (group) => (Object.hasOwn(agents, group) ? (agents[group] ?? 0) : 0),
    watcher: {
      began: (workflow, by) => void passages.push({ kind: "began", workflow, by }),
      entered(workflow, entered, effects) {
        visits.push(effects);
        passages.push({ kind: "entered", workflow, step: entered, language: state.language });
      },
      left: (workflow, left, exit) => void passages.push({ kind: "left", workflow, step: left, exit }),
      closed: (frames) => keep(frames[0]),
    },
  };

  function take(result: Step): void {
    state = result.state;
    keep(state.interrupted?.frames[0]);
    keep(state.frames[0]);
    let spoken = -1;
    for (const [index, effect] of result.effects.entries()) {
      switch (effect.kind) {
        case "message":
          speak(effect, spoken >= 0 && !visits.some((visit) => visit > spoken && visit <= index));
          spoken = index;
          break;
        case "call":
          pending = effect;
          lines.push({ kind: "call", call: effect });
          break;
        case "timer":
          timers.set(effect.timer, now + effect.afterMs);
          break;
        case "cancel":
          timers.delete(effect.timer);
          break;
        case "handoff":
          lines.push({ kind: "handoff", handoff: effect });
          break;
        case "withdraw":
        case "ended":
          lines.push(effect);
          break;
        case "log":
          lines.push({ kind: "trouble", trouble: effect });
          break;
      }
    }
  }

  /** Messages of one visit of a step are one line, however many they are. */
  function speak(effect: Extract<Effect, { kind: "message" }>, isSameVisit: boolean): void {
    const last = lines.at(-1);
    if (isSameVisit && last?.kind === "bot" && last.step === effect.step && last.workflow === effect.workflow) {
      lines[lines.length - 1] = { ...last, messages: [...last.messages, effect.message] };
    } else {
      lines.push({ kind: "bot", workflow: effect.workflow, step: effect.step, messages: [effect.message] });
    }
  }

  function run(work: () => Step): void {
    visits = [];
    take(work());
    settle();
  }

  function settle(): void {
    while (!pending) {
      const paused = state.waiting?.kind === "pause" ? timers.get(state.waiting.timer) : undefined;
      if (paused !== undefined) until = Math.max(until, paused);
      const next = [...timers].sort(([, a], [, b]) => a - b)[0];
      if (!next || next[1] > until) break;
      timers.delete(next[0]);
      now = Math.max(now, next[1]);
      visits = [];
      take(step(program, state, { kind: "timer", timer: next[0] }, world));
    }
    if (!pending) now = until = Math.max(now, until);
  }

  return {
    program,
    lines,
    passages,
    variables,
    state: () => state,
    now: () => now,
    pending: () => pending,
    answer(result) {
      const call = pending?.call;
      if (call === undefined) return;
      pending = null;
      run(() => step(program, state, { kind: "called", call, result }, world));
    },
    begin: (workflow, inputs) => run(() => beginWorkflow(program, state, workflow, inputs, world)),
    send: (event) => run(() => step(program, state, event, world)),
    pass(ms) {
      until = now + ms;
      settle();
    },
  };
}
