/** A conversation's state: plain JSON, all that is needed to go on from here. */

import type { Effect } from "#runtime/effect.ts";
import type { Event } from "#runtime/event.ts";
import { pickLanguage } from "#runtime/language.ts";
import { compile, type Program } from "#runtime/program.ts";

export interface Frame {
  readonly workflow: string;
  /** The step that runs or waits. */
  readonly step: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export type Waiting =
  | { readonly kind: "answer"; readonly tries: number; readonly timer?: string }
  | {
      readonly kind: "form";
      readonly tries: number;
      readonly values: Readonly<Record<string, unknown>>;
      readonly timer?: string;
    }
  | { readonly kind: "choice"; readonly choices: readonly WaitingChoice[]; readonly timer?: string }
  | { readonly kind: "call"; readonly call: string }
  | { readonly kind: "pause"; readonly timer: string }
  /** `agent`: who has taken the conversation; absent while it waits for somebody. */
  | { readonly kind: "agents"; readonly timer?: string; readonly agent?: Agent };

export interface Agent {
  readonly id: string;
  /** As the customer sees it. */
  readonly name: string;
}

/** A choice that was offered. */
export interface WaitingChoice {
  readonly id: string;
  readonly label: string;
  /** The title of the card it stands on. */
  readonly card?: string;
}

export interface State {
  readonly conversation: { readonly id: string /** ISO 8601 */; readonly started: string };
  readonly language: string;
  /** Who has the conversation; `ended`: nothing runs, and the next message begins something new. */
  readonly status: "assistant" | "agents" | "ended";
  readonly user: Readonly<Record<string, unknown>>;
  /** The workflows under way, the outermost first. */
  readonly frames: readonly Frame[];
  readonly waiting: Waiting | null;
  /** What an `anytime` workflow interrupted. */
  readonly interrupted: { readonly frames: readonly Frame[]; readonly waiting: Waiting } | null;
  /** After the fallback, people are offered: something failed. */
  readonly failed: boolean;
  /** What the customer wrote while an API was being asked. */
  readonly queued: readonly Event[];
  readonly lastMessage: string;
  /** Steps that ran since the customer's last message, whatever timers and answers of APIs came in between. */
  readonly steps: number;
  /** Counts calls and timers, so that each has an id. */
  readonly counter: number;
}

export interface Step {
  readonly state: State;
  readonly effects: readonly Effect[];
}

/** A new conversation's state; the first event is `open`. `languages` are the visitor's, best first. */
export function begin(
  program: Program,
  options: { readonly conversation: string; readonly started: string; readonly languages: readonly string[] },
): State {
  return {
    conversation: { id: options.conversation, started: options.started },
    language: pickLanguage(options.languages, compile(program).languages),
    status: "ended",
    user: {},
    frames: [],
    waiting: null,
    interrupted: null,
    failed: false,
    queued: [],
    lastMessage: "",
    steps: 0,
    counter: 0,
  };
}
