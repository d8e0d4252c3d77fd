/** The types of functions, methods and macros, and of what they are given. */

import { type Checking, mismatch, quoted, type TypeScope, wantBool } from "#expr/checking.ts";
import { isNamespace, madeBy, methodName, pathOf } from "#expr/nodes.ts";
import type { Node } from "#expr/parse.ts";
import { functions, type Method, methods, nameWanted, type Signature, satisfies } from "#expr/signatures.ts";
import { any, bool, listOf, nameOf, string, type Type, unified } from "#expr/type.ts";
import { writtenOut } from "#expr/written-out.ts";

type Called = Extract<Node, { readonly op: "call" | "rcall" }>;

/** The type of a call; what is wrong with it is added to the problems. */
export function callProblems(node: Called, scope: TypeScope, checking: Checking): Type {
  if (node.op === "call") return functionType(node, scope, checking);
  const [name, receiver, args] = node.args;
  const made = madeBy(node);
  if (made !== null) return macroType(node, made, scope, checking);
  if (receiver.op === "id" && isNamespace(receiver.args)) {
    for (const arg of args) checking.typeOf(arg, scope);
    return any;
  }
  const type = checking.typeOf(receiver, scope);
  const given = args.map((arg) => checking.typeOf(arg, scope));
  const ofOptional = /^(?:or|orValue|value|hasValue)$/.test(name);
  if (ofOptional && type.kind === "any") return name === "hasValue" ? bool : any;
  if (ofOptional && type.kind === "optional") {
    if (name === "hasValue") return bool;
    if (name === "or") return type;
    return name === "orValue" ? unified([type.value, given[0] ?? any]) : type.value;
  }
  return methodType(node, type, given, checking);
}

function functionType(node: Extract<Called, { op: "call" }>, scope: TypeScope, checking: Checking): Type {
  const [name, args] = node.args;
  const at = { start: node.start, end: node.start + name.length };
  if (name === "has") {
    const [asked] = args;
    for (const arg of args) checking.typeOf(arg, scope);
    if (!asked || args.length !== 1 || !pathOf(asked)) {
      mismatch(checking, at, "has() asks for one name or field, such as has(order.eta)");
    }
    return bool;
  }
  const given = args.map((arg) => checking.typeOf(arg, scope));
  const signature = functions.get(name);
  if (signature) {
    suits(`${name}()`, at, signature, args, given, checking);
    isWellWritten(name, args, null, checking);
    return signature.result;
  }
  const isMethod = methods.has(name);
  checking.problems.push({
    kind: "unknown",
    message: `there is no function "${name}"`,
    ...at,
    ...(isMethod
      ? {
          help: `it stands behind a value: ${args[0] ? checking.source.slice(args[0].start, args[0].end) : "…"}.${name}(…)`,
        }
      : otherFunctions.has(name)
        ? { help: `write ${otherFunctions.get(name)}` }
        : { meant: { word: name, known: [...functions.keys(), "has"] } }),
  });
  return any;
}

/** What other languages, and spreadsheets, call the functions. */
const otherFunctions: ReadonlyMap<string, string> = new Map([
  ["date", "now(): a date compares with it by the day it is then"],
  ["today", "now(): a date compares with it by the day it is then"],
  ["len", "size(…)"],
  ["length", "size(…)"],
  ["count", "size(…)"],
  ["number", "double(…), or int(…) for a whole one"],
  ["float", "double(…)"],
  ["str", "string(…)"],
  ["text", "string(…)"],
  ["concat", "+ between the texts"],
  ["exists", "has(…)"],
  ["defined", "has(…)"],
  ["IF", "condition ? one : other"],
]);

/** What other languages call the methods. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ["toLowerCase", "lower()"],
  ["lowercase", "lower()"],
  ["toUpperCase", "upper()"],
  ["uppercase", "upper()"],
  ["includes", "contains(…)"],
  ["length", "size()"],
  ["strip", "trim()"],
  ["some", "exists(x, …)"],
  ["any", "exists(x, …)"],
  ["every", "all(x, …)"],
  ["test", "like(…)"],
  ["match", "like(…)"],
]);

function methodType(
  node: Extract<Called, { op: "rcall" }>,
  type: Type,
  given: readonly Type[],
  checking: Checking,
): Type {
  const [name, receiver, args] = node.args;
  const known = methods.get(name);
  const at = methodName(node, checking.source);
  if (!known) {
    const isFunction = functions.has(name);
    checking.problems.push({
      kind: "unknown",
      message: `there is no method "${name}"`,
      ...at,
      ...(isFunction
        ? { help: `it is a function: ${name}(${checking.source.slice(receiver.start, receiver.end)})` }
        : otherNames.has(name)
          ? { help: `write ${otherNames.get(name)}` }
          : { meant: { word: name, known: [...methods.keys()] } }),
    });
    return any;
  }
  const fitting = known.filter(({ on }) => satisfies(type, [on]));
  const first = fitting[0];
  if (!first) {
    const on = nameWanted(known.map((method) => method.on));
    const help = name === "format" && type.kind === "string" ? "declare it as a date or a time" : undefined;
    mismatch(checking, receiver, `${quoted(checking, receiver)} is ${nameOf(type)}, and ${name}() is for ${on}`, help);
    return known.length === 1 ? (known[0]?.result ?? any) : any;
  }
  if (name === "join" && type.kind === "list" && type.item.kind !== "any" && type.item.kind !== "string") {
    mismatch(checking, receiver, `join() is for lists of strings, and this one holds ${nameOf(type.item)} each`);
    return string;
  }
  // A value that nothing is known of may be any of them: the most lenient speaks.
  const signature = fitting.reduce((best, each) => (each.args.length > best.args.length ? each : best), first);
  suits(`${name}()`, at, signature, args, given, checking);
  isWellWritten(name, args, type, checking);
  return first.result;
}

function isWellWritten(name: string, args: readonly Node[], on: Type | null, checking: Checking): void {
  const rule = writtenOut.get(name);
  const arg = rule && args[rule.argument];
  if (arg?.op !== "value" || typeof arg.args !== "string") return;
  const objection = rule?.objection(arg.args, on);
  if (objection) mismatch(checking, arg, objection.message, objection.help);
}

function suits(
  shown: string,
  at: { readonly start: number; readonly end: number },
  { args: wanted, optional = 0 }: Signature | Method,
  args: readonly Node[],
  given: readonly Type[],
  checking: Checking,
): void {
  const least = wanted.length - optional;
  if (args.length < least || args.length > wanted.length) {
    const number = optional > 0 ? `${least} or ${wanted.length}` : String(wanted.length);
    const noun = number === "1" ? "value" : "values";
    mismatch(
      checking,
      at,
      `${shown} takes ${number === "0" ? "nothing" : `${number} ${noun}`}, and here ${args.length === 1 ? "is" : "are"} ${args.length}`,
    );
    return;
  }
  for (const [index, arg] of args.entries()) {
    const want = wanted[index] ?? ["any"];
    const type = given[index] ?? any;
    if (satisfies(type, want)) continue;
    mismatch(checking, arg, `${quoted(checking, arg)} is ${nameOf(type)}, and ${shown} takes ${nameWanted(want)} here`);
  }
}

/** `list.map(x, …)` and its kind, and `cel.bind(x, value, …)`. */
function macroType(node: Extract<Called, { op: "rcall" }>, made: string, scope: TypeScope, checking: Checking): Type {
  const [name, receiver, args] = node.args;
  const [, first, second] = args;
  if (name === "bind") {
    const value = first ? checking.typeOf(first, scope) : any;
    return second ? checking.typeOf(second, new Map([...scope, [made, value]])) : any;
  }
  const type = checking.typeOf(receiver, scope);
  const inner: TypeScope = new Map([...scope, [made, elementType(receiver, type, name, checking)]]);
  if (!first) return any;
  const result = checking.typeOf(first, inner);
  if (name === "map" && !second) return listOf(result);
  wantBool(first, result, `${name}() takes a condition here`, checking);
  if (name === "map" && second) return listOf(checking.typeOf(second, inner));
  return name === "filter" ? type : bool;
}

function elementType(receiver: Node, type: Type, name: string, checking: Checking): Type {
  switch (type.kind) {
    case "any":
    case "null":
    case "optional":
      return any;
    case "list":
      return type.item;
    case "map":
    case "shape":
      return string;
    default:
      mismatch(checking, receiver, `${quoted(checking, receiver)} is ${nameOf(type)}, and ${name}() is for lists`);
      return any;
  }
}
