/** The schema of a conversation test (language.md, section 4). */

import { duration, language, list, map, nonEmpty, object, type Schema, string } from "#content/schemas/common.ts";

const names = list(string, "a list of steps");
const byLanguage: Schema = {
  if: { type: "string" },
  then: {},
  else: map(string, "a text, or a map by language", language),
};

const item: Schema = {
  if: { type: "object" },
  then: {
    ...object({
      start: { enum: ["phrase", "open"] },
      with: { type: "object", description: "a map of inputs" },
      user: { type: ["string", "number"], description: "what the customer writes" },
      file: nonEmpty,
      pick: string,
      fill: map({ type: ["string", "number", "boolean"] }, "a map of fields"),
      silence: duration,
      agent: string,
      bot: string,
      text: byLanguage,
      options: names,
    }),
    minProperties: 1,
  },
  else: { enum: ["..."], description: 'an item such as { user: "…" } or { bot: step }, or "..."' },
};

const given = object({
  now: { type: "string", format: "moment", description: "a moment such as 2026-03-02T10:00:00+01:00" },
  agents: map({ type: "integer", minimum: 0, description: "a number of agents" }),
  user: { type: "object", description: "a map of the customer's details" },
  calls: map(map({}, "a map of requests, such as GET /orders/1"), "a map of connections"),
});

const expectation = object({
  end: string,
  handoff: string,
  vars: { type: "object", description: "a map of variables" },
  calls: map({ type: ["integer", "array"], description: "a number of calls, or a list of requests" }),
  tags: names,
  visited: names,
  never: names,
});

export const testFile = object(
  {
    workflow: string,
    assistant: string,
    locales: list(language, "a list of languages", { minItems: 1 }),
    given,
    tests: list(
      object(
        { name: nonEmpty, channel: string, locales: list(language), given, talk: list(item), expect: expectation },
        ["name", "talk"],
      ),
      "a list of tests",
      { minItems: 1 },
    ),
  },
  ["tests"],
);
