/** The schema of a workflow, and one a verb (language.md, section 2). */

import {
  assignment,
  boolean,
  declarations,
  duration,
  exit,
  expression,
  fileId,
  list,
  map,
  nonEmpty,
  object,
  outcome,
  phrases,
  type Schema,
  someDuration,
  stepId,
  string,
  template,
  text,
  variable,
  withRole,
} from "#content/schemas/common.ts";

/** Steps are checked one by one, each by its verb's schema. */
export const workflow = object(
  {
    workflow: fileId,
    title: text,
    status: { enum: ["draft"] },
    start: object({ phrases }, ["phrases"], 'a map with the key "phrases"'),
    inputs: declarations,
    outputs: declarations,
    vars: declarations,
    steps: { type: "array", description: "a list of steps" },
  },
  ["workflow", "steps"],
);

const answerType: Schema = { enum: ["text", "email", "phone", "int", "number", "date", "url", "file"] };
const asked: Schema = withRole("variable", {
  type: "string",
  pattern: "^(?:[a-z_][a-z0-9_]*|user\\.[a-z_]+)$",
  description: 'a variable\'s name, or a detail of the customer such as "user.email"',
});
const stored: Schema = withRole("variable", variable);
const fileEnding: Schema = {
  type: "string",
  pattern: "^\\.?[A-Za-z0-9]{1,10}$",
  description: 'how the file\'s name ends, such as "pdf" or "jpg"',
};
const silence = object({ after: someDuration, then: exit }, ["after", "then"]);
const tries: Schema = { type: "integer", minimum: 0, maximum: 10, description: "a number from 0 to 10" };
const retry = object({ max: tries, text, else: exit });
const goto: Schema = withRole("step", { type: "string", description: "a step's id" });
const option = object({ id: withRole("option", stepId), label: text, goto, then: exit, if: expression }, [
  "id",
  "label",
]);
const cardOption = object({ id: withRole("option", stepId), label: text, goto, then: exit }, ["id", "label"]);
const options: Schema = {
  if: { type: "object" },
  then: object(
    { each: expression, as: variable, id: expression, label: text, goto, then: exit },
    ["each", "as", "id", "label"],
    "options from data: { each, as, id, label }",
  ),
  else: list(option, "a list of options", { minItems: 1 }),
};
/** Chats follow no other: another scheme could run something, and without one nothing says where it leads. */
const linked: Schema = withRole("template", {
  type: "string",
  pattern: "^(?:\\{\\{|[Hh][Tt][Tt][Pp][Ss]?://|[Mm][Aa][Ii][Ll][Tt][Oo]:|[Tt][Ee][Ll]:)",
  description: "a link's address, which begins with https://, mailto: or tel:",
});
const cardParts = {
  title: text,
  text,
  image: withRole("asset", nonEmpty),
  alt: text,
  link: linked,
  options: list(cardOption, "a list of options", { minItems: 1 }),
};
const cards: Schema = {
  if: { type: "object" },
  then: object(
    { each: expression, as: variable, id: expression, ...cardParts },
    ["each", "as", "id", "title"],
    "cards from data: { each, as, id, title }",
  ),
  else: list(object({ id: withRole("card", stepId), ...cardParts }, ["id", "title"]), "a list of cards", {
    minItems: 1,
  }),
};
const link = object({ label: text, url: linked }, ["label", "url"]);
const part: Schema = {
  ...object({
    text,
    image: withRole("asset", nonEmpty),
    alt: text,
    file: withRole("asset", nonEmpty),
    name: text,
    links: list(link, "a list of links"),
  }),
  minProperties: 1,
  description: "a part of a message: { text }, { image, alt }, { file, name } or { links }",
};
const say: Schema = { if: { type: "array" }, then: list(part, "a list of parts", { minItems: 1 }), else: text };
const path: Schema = withRole("template", {
  type: "string",
  description: 'a path such as "/orders/{{ order_id }}"',
});
const filled: Schema = withRole("template", {
  type: ["string", "number", "boolean"],
  description: "a text, a number, true or false",
});
const field = object({ var: asked, type: answerType, label: text, accept: expression, sensitive: boolean }, [
  "var",
  "label",
]);

interface VerbSchema {
  readonly keys: Record<string, Schema>;
  readonly required?: readonly string[];
}

const verbSchemas: Readonly<Record<string, VerbSchema>> = {
  say: { keys: { say } },
  ask: {
    keys: {
      ask: asked,
      text,
      type: answerType,
      accept: expression,
      sensitive: boolean,
      retry,
      silence,
      files: object({
        types: list(fileEnding),
        max_mb: { type: "number", exclusiveMinimum: 0, description: "a size in megabytes" },
      }),
    },
    required: ["text"],
  },
  form: { keys: { form: list(field, "a list of fields", { minItems: 1, maxItems: 20 }), text, retry, silence } },
  choose: {
    keys: {
      choose: withRole("variable", {
        type: ["string", "null"],
        pattern: variable.pattern,
        description: "a variable's name, or nothing",
      }),
      text,
      options,
      other: exit,
      silence,
    },
    required: ["text", "options"],
  },
  carousel: {
    keys: { carousel: cards, text, save: object({ card: stored, option: stored }), other: exit, silence },
  },
  articles: {
    keys: {
      articles: object(
        {
          ids: list(withRole("article", string), "a list of articles", { minItems: 1 }),
          query: expression,
          limit: { type: "integer", minimum: 1, description: "a number from 1" },
        },
        [],
        "{ ids: […] } or { query: …, limit: n }",
      ),
      text,
      none: exit,
    },
  },
  resolved: { keys: { resolved: object({ solved: exit, unsolved: exit }, ["solved", "unsolved"]), text, silence } },
  call: {
    keys: {
      call: withRole("connection", string),
      get: path,
      post: path,
      put: path,
      patch: path,
      delete: path,
      query: map(filled),
      headers: map(filled, "a map of headers"),
      body: withRole("template", {}),
      timeout: someDuration,
      retry: object({ max: tries, backoff: duration }, ["max"]),
      idempotency_key: expression,
      save: map(expression, "a map of variables", stored),
      errors: map(exit, "a map of exits by status, timeout and else", {
        type: "string",
        pattern: "^(?:[1345][0-9][0-9]|[1345]xx|timeout|else)$",
        description: 'the status of an error such as 404 or 5xx, "timeout" or "else"',
      }),
    },
  },
  set: { keys: { set: { ...map(assignment, "a map of variables", stored), minProperties: 1 } } },
  if: { keys: { if: expression, else: exit } },
  switch: {
    keys: { switch: expression, cases: { ...map(exit, "a map of cases"), minProperties: 1 }, else: exit },
    required: ["cases"],
  },
  goto: { keys: { goto } },
  run: {
    keys: {
      run: withRole("workflow", string),
      with: map(assignment, "a map of inputs", withRole("input", variable)),
      save: map(withRole("output", variable), "a map of variables", stored),
      outcomes: map(exit, "a map of exits by outcome", withRole("outcome", string)),
    },
  },
  handoff: {
    keys: {
      handoff: withRole("group", string),
      mode: { enum: ["live", "offline"] },
      text,
      tags: list(template),
      timeout: someDuration,
      no_agent: exit,
      fields: map(expression, "a map of fields"),
    },
  },
  wait: { keys: { wait: duration } },
  end: { keys: {} },
};

/** Keys that name a step's type, `end` last: it may also stand beside another verb. */
export const verbs: readonly string[] = Object.keys(verbSchemas);

/** The schema of one verb's steps. */
export function stepSchema(verb: string): Schema {
  const { keys, required = [] } = verbSchemas[verb] ?? { keys: {} };
  return object(
    { id: stepId, ...keys, then: exit, end: outcome },
    ["id", verb, ...required],
    `a step with the verb "${verb}"`,
  );
}

/** Every key that some step may have, for "did you mean". */
export const stepKeys: ReadonlySet<string> = new Set([
  "id",
  "then",
  "end",
  ...Object.values(verbSchemas).flatMap(({ keys }) => Object.keys(keys)),
]);
