/**
 * What a conversation's window shows, as plain data: the messages the platform numbered, and what the customer sent that
 * it has not numbered yet. Pure: nothing here knows the network or the page.
 */

import type { CustomerEvent } from "#wire/customer.ts";
import type { ConversationMessage } from "#wire/message.ts";

/** Something the customer sent, until the platform shows it as a message. */
export interface Outgoing {
  readonly id: string;
  readonly event: CustomerEvent | FileEvent;
  /** What the customer reads of it; null where there is nothing to read (a change of language). */
  readonly shown: string | null;
  readonly state: "sending" | "sent" | "failed";
}

/** A file that the customer chose. */
export interface FileEvent {
  readonly kind: "file";
  readonly id: string;
  readonly file: File;
}

export interface Timeline {
  /** In order of `seq`, each once. */
  readonly messages: readonly ConversationMessage[];
  /** In the order they were sent; shown below the messages. */
  readonly outgoing: readonly Outgoing[];
}

export const emptyTimeline: Timeline = { messages: [], outgoing: [] };

/** The timeline with a message that arrived. One that is known already changes nothing; the customer's own takes the place of what was sent. */
export function withMessage(timeline: Timeline, message: ConversationMessage): Timeline {
  if (timeline.messages.some(({ seq }) => seq === message.seq)) return timeline;
  const later = timeline.messages.findIndex(({ seq }) => seq > message.seq);
  const at = later === -1 ? timeline.messages.length : later;
  return {
    messages: timeline.messages.toSpliced(at, 0, message),
    outgoing: timeline.outgoing.filter(({ id }) => id !== message.id),
  };
}

/** The timeline with something being sent: new, or tried again in its old place. */
export function withOutgoing({ messages, outgoing }: Timeline, sent: Outgoing): Timeline {
  const isKnown = outgoing.some(({ id }) => id === sent.id);
  return {
    messages,
    outgoing: isKnown ? outgoing.map((each) => (each.id === sent.id ? sent : each)) : [...outgoing, sent],
  };
}

/** The timeline after the platform took, or did not take, what was sent. What has been shown meanwhile stays as it is. */
export function withOutcome({ messages, outgoing }: Timeline, id: string, outcome: "sent" | "failed"): Timeline {
  return {
    messages,
    outgoing: outgoing.flatMap((each) => {
      if (each.id !== id) return [each];
      return outcome === "sent" && each.shown === null ? [] : [{ ...each, state: outcome }];
    }),
  };
}

/** The number of the newest message; 0 where there is none. */
export function lastSeq({ messages }: Timeline): number {
  return messages.at(-1)?.seq ?? 0;
}

/** How many messages of the business are newer than what the customer has seen. */
export function unreadCount({ messages }: Timeline, seen: number): number {
  return messages.filter(({ seq, from }) => seq > seen && (from === "assistant" || from === "agent")).length;
}

/** The number of the message whose options or form wait for an answer; null when the customer has answered, or nothing was asked. */
export function waitingSeq({ messages, outgoing }: Timeline): number | null {
  if (outgoing.some(isAnswer)) return null;
  const last = messages.findLast((message) => message.from === "customer" || asks(message));
  return last === undefined || last.from === "customer" ? null : last.seq;
}

function asks({ message }: ConversationMessage): boolean {
  if (message.type === "form") return true;
  if (message.type === "text") return (message.choices?.length ?? 0) > 0 || message.upload !== undefined;
  return message.type === "cards" && message.cards.some(({ choices }) => choices.length > 0);
}

/** What is shown of an answer that is for nobody else's eyes. */
export const hidden = "•••";

/** Whether what the customer writes now answers a question for what is for nobody else's eyes. */
export function asksHidden({ messages, outgoing }: Timeline): boolean {
  const message = messages.at(-1)?.message;
  return message?.type === "text" && message.sensitive === true && !outgoing.some(isAnswer);
}

/** What the customer said first after a message: which of its options was taken. Null where they said nothing yet. */
export function answerTo({ messages, outgoing }: Timeline, seq: number): string | null {
  const answer = messages.find((each) => each.seq > seq && each.from === "customer");
  if (answer) return answer.message.type === "text" ? answer.message.text : null;
  return outgoing.find(isAnswer)?.shown ?? null;
}

/** What did not arrive answers nothing: the customer may choose again. */
function isAnswer({ shown, state }: Outgoing): boolean {
  return shown !== null && state !== "failed";
}
