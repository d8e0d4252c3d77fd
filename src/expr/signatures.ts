/** The functions and methods of the language, as far as types go. What they do stands in `environment.ts`. */

import {
  any,
  bool,
  bytes,
  double,
  duration,
  int,
  isNumber,
  listOf,
  mapOf,
  string,
  type Type,
  time,
} from "#expr/type.ts";

/** What may stand in an argument's place. */
export type Wanted =
  | "string"
  | "int"
  | "number"
  | "bool"
  | "date"
  | "time"
  | "duration"
  | "bytes"
  | "list"
  | "map"
  | "any";

export interface Signature {
  readonly args: readonly (readonly Wanted[])[];
  /** How many of the last arguments may be left out. */
  readonly optional?: number;
  readonly result: Type;
}

export interface Method extends Signature {
  readonly on: Wanted;
}

const text: readonly Wanted[] = ["string"];
const whole: readonly Wanted[] = ["int"];

export const functions: ReadonlyMap<string, Signature> = new Map<string, Signature>([
  ["now", { args: [], result: time }],
  ["open", { args: [text], result: bool }],
  ["next_open", { args: [text], result: time }],
  ["agents_online", { args: [text], result: int }],
  ["money", { args: [["number"], text], result: string }],
  ["size", { args: [["string", "list", "map", "bytes"]], result: int }],
  ["int", { args: [["number", "string"]], result: int }],
  ["uint", { args: [["number", "string"]], result: int }],
  ["double", { args: [["number", "string"]], result: double }],
  ["string", { args: [["string", "number", "bool", "bytes", "date", "time"]], result: string }],
  ["bool", { args: [["bool", "string"]], result: bool }],
  ["bytes", { args: [["string", "bytes"]], result: bytes }],
  ["timestamp", { args: [["string", "int"]], result: time }],
  ["duration", { args: [text], result: duration }],
  ["dyn", { args: [["any"]], result: any }],
  ["type", { args: [["any"]], result: any }],
]);

const clock: readonly (readonly [string, Method])[] = [
  "getFullYear",
  "getMonth",
  "getDate",
  "getDayOfMonth",
  "getDayOfWeek",
  "getDayOfYear",
  "getHours",
  "getMinutes",
  "getSeconds",
  "getMilliseconds",
].map((name) => [name, { on: "time", args: [text], optional: 1, result: int }]);

const spans: readonly (readonly [string, Method])[] = ["getHours", "getMinutes", "getSeconds", "getMilliseconds"].map(
  (name) => [name, { on: "duration", args: [], result: int }],
);

const listed: readonly (readonly [string, Method])[] = [
  ...["startsWith", "endsWith", "contains", "like", "matches"].map(
    (name) => [name, { on: "string", args: [text], result: bool }] as const,
  ),
  ...["lower", "upper", "trim", "lowerAscii", "upperAscii"].map(
    (name) => [name, { on: "string", args: [], result: string }] as const,
  ),
  ...["indexOf", "lastIndexOf"].map(
    (name) => [name, { on: "string", args: [text, whole], optional: 1, result: int }] as const,
  ),
  ["substring", { on: "string", args: [whole, whole], optional: 1, result: string }],
  ["split", { on: "string", args: [text, whole], optional: 1, result: listOf(string) }],
  ["format", { on: "date", args: [text], result: string }],
  ["format", { on: "time", args: [text], result: string }],
  ["join", { on: "list", args: [text], optional: 1, result: string }],
  ...(["string", "list", "map", "bytes"] as const).map((on) => ["size", { on, args: [], result: int }] as const),
  ["json", { on: "bytes", args: [], result: mapOf(any) }],
  ...["hex", "string", "base64"].map((name) => [name, { on: "bytes", args: [], result: string }] as const),
  ["at", { on: "bytes", args: [whole], result: int }],
  ...clock,
  ...spans,
];

/** Methods by name: one may be on several types. */
export const methods: ReadonlyMap<string, readonly Method[]> = listed.reduce((byName, [name, method]) => {
  byName.set(name, [...(byName.get(name) ?? []), method]);
  return byName;
}, new Map<string, readonly Method[]>());

/** Whether a value of this type may stand where one of `wanted` does. */
export function satisfies(type: Type, wanted: readonly Wanted[]): boolean {
  return wanted.some((each) => {
    if (each === "any" || type.kind === "any") return true;
    if (each === "number") return isNumber(type);
    // Whether a declared number is whole is known when it is there.
    if (each === "int") return type.kind === "int" || type.kind === "number";
    if (each === "map") return type.kind === "map" || type.kind === "shape";
    return type.kind === each;
  });
}

/** `a string or a list`. */
export function nameWanted(wanted: readonly Wanted[]): string {
  return wanted.map((each) => (each === "int" ? "an int" : each === "bytes" ? each : `a ${each}`)).join(" or ");
}
