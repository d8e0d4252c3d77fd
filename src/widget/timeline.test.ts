import { describe, expect, test } from "vitest";
import {
  answerTo,
  emptyTimeline,
  lastSeq,
  type Outgoing,
  type Timeline,
  unreadCount,
  waitingSeq,
  withMessage,
  withOutcome,
  withOutgoing,
} from "#widget/timeline.ts";
import type { ConversationMessage } from "#wire/message.ts";

const at = "2026-03-02T09:00:00Z";

function said(seq: number, text: string, part: Partial<ConversationMessage> = {}): ConversationMessage {
  return { seq, from: "assistant", at, message: { type: "text", text }, ...part };
}

function asked(seq: number): ConversationMessage {
  return said(seq, "?", { message: { type: "text", text: "?", choices: [{ id: "a", label: "A" }] } });
}

function sent(id: string, state: Outgoing["state"] = "sending"): Outgoing {
  return { id, event: { id, kind: "text", text: id }, shown: id, state };
}

/** `1 2 | x:sending`: the numbers, then what is on its way. */
function drawn({ messages, outgoing }: Timeline): string {
  return [...messages.map(({ seq }) => seq), "|", ...outgoing.map(({ id, state }) => `${id}:${state}`)].join(" ");
}

type Step = (timeline: Timeline) => Timeline;
const message =
  (...args: Parameters<typeof said>): Step =>
  (timeline) =>
    withMessage(timeline, said(...args));
const send =
  (id: string): Step =>
  (timeline) =>
    withOutgoing(timeline, sent(id));
const outcome =
  (id: string, how: "sent" | "failed"): Step =>
  (timeline) =>
    withOutcome(timeline, id, how);
const own = (seq: number, id: string): Step => message(seq, id, { from: "customer", id });

describe("what happened, and what is shown", () => {
  const cases: readonly [string, readonly Step[], string][] = [
    ["messages in order", [message(1, "a"), message(3, "c"), message(2, "b")], "1 2 3 |"],
    ["a message twice", [message(1, "a"), message(1, "a")], "1 |"],
    ["sent, then shown by the platform", [send("x"), outcome("x", "sent"), own(1, "x")], "1 |"],
    ["shown before the answer came", [send("x"), own(1, "x"), outcome("x", "sent")], "1 |"],
    ["taken, but the answer was lost", [send("x"), own(1, "x"), outcome("x", "failed")], "1 |"],
    [
      "failed, then tried again in its place",
      [send("x"), outcome("x", "failed"), send("y"), send("x")],
      "| x:sending y:sending",
    ],
    ["another's message leaves what is on its way", [send("x"), message(1, "a"), own(2, "y")], "1 2 | x:sending"],
  ];
  test.each(cases)("%s", (_name, steps, expected) => {
    expect(drawn(steps.reduce((timeline, step) => step(timeline), emptyTimeline))).toBe(expected);
  });

  test("a change of language leaves nothing behind once it arrived, and stays when it failed", () => {
    const language: Outgoing = { ...sent("l"), shown: null };
    const timeline = withOutgoing(emptyTimeline, language);
    expect(drawn(withOutcome(timeline, "l", "sent"))).toBe("|");
    expect(drawn(withOutcome(timeline, "l", "failed"))).toBe("| l:failed");
  });
});

describe("which message waits for an answer", () => {
  const customer = said(3, "A", { from: "customer" });
  const cases: readonly [string, Timeline, number | null][] = [
    ["none", { messages: [said(1, "a")], outgoing: [] }, null],
    ["the one that asks, also after more was said", { messages: [asked(1), said(2, "b")], outgoing: [] }, 1],
    ["the newest that asks", { messages: [asked(1), asked(2)], outgoing: [] }, 2],
    ["none once answered", { messages: [asked(1), customer], outgoing: [] }, null],
    ["none while an answer is on its way", { messages: [asked(1)], outgoing: [sent("A")] }, null],
    ["again when that answer failed", { messages: [asked(1)], outgoing: [sent("A", "failed")] }, 1],
    ["a form", { messages: [said(4, "", { message: { type: "form", fields: [] } })], outgoing: [] }, 4],
  ];
  test.each(cases)("%s", (_name, timeline, expected) => expect(waitingSeq(timeline)).toBe(expected));
});

test("what was taken is the customer's first line after it", () => {
  const messages = [asked(1), said(2, "A", { from: "customer" }), said(3, "B", { from: "customer" })];
  expect(answerTo({ messages, outgoing: [] }, 1)).toBe("A");
  expect(answerTo({ messages: [asked(1)], outgoing: [sent("x")] }, 1)).toBe("x");
  expect(answerTo({ messages: [asked(1)], outgoing: [] }, 1)).toBeNull();
});

test("unread are messages of the business that are newer than what was seen", () => {
  const messages = [
    said(1, "a"),
    said(2, "n", { from: "notice" }),
    said(3, "c", { from: "customer" }),
    said(4, "g", { from: "agent" }),
  ];
  expect(unreadCount({ messages, outgoing: [] }, 0)).toBe(2);
  expect(unreadCount({ messages, outgoing: [] }, 1)).toBe(1);
  expect(lastSeq({ messages, outgoing: [] })).toBe(4);
});
