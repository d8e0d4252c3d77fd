/** What a validator found, in an author's words: what, why, and what to write instead. */

import type { ErrorObject } from "ajv/dist/2020.js";
import { codeOf } from "#content/code-of.ts";
import { nearest } from "#content/nearest.ts";
import type { Path } from "#content/node.ts";
import { forms } from "#content/schemas/formats.ts";
import { mendText } from "#content/schemas/mend-text.ts";

export interface Misfit {
  readonly path: Path;
  /** Whether the key at the path is at fault, and not its value. */
  readonly at: "key" | "value";
  readonly message: string;
  readonly why?: string;
  readonly help?: string;
  /** The value has the right shape all the same: what else is wrong in the file can still be said. */
  readonly harmless?: boolean;
  readonly kind?: "missing";
  /** Of an unknown key: the one that it was most likely meant to be. */
  readonly meant?: string;
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

/** Keywords that only say that a keyword inside them has failed, which has a misfit of its own. */
const echoes = new Set(["if", "propertyNames"]);

/** Past this many, a file is of another kind altogether. */
export const maxMisfits = 100;

/** The misfits behind a validator's errors. */
export function misfitsOf(errors: readonly ErrorObject[]): readonly Misfit[] {
  return errors
    .filter(({ keyword }) => !echoes.has(keyword))
    .slice(0, maxMisfits)
    .map((error) => ({
      ...misfitOf(error),
      harmless: harmless.has(error.keyword) && !isName(error) && !isMisplaced(error),
    }));
}

/** A blank that is none to YAML, such as a no-break space, as what begins a key. */
const strangeBlank = /^(?:[^\S ]|[\u200b\u2060])/;

/** A key that begins so is read as one of the map around the one where it seems to stand. */
function isMisplaced({ keyword, params }: ErrorObject): boolean {
  return keyword === "additionalProperties" && strangeBlank.test(String(params.additionalProperty));
}

/** What is missing, or used by nobody, cannot be said where languages or names are in doubt. */
function isName(error: ErrorObject): boolean {
  return error.propertyName !== undefined || (error.keyword === "pattern" && /^\/languages\//.test(error.instancePath));
}

interface Parent {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

function misfitOf(error: ErrorObject): Misfit {
  const path = pathOf(error);
  const { params, keyword } = error;
  const { description, properties = {} } = (error.parentSchema ?? {}) as Parent;
  if (error.propertyName !== undefined) return wrongKey(path, error.propertyName, description);
  const value = (message: string, more: Pick<Misfit, "help" | "why"> = {}): Misfit => ({
    path,
    at: "value",
    message,
    ...more,
  });
  switch (keyword) {
    case "additionalProperties": {
      const key = String(params.additionalProperty);
      const known = Object.keys(properties);
      const meant = reserved.has(key) ? undefined : nearest(key, known);
      return {
        path: [...path, key],
        at: "key",
        ...unknownKey(key, known, description),
        ...(meant !== undefined && { meant }),
      };
    }
    case "dependentRequired": {
      const { property, missingProperty } = params as { property: string; missingProperty: string };
      return {
        path: [...path, property],
        at: "key",
        message: `"${property}" means nothing without "${missingProperty}" beside it`,
        help: `add "${missingProperty}: …", or take it away`,
      };
    }
    case "required":
      return missingKey(path, String(params.missingProperty), description);
    case "enum": {
      const allowed = (params.allowedValues as readonly unknown[]).map(String);
      const guess = typeof error.data === "string" ? nearest(error.data, allowed) : undefined;
      const words = allowed.map((word) => `"${word}"`).join(", ");
      const one =
        allowed.length === 1 ? `is not ${words}, the only word that may stand here` : `is not one of ${words}`;
      return value(`${shown(error.data)} ${description === undefined ? one : `is not ${description}`}`, {
        help:
          guess === undefined
            ? `write ${allowed.length === 1 ? words : `one of ${words}`}`
            : `did you mean "${guess}"?`,
      });
    }
    case "format": {
      const complaint = forms[String(params.format)]?.(String(error.data));
      return value(`${shown(error.data)} ${complaint?.message ?? "does not belong here"}`, {
        ...(complaint && { help: complaint.help }),
      });
    }
    case "minItems":
      return value(`${listed(description)} needs at least ${counted(params.limit)}`, {
        help: "add one, or leave the key out",
      });
    case "maxItems":
      return value(`${listed(description)} may have at most ${counted(params.limit)}`, { help: "take some away" });
    case "uniqueItems": {
      const again = Math.max(Number(params.i), Number(params.j));
      const item = (error.data as readonly unknown[])[again];
      return {
        path: [...path, again],
        at: "value",
        message: `${shown(item)} stands in this list twice`,
        help: "keep one of the two",
      };
    }
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
      return value(`${shown(error.data)} is not ${description ?? `${params.comparison} ${params.limit}`}`, {
        help: `write a number that is ${bound(String(params.comparison), params.limit)}`,
      });
    case "minLength":
      return value("this text is empty", { help: "write it, or leave the key out" });
    case "maxLength":
      return value(`${shown(error.data)} is longer than ${params.limit} letters`, { help: "shorten it" });
    case "minProperties":
    case "maxProperties": {
      const keys = Object.keys(error.data as object);
      const last = keys.at(-1);
      const help =
        Object.keys(properties).length > 0 ? { help: `write one of ${Object.keys(properties).join(", ")}` } : {};
      if (keyword === "minProperties" || last === undefined)
        return value(`nothing stands here; it should be ${description ?? "a map with a key"}`, help);
      return {
        path: [...path, last],
        at: "key",
        message: `${keys.map((key) => `"${key}"`).join(" and ")} cannot stand together: it should be ${description ?? "one of them"}`,
        help: "keep one of them",
      };
    }
    default:
      return value(
        `${isAboutSecret(error) ? "this" : shown(error.data)} is not ${description ?? "what belongs here"}`,
        {
          ...mend(error, description, properties),
        },
      );
  }
}

/** Where a secret's name belongs, the secret itself may stand: messages go to logs and to pull requests. */
function isAboutSecret({ data, instancePath }: ErrorObject): boolean {
  return typeof data === "string" && /\/(?:auth|secret|bearer|basic|token|key|env)(?:\/|$)/.test(instancePath);
}

/** What to write in place of a value of a wrong kind, or in a wrong form. */
function mend(
  { data, params, keyword }: ErrorObject,
  description: string | undefined,
  properties: Readonly<Record<string, unknown>>,
): Pick<Misfit, "help"> {
  const types: readonly unknown[] = keyword === "type" ? [params.type].flat() : [];
  if (data === null) return { help: "write it, or leave the key out" };
  if (typeof data === "string" && keyword === "pattern") return mendText(data, description ?? "");
  if (
    (typeof data === "number" || typeof data === "boolean") &&
    (types.includes("string") || description?.startsWith("a text"))
  ) {
    const unit = description?.startsWith("a duration") ? "s" : "";
    return {
      help:
        unit && typeof data === "number"
          ? `say of what: ${data}s, ${data}m, ${data}h`
          : `put it in double quotes: "${data}"`,
    };
  }
  if (typeof data === "string" && types.some((type) => type === "integer" || type === "number")) {
    return { help: /^-?\d+(?:\.\d+)?$/.test(data) ? `write it without quotes: ${data}` : "write a number" };
  }
  if (typeof data === "string" && types.includes("boolean")) {
    return {
      help: /^(?:yes|on|true)$/i.test(data)
        ? "write true"
        : /^(?:no|off|false)$/i.test(data)
          ? "write false"
          : "write true or false",
    };
  }
  if (types.includes("array") && !types.includes("string")) {
    if (typeof data === "string") return { help: `put it in brackets: [${data.length > 40 ? "…" : data}]` };
    return { help: 'begin each entry with "- "' };
  }
  if (types.includes("array") && typeof data === "object") return { help: 'begin each step with "- "' };
  const keys = Object.keys(properties);
  if (types.includes("object") && keys.length > 0) return { help: `its keys are ${keys.join(", ")}` };
  return {};
}

function missingKey(path: Path, key: string, description: string | undefined): Misfit {
  const last = path.at(-1);
  const help = `add "${key}: …"`;
  if (description?.startsWith("a step ")) {
    return {
      path: [...path, "id"],
      at: "value",
      message: `${description} needs the key "${key}"`,
      help,
      kind: "missing",
    };
  }
  if (typeof last === "string")
    return { path, at: "key", message: `"${last}" lacks the key "${key}"`, help, kind: "missing" };
  return { path, at: "value", message: `the key "${key}" is missing here`, help, kind: "missing" };
}

function wrongKey(path: Path, key: string, description = "a key that may stand here"): Misfit {
  return {
    path: [...path, key],
    at: "key",
    message: `the key "${key}" is not ${description}`,
    ...mendText(key, description),
  };
}

/** Keys that the language keeps for later. */
const reserved: ReadonlySet<string> = new Set(["rate", "page", "event", "rollout"]);

/** What to say of a key that does not belong. */
export function unknownKey(
  key: string,
  known: readonly string[],
  description?: string,
): Pick<Misfit, "message" | "help" | "why"> {
  if (reserved.has(key)) return { message: `the key "${key}" is reserved for later`, help: "do without it for now" };
  const blank = strangeBlank.exec(key)?.[0];
  if (blank !== undefined) {
    return {
      message: `a blank that is no space (${codeOf(blank)}) stands before "${key.replace(/^[\s\u200b\u2060]+/, "")}"`,
      why: "only spaces tell where a line belongs, so it does not belong where it seems to",
      help: "delete the blanks at the beginning of the line, and write spaces",
    };
  }
  const guess = nearest(key, known);
  const place = description?.startsWith("a step ") ? `in ${description}` : "here";
  return {
    message: `the key "${key}" means nothing ${place}`,
    why: "it would do nothing, without a word",
    help: guess === undefined ? `the keys ${place} are ${known.join(", ")}` : `did you mean "${guess}"?`,
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

function listed(description = "a list"): string {
  return description.startsWith("a list") ? `this ${description.slice(2)}` : "this list";
}

function bound(comparison: string, limit: unknown): string {
  const words: Readonly<Record<string, string>> = {
    ">=": "at least",
    "<=": "at most",
    ">": "more than",
    "<": "less than",
  };
  return `${words[comparison] ?? comparison} ${limit}`;
}

function counted(limit: unknown): string {
  return `${limit} ${limit === 1 ? "entry" : "entries"}`;
}
