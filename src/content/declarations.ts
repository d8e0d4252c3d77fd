/** What a variable, an input, an output or an answer is declared to be: type names, shapes, and what is neither. */

import { nearest } from "#content/nearest.ts";
import type { Path } from "#content/node.ts";
import type { Misfit } from "#content/schemas/messages.ts";

export const typeNames = ["string", "int", "number", "bool", "date", "time", "file", "list", "map"] as const;

/** What other languages call them. */
const otherNames: Readonly<Record<string, string>> = {
  text: "string",
  str: "string",
  integer: "int",
  float: "number",
  double: "number",
  decimal: "number",
  boolean: "bool",
  datetime: "time",
  timestamp: "time",
  array: "list",
  object: "map",
};

const answer = /^[a-z0-9][a-z0-9-]*\.[A-Za-z0-9_-]+$/;

/** The misfits of a map of declarations, such as a workflow's `vars` or a connection's `answers`. */
export function declarationMisfits(declarations: unknown, path: Path): readonly Misfit[] {
  if (!isMap(declarations)) return [];
  return Object.entries(declarations).flatMap(([name, declared]) => ofDeclaration(declared, [...path, name]));
}

function ofDeclaration(declared: unknown, path: Path): readonly Misfit[] {
  if (!isMap(declared) || !("type" in declared)) return ofType(declared, path);
  const others = Object.keys(declared).filter((key) => key !== "type");
  const misspelt = others.find((key) => typeof declared[key] === "boolean" && key !== "sensitive");
  if (misspelt !== undefined) {
    return [
      {
        path: [...path, misspelt],
        at: "key",
        message: `the key "${misspelt}" means nothing here`,
        why: "it would do nothing, without a word",
        help:
          nearest(misspelt, ["sensitive"]) === undefined
            ? "the keys beside a type are sensitive"
            : 'did you mean "sensitive"?',
      },
    ];
  }
  const isTyped = others.every((key) => key === "sensitive");
  // A shape may well have a field that is called "type".
  if (!isTyped) return ofType(declared, path);
  const { sensitive } = declared;
  return [
    ...ofType(declared.type, [...path, "type"]),
    ...(sensitive === undefined || typeof sensitive === "boolean"
      ? []
      : [
          {
            path: [...path, "sensitive"],
            at: "value" as const,
            message: "what is sensitive is true or false",
            help: "write true or false, without quotes",
          },
        ]),
  ];
}

function ofType(type: unknown, path: Path): readonly Misfit[] {
  if (isMap(type)) {
    if (Object.keys(type).length > 0) {
      return Object.entries(type).flatMap(([field, inner]) => ofType(inner, [...path, field]));
    }
    return [
      {
        path,
        at: "value",
        message: "this shape has no fields",
        help: 'name them, or write "map" for one of any shape',
      },
    ];
  }
  if (typeof type === "string" && ((typeNames as readonly string[]).includes(type) || answer.test(type))) return [];
  const guess = typeof type === "string" ? (otherNames[type.toLowerCase()] ?? nearest(type, typeNames)) : undefined;
  return [
    {
      path,
      at: "value",
      message: typeof type === "string" ? `"${type}" is no type` : "this is no type",
      help:
        guess === undefined
          ? `write one of ${typeNames.join(", ")}, a shape { field: type }, or a connection's answer such as shop-api.order`
          : `did you mean "${guess}"?`,
    },
  ];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
