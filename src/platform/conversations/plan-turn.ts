/** One turn of a conversation, worked out and not yet written: pure. */

import { type Pinned, speakerOf } from "#platform/conversations/live-side.ts";
import { agentEvents, agentOf, handoffChange } from "#platform/conversations/people.ts";
import { isPreview } from "#platform/conversations/previews.ts";
import { fileRefusedText, shownEvent, shownMessage } from "#platform/conversations/show.ts";
import type { Revision, Stored } from "#platform/store/conversations.ts";
import type { HandoffEntry, Opens, OutboxEntry, Turn } from "#platform/store/write-turns.ts";
import type { Span } from "#platform/traces/traces.ts";
import type { Effect } from "#runtime/effect.ts";
import type { Event } from "#runtime/event.ts";
import { withoutSensitive } from "#runtime/hidden.ts";
import { beginWorkflow, step } from "#runtime/interpreter.ts";
import { pickLanguage } from "#runtime/language.ts";
import { compile, type Program } from "#runtime/program.ts";
import type { State } from "#runtime/state.ts";
import { requestAt, type WrittenRequest } from "#runtime/written-request.ts";
import type { AgentEvent } from "#wire/agents.ts";
import type { ConversationMessage } from "#wire/message.ts";

/** What happened, and how it is known not to have happened before. */
export interface Happening {
  readonly event: Event;
  /** The client's id: the same one is taken once. Null: `consumes` says it. */
  readonly id: string | null;
  /** The outbox row that this answers, or null. */
  readonly consumes: string | null;
  /** The conversation is to be opened by this, as it is here, unless it is there already. */
  readonly opens?: Stored & Opens;
  /** What whoever tries a preview is told beside it. */
  readonly aside?: string;
  /** Why it may not happen to a conversation that runs this, in the state that it meets; absent: it always may. */
  readonly refuses?: (state: State, program: Program) => Error | null;
  /** Where turns are traced. */
  readonly span?: Span;
}

/** What a turn asks of the platform around it, besides the time. */
export interface Around {
  readonly agentsOnline: (brand: string, group: string) => number;
  /** Names of the webhooks that hear of what people do. */
  readonly hooks: readonly string[];
}

/** A call that a preview makes: its channel, and what is asked there as it is written. */
export interface Trial {
  readonly channel: string;
  readonly request: WrittenRequest | null;
}

/** What a call needs besides the effect, to be performed later, maybe by another process. */
export interface CallWork {
  readonly call: Extract<Effect, { kind: "call" }>;
  /** The digest of the brand body whose connection is asked. */
  readonly brand: string;
  /** Where it is a preview's: then not everything may be asked. */
  readonly preview?: Trial;
  /** The turn's `traceparent`, where turns are traced. */
  readonly trace?: string;
}

/** What a webhook is told, and the turn's `traceparent`, where turns are traced. */
export type DeliveryWork = AgentEvent & { readonly trace?: string };

export type LogEffect = Extract<Effect, { kind: "log" }>;

export interface PlannedTurn {
  readonly turn: Turn;
  readonly logs: readonly LogEffect[];
  /** What those who take over hear of. */
  readonly events: readonly AgentEvent[];
  /** What it ran, and what came of it. */
  readonly program: Program;
  readonly effects: readonly Effect[];
}

/** After this long without a word, a conversation goes on with what is live. */
export const quietMs = 24 * 3600 * 1000;

/**
 * Whether what the conversation runs on is over, so that it goes on with what is live: the customer says something
 * after it ended, after 24 hours without a word, or after its revision was taken back. What agents hold stays.
 */
export function mayMoveOn({ state, said, recalled }: Stored, event: Event, now: number): boolean {
  if (!isCustomers(event) || state.status === "agents") return false;
  return recalled || state.status === "ended" || now - said >= quietMs;
}

/** The state that an event meets: where what the conversation ran on is over, nothing runs or waits any more. */
export function stateMet(stored: Stored, event: Event, program: Program, now: number): State {
  return mayMoveOn(stored, event, now) ? movedOn(stored.state, program) : stored.state;
}

/** `pinned` is what the turn runs on: the stored revision's program, or what is live where `mayMoveOn` says so. */
export function planTurn(
  stored: Stored,
  pinned: Pinned,
  happening: Happening,
  now: number,
  around: Around,
): PlannedTurn {
  const isNew = stored === happening.opens;
  const { program, revision } = pinned;
  const { event, id, consumes, aside, span } = happening;
  const traced = span && { trace: span.traceparent };
  const isTrial = isPreview(stored.channel);
  const isOver = mayMoveOn(stored, event, now);
  const before = stateMet(stored, event, program, now);
  const brand = program.brand.id;
  const world = { now, agentsOnline: (group: string) => (isTrial ? 0 : around.agentsOnline(brand, group)) };
  const fallback = program.assistant?.fallback;
  const { state, effects } =
    isOver && stored.recalled && fallback !== undefined
      ? beginWorkflow(program, before, fallback, {}, world)
      : step(program, before, event, world);

  const lines: ConversationMessage[] = [];
  const at = new Date(now).toISOString();
  const add = (line: Omit<ConversationMessage, "seq" | "at">): void => {
    lines.push({ seq: stored.seq + lines.length + 1, at, ...line });
  };
  const own = shownEvent(withoutSensitive(program, before, event), before);
  if (own) {
    const speaker =
      event.kind === "agent" ? ({ from: "agent", name: event.name } as const) : { from: "customer" as const };
    add({ ...(id !== null && { id }), ...speaker, message: own });
  }
  if (event.kind === "file" && event.isRefused) {
    add({ from: "notice", message: { type: "text", text: fileRefusedText(state.language) } });
  }
  if (aside !== undefined) add({ from: "notice", message: { type: "text", text: aside } });
  const notice = event.kind === "open" ? noticeOf(program, state.language) : undefined;
  if (notice !== undefined) add({ from: "notice", message: { type: "text", text: notice } });

  const queued = new Map<string, OutboxEntry>();
  const dropped = new Set<string>(consumes === null ? [] : [consumes]);
  if (isOver) for (const timer of timersOf(stored.state)) dropped.add(timer);
  const handoffs: HandoffEntry[] = [];
  let isWithdrawn = false;
  const logs: LogEffect[] = [];
  for (const effect of effects) {
    switch (effect.kind) {
      case "message":
        add({ from: "assistant", message: shownMessage(program, effect.message) });
        break;
      case "call": {
        const work: CallWork = {
          call: effect,
          brand: revision.brand,
          ...(isTrial && {
            preview: { channel: stored.channel, request: requestAt(program, effect.workflow, effect.step) },
          }),
          ...traced,
        };
        queued.set(effect.call, { id: effect.call, kind: "call", due: now, work });
        break;
      }
      case "timer":
        queued.set(effect.timer, { id: effect.timer, kind: "timer", due: now + effect.afterMs, work: { ...traced } });
        break;
      case "cancel":
        // One that began in this very turn was never written.
        if (!queued.delete(effect.timer)) dropped.add(effect.timer);
        break;
      case "handoff": {
        // Nobody's colleagues are called because somebody tries a draft.
        if (isTrial) break;
        const { group, mode, tags, fields, variables, user } = effect;
        const details = { tags, fields, variables, user };
        handoffs.push({ id: `${stored.version + 1}.${handoffs.length}`, brand, group, mode, details });
        break;
      }
      case "withdraw":
        isWithdrawn = true;
        break;
      case "log":
        logs.push(effect);
        break;
      case "ended":
        break;
    }
  }
  const handoff = handoffChange(before, event, state, isWithdrawn);
  const events = agentEvents(program, before, handoff, lines, handoffs).map((told, n) => ({
    id: `${stored.id}.${stored.version + 1}.${n}`,
    conversation: stored.id,
    at,
    ...told,
  }));
  return {
    logs,
    events,
    program,
    effects,
    turn: {
      conversation: stored.id,
      version: stored.version,
      event: id,
      consumes,
      state,
      revision: isNew || !isSameRevision(revision, stored.revision) ? revision : null,
      seq: stored.seq + lines.length,
      speaker: agentOf(state)?.name ?? speakerOf(program),
      typing: state.waiting?.kind === "call" || state.waiting?.kind === "pause",
      said: isCustomers(event) ? now : stored.said,
      at: now,
      opens: isNew && happening.opens ? { channel: stored.channel, brand: happening.opens.brand } : null,
      lines,
      queued: [...queued.values()],
      dropped: [...dropped],
      handoffs,
      handoff,
      deliveries: events.flatMap((event, n) =>
        around.hooks.map((hook) => ({
          id: `${stored.version + 1}.${n}.${hook}`,
          hook,
          work: traced ? ({ ...event, ...traced } satisfies DeliveryWork) : event,
        })),
      ),
    },
  };
}

/** What is stored once the turn is written. */
export function storedAfter(before: Stored, { state, revision, seq, said, version }: Turn): Stored {
  const recalled = before.recalled && revision === null;
  return { ...before, state, revision: revision ?? before.revision, seq, said, recalled, version: version + 1 };
}

function isSameRevision(one: Revision, other: Revision): boolean {
  return one.channel === other.channel && one.brand === other.brand && one.assistant === other.assistant;
}

function isCustomers(event: Event): boolean {
  return event.kind === "text" || event.kind === "pick" || event.kind === "fill" || event.kind === "file";
}

/** What ran or waited is over; what is known of the customer stays. */
function movedOn(state: State, program: Program): State {
  return {
    ...state,
    language: pickLanguage([state.language], compile(program).languages),
    status: "ended",
    frames: [],
    waiting: null,
    interrupted: null,
    failed: false,
    queued: [],
  };
}

/** Timers of what waits. */
function timersOf({ waiting, interrupted }: State): readonly string[] {
  return [waiting, interrupted?.waiting].flatMap((each) =>
    each && "timer" in each && each.timer !== undefined ? [each.timer] : [],
  );
}

function noticeOf({ brand }: Program, language: string): string | undefined {
  const notice = brand.privacy?.notice;
  return notice && (notice[language] ?? notice[brand.languages[0] ?? ""] ?? Object.values(notice)[0]);
}
