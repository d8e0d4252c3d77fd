/**
 * The pieces that the schemas of all file kinds share. A schema's `description` finishes the sentence "this is not
 * …", and is what an author reads when a value does not fit.
 */

export type Schema = { readonly [key: string]: unknown };

/**
 * What a value is beyond its shape. A schema says it under the key `role`, which no validator looks at: the
 * formatter, the checks of texts, renaming and the editors' schemas find their places by it (`roles.ts`).
 */
export type Role =
  | "text"
  | "template"
  | "expression"
  | "declaration"
  | "step"
  | "option"
  | "card"
  | "variable"
  | "input"
  | "output"
  | "outcome"
  | "language"
  | "environment"
  | Reference;

/** What is named by an id, from anywhere in the site. */
export type Reference =
  | "brand"
  | "schedule"
  | "group"
  | "connection"
  | "article"
  | "asset"
  | "channel"
  | "assistant"
  | "workflow";

/** The same schema for values that play a part of their own. */
export function withRole(role: Role, schema: Schema): Schema {
  return { ...schema, role };
}

/** An object with these keys and no others. */
export function object(
  properties: Record<string, Schema>,
  required: readonly string[] = [],
  description = "a map",
): Schema {
  return { type: "object", properties, required, additionalProperties: false, description };
}

export function list(items: Schema, description = "a list", limits: Schema = {}): Schema {
  return { type: "array", items, description, ...limits };
}

/** A map from names to values of one kind. */
export function map(values: Schema, description = "a map", keys: Schema = {}): Schema {
  return { type: "object", additionalProperties: values, propertyNames: keys, description };
}

/** One of two kinds, told apart by being text or not, so that errors speak of the kind the author meant. */
export function textOr(structured: Schema, description: string, text: Schema = {}): Schema {
  return { if: { type: "string" }, then: text, else: { ...structured, description } };
}

export const string: Schema = { type: "string", description: "a text" };
export const nonEmpty: Schema = { type: "string", minLength: 1, description: "a text with at least one letter" };
/** Words that people read, in one language. */
export const words: Schema = withRole("text", nonEmpty);
/** A text with `{{ }}` that no customer reads: a path, a header, a tag. */
export const template: Schema = withRole("template", string);
export const boolean: Schema = { type: "boolean", description: "true or false" };

export const fileId: Schema = {
  type: "string",
  pattern: "^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$",
  maxLength: 100,
  description: "an id: small letters a-z, digits and - only",
};
export const stepId: Schema = {
  type: "string",
  pattern: "^[a-z0-9][a-z0-9_-]*$",
  maxLength: 100,
  description: "an id: small letters a-z, digits, - and _ only",
};
export const variable: Schema = {
  type: "string",
  pattern: "^[a-z_][a-z0-9_]*$",
  maxLength: 100,
  description: "a variable's name: small letters a-z, digits and _ only, not beginning with a digit",
};
export const outcome: Schema = stepId;
export const duration: Schema = {
  type: "string",
  pattern: "^(?:[0-9]+(?:\\.[0-9]+)?(?:ms|s|m|h|d))+$",
  description: 'a duration such as "10s", "5m", "24h" or "2d"',
};
/** Where no time at all would leave nobody a chance to answer. */
export const someDuration: Schema = {
  ...duration,
  pattern: `^(?=.*[1-9])${String(duration.pattern).slice(1)}`,
  description: 'a duration of more than nothing, such as "10s", "5m", "24h" or "2d"',
};
export const language: Schema = {
  type: "string",
  pattern: "^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$",
  description: 'a language such as "fr" or "pt-BR"',
};
export const date: Schema = { type: "string", format: "day", description: "a date such as 2026-12-25" };
export const secretName: Schema = {
  type: "string",
  pattern: "^[A-Z][A-Z0-9_]*$",
  description: "a secret's name (capital letters, digits and _): the secret itself never stands in a file",
};
export const fromEnvironment: Schema = object({ env: secretName }, ["env"], "a setting by name: { env: NAME }");

/** A text: a map by language, or a plain text in the default language. */
export const text: Schema = textOr(
  {
    type: "object",
    additionalProperties: withRole("text", string),
    propertyNames: withRole("language", language),
    minProperties: 1,
  },
  'a text: "…", or a map by language { fr: "…", en: "…" }',
  withRole("text", {}),
);
export const phrases: Schema = {
  if: { type: "array" },
  then: list(words, "a list of phrases"),
  else: map(
    list(words, "a list of phrases"),
    "phrases: a list, or a map of lists by language",
    withRole("language", language),
  ),
};

/** CEL; a number or a boolean stands for itself. */
export const expression: Schema = withRole("expression", {
  type: ["string", "number", "boolean"],
  description: "an expression (CEL)",
});
export const assignment: Schema = {
  if: { type: "object" },
  then: object({ text }, ["text"], 'a text: { text: "…" }'),
  else: expression,
};

/** Nested steps are checked one by one, by their own verb's schema (`read-steps.ts`). */
export const exit: Schema = withRole("step", {
  type: ["string", "array"],
  description: 'a step\'s id, "end", or a list of steps',
});

export function byEnvironment(value: Schema): Schema {
  return value.type === "array"
    ? { if: { type: "object" }, then: map(value, "a map by environment", withRole("environment", fileId)), else: value }
    : textOr(map(value, "", withRole("environment", fileId)), `${value.description}, or a map by environment`, value);
}

/** `type: string`, a shape, or a connection's answer. */
export const declaration: Schema = withRole(
  "declaration",
  textOr({ type: "object" }, "a type, a shape, or { type: …, sensitive: true }"),
);
export const declarations: Schema = map(
  declaration,
  "a map of variables and their types",
  withRole("variable", variable),
);
