/** The schema of a conversation test (language.md, section 4). */

import {
  duration,
  language,
  list,
  map,
  nonEmpty,
  object,
  type Schema,
  string,
  withRole,
  words,
} from "#content/schemas/common.ts";

const step: Schema = withRole("step", string);
const steps = list(step, "a list of steps");
const variables = withRole("variable", string);
const byLanguage: Schema = {
  if: { type: "string" },
  then: withRole("text", {}),
  else: map(withRole("text", string), "a text, or a map by language", withRole("language", language)),
};

const item: Schema = {
  if: { type: "object" },
  then: {
    ...object({
      start: { enum: ["phrase", "open"] },
      with: map({}, "a map of inputs", variables),
      user: withRole("text", { type: ["string", "number"], description: "what the customer writes" }),
      file: nonEmpty,
      pick: withRole("option", string),
      fill: map({ type: ["string", "number", "boolean"] }, "a map of fields", variables),
      silence: duration,
      agent: string,
      bot: step,
      text: byLanguage,
      options: list(withRole("option", string), "a list of options"),
    }),
    minProperties: 1,
  },
  else: { enum: ["..."], description: 'an item such as { user: "…" } or { bot: step }, or "..."' },
};

const given = object({
  now: { type: "string", format: "moment", description: "a moment such as 2026-03-02T10:00:00+01:00" },
  agents: map(
    { type: "integer", minimum: 0, description: "a number of agents" },
    "a map of groups",
    withRole("group", string),
  ),
  user: { type: "object", description: "a map of the customer's details" },
  calls: map(
    map({}, "a map of requests, such as GET /orders/1"),
    "a map of connections",
    withRole("connection", string),
  ),
});

const expectation = object({
  end: withRole("outcome", string),
  handoff: withRole("group", string),
  vars: map({}, "a map of variables", variables),
  calls: map(
    { type: ["integer", "array"], description: "a number of calls, or a list of requests" },
    "a map of connections",
    withRole("connection", string),
  ),
  tags: list(string, "a list of tags"),
  visited: steps,
  never: steps,
});

export const testFile = object(
  {
    workflow: withRole("workflow", string),
    assistant: withRole("assistant", string),
    locales: list(language, "a list of languages", { minItems: 1 }),
    given,
    tests: list(
      object(
        {
          name: words,
          channel: withRole("channel", string),
          locales: list(language),
          given,
          talk: list(item),
          expect: expectation,
        },
        ["name", "talk"],
      ),
      "a list of tests",
      { minItems: 1 },
    ),
  },
  ["tests"],
);
