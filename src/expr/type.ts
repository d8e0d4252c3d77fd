/** What is known about a value before anything runs. `any` is whatever a declaration does not say: it is never wrong. */

import type { DeclaredType } from "#expr/values.ts";

export type Type =
  | { readonly kind: ScalarKind | "any" }
  | { readonly kind: "list"; readonly item: Type }
  /** Keys that are not known beforehand; `written` where the expression writes the map out. */
  | { readonly kind: "map"; readonly value: Type; readonly written?: ReadonlyMap<string, Type> }
  /** Fields by name; any other is a mistake. */
  | { readonly kind: "shape"; readonly fields: ReadonlyMap<string, Type> }
  | { readonly kind: "optional"; readonly value: Type };

export type ScalarKind =
  | "string"
  | "int"
  /** A declared `number`: whole or not. */
  | "number"
  /** A number with a fraction, such as `1.5`. */
  | "double"
  | "bool"
  | "date"
  | "time"
  | "duration"
  | "bytes"
  | "null";

export const any: Type = { kind: "any" };
export const string: Type = { kind: "string" };
export const int: Type = { kind: "int" };
export const number: Type = { kind: "number" };
export const double: Type = { kind: "double" };
export const bool: Type = { kind: "bool" };
export const date: Type = { kind: "date" };
export const time: Type = { kind: "time" };
export const duration: Type = { kind: "duration" };
export const bytes: Type = { kind: "bytes" };
export const nothing: Type = { kind: "null" };
export const listOf = (item: Type): Type => ({ kind: "list", item });
export const mapOf = (value: Type): Type => ({ kind: "map", value });
export const shapeOf = (fields: Readonly<Record<string, Type>>): Type => ({
  kind: "shape",
  fields: new Map(Object.entries(fields)),
});

/** What a customer sends where a file is asked for. */
export const file: Type = shapeOf({ name: string, type: string, bytes: int, url: string });

const named: ReadonlyMap<string, Type> = new Map<string, Type>([
  ["string", string],
  ["int", int],
  ["number", number],
  ["bool", bool],
  ["date", date],
  ["time", time],
  ["file", file],
  ["list", listOf(any)],
  ["map", mapOf(any)],
]);

const maxDepth = 20;

/** The type that a declaration names. */
export function typeOfDeclared(declared: DeclaredType, depth = 0): Type {
  if (typeof declared === "string") return named.get(declared) ?? any;
  if (depth > maxDepth) return any;
  const fields = Object.entries(declared).map(([name, inner]) => [name, typeOfDeclared(inner, depth + 1)] as const);
  return { kind: "shape", fields: new Map(fields) };
}

/** The type of a JSON value that is known already, such as a brand's. */
export function typeOfValue(value: unknown, depth = 0): Type {
  switch (typeof value) {
    case "string":
      // A day or a moment is written as a text, and may be used as either.
      return /^\d{4}-\d{2}-\d{2}(?:T|$)/.test(value) ? any : string;
    case "number":
      return Number.isSafeInteger(value) ? int : double;
    case "boolean":
      return bool;
    case "object": {
      if (value === null || depth > maxDepth) return any;
      if (Array.isArray(value)) return listOf(unified(value.map((item) => typeOfValue(item, depth + 1))));
      const fields = Object.entries(value).map(([name, inner]) => [name, typeOfValue(inner, depth + 1)] as const);
      return { kind: "shape", fields: new Map(fields) };
    }
    default:
      return any;
  }
}

/** The one type that all of `types` are; `any` where they differ. */
export function unified(types: readonly Type[]): Type {
  const [first = any, ...rest] = types;
  return rest.reduce((a, b) => {
    if (isNumber(a) && isNumber(b)) return a.kind === b.kind ? a : number;
    return a.kind === b.kind && a.kind !== "shape" && a.kind !== "list" && a.kind !== "map" && a.kind !== "optional"
      ? a
      : a === b
        ? a
        : any;
  }, first);
}

export function isNumber({ kind }: Type): boolean {
  return kind === "int" || kind === "number" || kind === "double";
}

/** How an author would call it: `a string`, `an int`. */
export function nameOf({ kind }: Type): string {
  switch (kind) {
    case "int":
      return "an int";
    case "double":
      return "a number";
    case "shape":
      return "a map";
    case "duration":
      return "a span of time";
    case "bytes":
      return "bytes";
    case "null":
      return "null";
    case "optional":
      return "an optional value";
    case "any":
      return "anything";
    default:
      return `a ${kind}`;
  }
}

/** Whether a value of type `from` may be kept where `to` was declared. */
export function fits(from: Type, to: Type): boolean {
  if (from.kind === "any" || to.kind === "any" || from.kind === "null") return true;
  if (from.kind === "optional") return fits(from.value, to);
  if (isNumber(from) && isNumber(to)) return to.kind !== "int" || from.kind !== "double";
  if (from.kind === "list" && to.kind === "list") return fits(from.item, to.item);
  const isMap = (type: Type): boolean => type.kind === "map" || type.kind === "shape";
  return from.kind === to.kind || (isMap(from) && isMap(to));
}
