/** A value against a schema: what does not fit, in plain words, each with its path. */

import { createRequire } from "node:module";
import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { nearest } from "#content/nearest.ts";
import type { Path } from "#content/node.ts";
import type { Schema } from "#content/schemas/common.ts";

export interface Misfit {
  readonly path: Path;
  /** Whether the key at the path is at fault, and not its value. */
  readonly at: "key" | "value";
  readonly message: string;
  readonly help?: string;
  /** The value has the right shape all the same: what else is wrong in the file can still be said. */
  readonly harmless?: boolean;
}

/** Keywords whose misfits leave a value's shape as it should be. */
const harmless = new Set([
  "additionalProperties",
  "enum",
  "pattern",
  "format",
  "minimum",
  "maximum",
  "uniqueItems",
  "maxItems",
  "minLength",
  "maxLength",
  "propertyNames",
]);

const require = createRequire(import.meta.url);
const compiled = new WeakMap<Schema, ValidateFunction>();
let ajv: import("ajv/dist/2020.js").Ajv2020 | undefined;

/** Everything in `value` that `schema` does not allow. */
export function misfits(schema: Schema, value: unknown): readonly Misfit[] {
  const validate = compile(schema);
  if (validate(value)) return [];
  const errors = (validate.errors ?? []).filter((error) => error.keyword !== "if");
  return errors.map((error) => ({ ...misfitOf(error), harmless: harmless.has(error.keyword) }));
}

function compile(schema: Schema): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  ajv ??= createAjv();
  const validate = ajv.compile(schema);
  compiled.set(schema, validate);
  return validate;
}

function createAjv(): import("ajv/dist/2020.js").Ajv2020 {
  const { Ajv2020 } = require("ajv/dist/2020.js") as typeof import("ajv/dist/2020.js");
  return new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: false,
    validateSchema: false,
    validateFormats: true,
    addUsedSchema: false,
    inlineRefs: false,
    formats: { day: isDay, hours: isHours, timezone: isTimeZone, moment: isMoment },
  });
}

function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** `09:00-12:30`; the end comes after the beginning, and may be 24:00. */
function isHours(text: string): boolean {
  const match = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))$/.exec(text);
  if (!match) return false;
  const [, fromHour, fromMinute, toHour, toMinute, midnight] = match;
  const from = Number(fromHour) * 60 + Number(fromMinute);
  const to = midnight ? 24 * 60 : Number(toHour) * 60 + Number(toMinute);
  return to > from;
}

const timeZones = new Map<string, boolean>();

function isTimeZone(name: string): boolean {
  const known = timeZones.get(name);
  if (known !== undefined) return known;
  let exists = /^[A-Z]/i.test(name);
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    exists = false;
  }
  timeZones.set(name, exists);
  return exists;
}

function isMoment(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text))
  );
}

function misfitOf(error: ErrorObject): Misfit {
  const path = pathOf(error);
  const { params, keyword, parentSchema = {} } = error;
  const description = typeof parentSchema.description === "string" ? parentSchema.description : undefined;
  switch (keyword) {
    case "additionalProperties": {
      const key = String(params.additionalProperty);
      const known = Object.keys((parentSchema.properties as object | undefined) ?? {});
      return { path: [...path, key], at: "key", ...unknownKey(key, known) };
    }
    case "required":
      return {
        path,
        at: "value",
        message: `the key "${params.missingProperty}" is missing here`,
        help: `add "${params.missingProperty}: …"`,
      };
    case "propertyNames":
      return {
        path: [...path, String(params.propertyName)],
        at: "key",
        message: `the key "${params.propertyName}" cannot stand here`,
      };
    case "enum": {
      const allowed = params.allowedValues as readonly unknown[];
      const guess = typeof error.data === "string" ? nearest(error.data, allowed.map(String)) : undefined;
      return {
        path,
        at: "value",
        message: `${shown(error.data)} is not one of ${allowed.map((item) => JSON.stringify(item)).join(", ")}`,
        ...(guess !== undefined && { help: `did you mean "${guess}"?` }),
      };
    }
    case "minItems":
      return { path, at: "value", message: `this list needs at least ${counted(params.limit)}` };
    case "maxItems":
      return { path, at: "value", message: `this list may have at most ${counted(params.limit)}` };
    case "uniqueItems":
      return { path, at: "value", message: "an entry of this list stands in it twice" };
    default:
      if ("propertyName" in error && error.propertyName !== undefined) {
        return {
          path: [...path, error.propertyName],
          at: "key",
          message: `the key "${error.propertyName}" is not ${description ?? "allowed here"}`,
        };
      }
      return {
        path,
        at: "value",
        message: `${shown(error.data)} is not ${description ?? `what belongs here (${error.message ?? keyword})`}`,
      };
  }
}

/** What to say of a key that does not belong. */
export function unknownKey(key: string, known: readonly string[]): Pick<Misfit, "message" | "help"> {
  const guess = nearest(key, known);
  const list = known.length > 0 ? `the keys here are ${known.join(", ")}` : "nothing but plain values stands here";
  return {
    message: `the key "${key}" means nothing here`,
    help: guess === undefined ? list : `did you mean "${guess}"?`,
  };
}

function pathOf(error: ErrorObject): (string | number)[] {
  const steps = error.instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  // Whether a step is a list's index only the value can tell; `nodeAt` takes a number for lists.
  return steps.map((part) => (/^(?:0|[1-9][0-9]*)$/.test(part) ? Number(part) : part));
}

function shown(value: unknown): string {
  if (typeof value === "string") return value.length > 60 ? `"${value.slice(0, 57)}…"` : JSON.stringify(value);
  if (Array.isArray(value)) return "a list";
  if (value === null) return "nothing";
  return typeof value === "object" ? "a map" : `the ${typeof value === "number" ? "number" : "word"} ${String(value)}`;
}

function counted(limit: unknown): string {
  return `${limit} ${limit === 1 ? "entry" : "entries"}`;
}
