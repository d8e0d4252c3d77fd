/**
 * Whether a value fits a schema, yes or no. Most files and steps do, and a site of a thousand files asks this tens of
 * thousands of times: ajv, which takes a quarter of a second to load and compile our schemas, is left to say what is
 * wrong with those that do not. So "yes" must be ajv's answer, too, and "no" need not be.
 */

import type { Schema } from "#content/schemas/common.ts";
import { forms } from "#content/schemas/formats.ts";

export type Fits = (value: unknown) => boolean;

type Values = Readonly<Record<string, unknown>>;

const made = new WeakMap<Schema, Fits>();

/** The question for one schema. Throws for a keyword that is not known here. */
export function fitsOf(schema: Schema): Fits {
  const known = made.get(schema);
  if (known) return known;
  const rules: Fits[] = [];
  for (const [keyword, argument] of Object.entries(schema)) {
    const rule = keywords[keyword];
    if (!rule) throw new Error(`the schema keyword "${keyword}" is not known`);
    const fits = rule(argument, schema);
    if (!fits) continue;
    const said = saidOf.get(fits);
    // The type is asked first, and the others need not ask again.
    if (keyword === "type") rules.unshift(fits);
    else rules.push(said && said.type === schema.type ? (said.holds as Fits) : fits);
  }
  const fits = all(rules);
  made.set(schema, fits);
  return fits;
}

const always: Fits = () => true;

/** Rule by rule, without a walk over a list: it is asked for every value of every file. */
function all(rules: readonly Fits[]): Fits {
  const [first = always, ...others] = rules;
  if (others.length === 0) return first;
  const rest = all(others);
  return (value) => first(value) && rest(value);
}

/** Null: the keyword says nothing of a value, or another one sees to it. */
type Rule = (argument: unknown, schema: Schema) => Fits | null;

const isMap = (value: unknown): value is Values => typeof value === "object" && value !== null && !Array.isArray(value);

const types: Readonly<Record<string, Fits>> = {
  object: isMap,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  number: Number.isFinite,
  integer: Number.isInteger,
};

function typeOf(name: unknown): Fits {
  const fits = types[String(name)];
  if (!fits) throw new Error(`the schema type "${name}" is not known`);
  return fits;
}

/** What a rule says of values of one type; of others it says nothing. */
interface Said {
  readonly type: string;
  readonly holds: (value: never) => boolean;
}

const saidOf = new WeakMap<Fits, Said>();

function ofType<T>(type: string, isOf: (value: unknown) => value is T, holds: (value: T) => boolean): Fits {
  const fits: Fits = (value) => !isOf(value) || holds(value);
  saidOf.set(fits, { type, holds });
  return fits;
}

const ofText = (holds: (text: string) => boolean): Fits =>
  ofType("string", (value) => typeof value === "string", holds);
const ofNumber = (holds: (number: number) => boolean): Fits =>
  ofType("number", (value) => typeof value === "number", holds);
const ofList = (holds: (list: readonly unknown[]) => boolean): Fits =>
  ofType<readonly unknown[]>("array", Array.isArray, holds);
const ofMap = (holds: (map: Values) => boolean): Fits => ofType("object", isMap, holds);

const keywords: Readonly<Record<string, Rule>> = {
  description: () => null,
  role: () => null,
  type: (names) => {
    const [first, ...others] = [names].flat().map(typeOf);
    return first && others.length > 0 ? (value) => first(value) || others.some((fits) => fits(value)) : (first ?? null);
  },
  enum: (values) => (value) => (values as readonly unknown[]).includes(value),
  pattern: (source) => {
    const pattern = new RegExp(String(source), "u");
    return ofText((text) => pattern.test(text));
  },
  format: (name) => {
    const complain = forms[String(name)];
    if (!complain) throw new Error(`the format "${name}" is not known`);
    return ofText((text) => complain(text) === null);
  },
  // Lengths are counted in letters, of which a text has no more than it has units, and at least half as many.
  minLength: (limit) => ofText((text) => text.length >= (limit === 1 ? 1 : 2 * Number(limit))),
  maxLength: (limit) => ofText((text) => text.length <= Number(limit)),
  minimum: (limit) => ofNumber((number) => number >= Number(limit)),
  maximum: (limit) => ofNumber((number) => number <= Number(limit)),
  exclusiveMinimum: (limit) => ofNumber((number) => number > Number(limit)),
  minItems: (limit) => ofList((list) => list.length >= Number(limit)),
  maxItems: (limit) => ofList((list) => list.length <= Number(limit)),
  uniqueItems: () => ofList((list) => list.every((item) => !isNested(item)) && new Set(list).size === list.length),
  items: (schema) => {
    const fits = fitsOf(schema as Schema);
    return ofList((list) => {
      for (const item of list) if (!fits(item)) return false;
      return true;
    });
  },
  properties: (_properties, schema) => ofKeys(schema),
  additionalProperties: (_additional, schema) => ("properties" in schema ? null : ofKeys(schema)),
  propertyNames: (schema) => {
    if (Object.keys(schema as Schema).length === 0) return null;
    const fits = fitsOf(schema as Schema);
    return ofMap((map) => {
      for (const key in map) if (!fits(key)) return false;
      return true;
    });
  },
  minProperties: (limit) => ofMap((map) => sizeOf(map) >= Number(limit)),
  maxProperties: (limit) => ofMap((map) => sizeOf(map) <= Number(limit)),
  required: (names) =>
    ofMap((map) => {
      for (const name of names as readonly string[]) if (!Object.hasOwn(map, name)) return false;
      return true;
    }),
  dependentRequired: (argument) => {
    const needs = Object.entries(argument as Readonly<Record<string, readonly string[]>>);
    return ofMap((map) => {
      for (const need of needs) {
        if (Object.hasOwn(map, need[0]) && !need[1].every((name) => Object.hasOwn(map, name))) return false;
      }
      return true;
    });
  },
  dependentSchemas: (argument) => {
    const schemas = Object.entries(argument as Readonly<Record<string, Schema>>).map(
      ([key, schema]) => [key, fitsOf(schema)] as const,
    );
    return ofMap((map) => schemas.every(([key, fits]) => !Object.hasOwn(map, key) || fits(map)));
  },
  not: (schema) => {
    if (Object.keys(schema as Schema).length > 0) throw new Error("only nothing at all can be excluded");
    return () => false;
  },
  if: (condition, schema) => {
    const names = Object.keys(condition as Schema);
    // Here a "no" that ajv would not say could lead to a "yes" that it would not say.
    if (names.join() !== "type") throw new Error("only a type can be a condition");
    const holds = typeOf((condition as Schema).type);
    const yes = schema.then === undefined ? always : fitsOf(schema.then as Schema);
    const no = schema.else === undefined ? always : fitsOf(schema.else as Schema);
    return (value) => (holds(value) ? yes(value) : no(value));
  },
  then: () => null,
  else: () => null,
};

function sizeOf(map: Values): number {
  let size = 0;
  for (const _ in map) size += 1;
  return size;
}

function isNested(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** `properties` and `additionalProperties`, in one pass over the keys. */
function ofKeys({ properties = {}, additionalProperties = {} }: Schema): Fits {
  const known = new Map(
    Object.entries(properties as Readonly<Record<string, Schema>>).map(([key, schema]) => [key, fitsOf(schema)]),
  );
  const others = additionalProperties === false ? () => false : fitsOf(additionalProperties as Schema);
  return ofMap((map) => {
    for (const key in map) if (!(known.get(key) ?? others)(map[key])) return false;
    return true;
  });
}
