/** A value against a schema. */

import { createRequire } from "node:module";
import type { ValidateFunction } from "ajv/dist/2020.js";
import type { Schema } from "#content/schemas/common.ts";
import { forms } from "#content/schemas/formats.ts";
import { type Misfit, misfitsOf } from "#content/schemas/messages.ts";

const require = createRequire(import.meta.url);
const compiled = new WeakMap<Schema, ValidateFunction>();
let ajv: import("ajv/dist/2020.js").Ajv2020 | undefined;

/** Everything in `value` that `schema` does not allow. */
export function misfits(schema: Schema, value: unknown): readonly Misfit[] {
  const validate = compile(schema);
  return validate(value) ? [] : misfitsOf(validate.errors ?? []);
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
    formats: Object.fromEntries(
      Object.entries(forms).map(([name, complain]) => [name, (text: string) => complain(text) === null]),
    ),
  });
}
