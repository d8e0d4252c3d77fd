/** The schema of a conversation test (language.md, section 4). */

import {
  boolean,
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

const step: Schema = withRole("step", nonEmpty);
const steps = list(step, "a list of steps");
const variables = withRole("variable", string);
const option: Schema = withRole("option", { type: ["string", "number"], description: "an option's id" });
const said: Schema = withRole("text", { type: ["string", "number"], description: "a text" });
/** One text for every language, or one each. */
const wording: Schema = {
  if: { type: "object" },
  then: { ...map(said, "a map by language", withRole("language", language)), minProperties: 1 },
  else: { ...said, description: "a text, or a map by language" },
};

/** What an item is: one of these. */
const kinds: Readonly<Record<string, Schema>> = {
  start: { enum: ["phrase", "open"] },
  user: wording,
  file: nonEmpty,
  pick: option,
  fill: map(
    { type: ["string", "number", "boolean"], description: "a text, a number, true or false" },
    "a map of the form's fields",
    variables,
  ),
  silence: duration,
  agent: nonEmpty,
  bot: step,
};

/** Of two kinds in one item, the later in this list is the one too many. */
function aloneIn(kind: string): Schema {
  const names = Object.keys(kinds);
  const refused: Schema = { not: {}, description: `for an item with "${kind}": make two items of it` };
  return { properties: Object.fromEntries(names.slice(names.indexOf(kind) + 1).map((other) => [other, refused])) };
}

const item: Schema = {
  if: { type: "object" },
  then: {
    ...object({
      ...kinds,
      with: map({}, "a map of inputs", variables),
      text: wording,
      options: list(option, "a list of options"),
    }),
    minProperties: 1,
    dependentRequired: { with: ["start"], text: ["bot"], options: ["bot"] },
    dependentSchemas: Object.fromEntries(Object.keys(kinds).map((kind) => [kind, aloneIn(kind)])),
  },
  else: { enum: ["..."], description: 'an item such as { user: "…" } or { bot: step }, or "..."' },
};

const answer: Schema = {
  if: { type: "object" },
  then: object({
    status: { type: "integer", minimum: 100, maximum: 599, description: "a status from 100 to 599" },
    headers: map({ type: ["string", "number"], description: "a text" }, "a map of headers"),
    body: {},
  }),
  else: { enum: ["timeout"], description: 'an answer: { status, body, headers }, or "timeout"' },
};
const request: Schema = {
  type: "string",
  pattern: "^(?:GET|POST|PUT|PATCH|DELETE) /[^?]*$",
  description: "a method and a path without its query, such as GET /orders/1",
};
const answers: Schema = {
  if: { type: "array" },
  then: list(answer, "a list of answers", { minItems: 1 }),
  else: answer,
};

const given = object({
  now: { type: "string", format: "moment", description: "a moment such as 2026-03-02T10:00:00+01:00" },
  agents: map(
    { type: "integer", minimum: 0, description: "a number of agents" },
    "a map of groups",
    withRole("group", string),
  ),
  user: object(
    {
      ...{ name: {}, email: {}, phone: {}, locale: {}, id: {} },
      verified: boolean,
      claims: map({}, "a map of what a signed identity says"),
    },
    [],
    "a map of the customer's details",
  ),
  calls: map(
    map(answers, "a map of answers by request", request),
    "a map of connections",
    withRole("connection", string),
  ),
});

const path: Schema = { type: "string", description: "a path such as /orders/1" };
const sent = object(
  {
    get: path,
    post: path,
    put: path,
    patch: path,
    delete: path,
    query: map({}, "a map of what the query holds"),
    headers: map({}, "a map of headers"),
    body: {},
  },
  [],
  "a part of a request, such as { post: /refunds, body: { amount: 12 } }",
);

const expectation = object({
  end: withRole("outcome", { type: ["string", "null"], description: 'an outcome, or "end" for none' }),
  handoff: withRole("group", string),
  vars: map({}, "a map of variables", variables),
  calls: map(
    {
      if: { type: "array" },
      then: list(sent, "a list of requests"),
      else: { type: "integer", minimum: 0, description: "a number of calls, or a list of requests" },
    },
    "a map of connections",
    withRole("connection", string),
  ),
  tags: list(string, "a list of tags"),
  visited: steps,
  never: steps,
});

const test = object(
  {
    name: words,
    channel: withRole("channel", string),
    locales: list(language, "a list of languages", { minItems: 1 }),
    given,
    talk: list(item, "a list of what is said, and by whom", { minItems: 1 }),
    expect: expectation,
  },
  ["name", "talk"],
  'a test: { name: "…", talk: […] }',
);

export const testFile = object(
  {
    workflow: withRole("workflow", string),
    assistant: withRole("assistant", string),
    locales: list(language, "a list of languages", { minItems: 1 }),
    given,
    tests: list(test, "a list of tests", { minItems: 1 }),
  },
  ["tests"],
);
