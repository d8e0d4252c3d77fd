/** A value against a schema. */

import { createRequire } from "node:module";
import type { ValidateFunction } from "ajv/dist/2020.js";
import type { Schema } from "#content/schemas/common.ts";
import { fitsOf } from "#content/schemas/fits.ts";
import { forms } from "#content/schemas/formats.ts";
import { type Misfit, misfitsOf } from "#content/schemas/messages.ts";

const require = createRequire(import.meta.url);
const compiled = new WeakMap<Schema, ValidateFunction>();
let ajv: import("ajv/dist/2020.js").Ajv2020 | undefined;

/** Everything in `value` that `schema` does not allow. */
export function misfits(schema: Schema, value: unknown): readonly Misfit[] {
  if (fitsOf(schema)(value)) return [];
  const validate = compile(schema);
  if (validate(value)) return [];
  const found = misfitsOf(validate.errors ?? []);
  return found.some(({ meant }) => meant !== undefined) ? withRepairs(found, value, validate) : found;
}

/** Whether `value` fits, by ajv's word: what the quick answer (`fits.ts`) is held against. */
export function fitsByAjv(schema: Schema, value: unknown): boolean {
  return compile(schema)(value) === true;
}

/**
 * A misspelt key is read as the one that was meant, in place: else what it says would be missing, and every check
 * would say so once more. Where its value does not fit there, nobody goes on with the file.
 */
function withRepairs(found: readonly Misfit[], value: unknown, validate: ValidateFunction): readonly Misfit[] {
  for (const { path, meant } of found) {
    const holder = path.slice(0, -1).reduce<unknown>((inner, key) => (inner as Holder)[key], value) as Holder;
    const key = path.at(-1) ?? "";
    if (meant === undefined || Object.hasOwn(holder, meant)) continue;
    holder[meant] = holder[key];
    delete holder[key];
  }
  validate(value);
  const left = misfitsOf(validate.errors ?? []);
  const fits = left.every(({ harmless, path }) => harmless && found.some((each) => each.path.join() === path.join()));
  // What was missing, and is there now under another name, needs no word of its own.
  const still = new Set(left.map(({ message }) => message));
  return found
    .filter(({ kind, message }) => kind !== "missing" || still.has(message))
    .map((misfit) => (fits ? misfit : { ...misfit, harmless: false }));
}

type Holder = Record<string | number, unknown>;

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
    formats: Object.fromEntries(
      Object.entries(forms).map(([name, complain]) => [name, (text: string) => complain(text) === null]),
    ),
  });
}
