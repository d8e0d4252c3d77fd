/** An assistant that says where an order is, in five turns of the customer's; and what is said in them. */

import { type AssistantBody, type Body, type BrandBody, type ChannelBody, digestOf } from "#content/body.ts";
import type { Workflow } from "#content/workflow.ts";

const order: Workflow = {
  workflow: "order",
  start: { phrases: { en: ["where is my order"] } },
  vars: { number: "string" },
  steps: [
    {
      kind: "ask",
      id: "ask",
      ask: "number",
      text: { en: "What is your order number?" },
      accept: 'value.like("FR-[0-9]{6}")',
      retry: { max: 2, text: { en: "It looks like FR-123456." }, else: "end" },
    },
    { kind: "say", id: "shipped", say: { en: "Order {{ number }} has been shipped." } },
    {
      kind: "resolved",
      id: "done",
      resolved: { solved: [{ kind: "say", id: "bye", say: { en: "Good bye!" }, end: "solved" }], unsolved: "end" },
    },
  ],
};

const brand: BrandBody = {
  kind: "brand",
  id: "shop",
  name: "Shop",
  languages: ["en"],
  values: {},
  schedules: {},
  groups: {},
  connections: {},
  articles: {},
  assets: {},
};

const assistant: AssistantBody = {
  kind: "assistant",
  id: "bot",
  name: "Bot",
  brand: "shop",
  languages: ["en"],
  welcome: "hello",
  workflows: {
    hello: {
      workflow: "hello",
      steps: [{ kind: "say", id: "hi", say: { en: "Hello! How can I help?" }, end: "solved" }],
    },
    order,
  },
};

const channel: ChannelBody = { kind: "channel", id: "web", type: "web", name: "web", brand: "shop" };

export const bodies: Readonly<Record<string, Body>> = Object.fromEntries(
  [brand, assistant, channel].map((body) => [digestOf(body), body]),
);

export const content = {
  web: {
    channel: digestOf(channel),
    brand: digestOf(brand),
    targets: [{ assistant: digestOf(assistant), brand: digestOf(brand), weight: 100 }],
  },
};

/** What the customer sends after the conversation has opened. */
export const said = [
  { kind: "text", text: "Where is my order?" },
  { kind: "text", text: "12" },
  { kind: "text", text: "FR-123456" },
  { kind: "pick", option: "solved" },
] as const;

/** Opening is the first. */
export const turnsOfOne = said.length + 1;

/** What the customer then reads, word by word. */
export const wanted: readonly string[] = [
  "assistant: Hello! How can I help?",
  "customer: Where is my order?",
  "assistant: What is your order number?",
  "customer: 12",
  "assistant: It looks like FR-123456.",
  "customer: FR-123456",
  "assistant: Order FR-123456 has been shipped.",
  "assistant: Does that answer your question?",
  "customer: Yes",
  "assistant: Good bye!",
];
