/**
 * Expressions before they run: which names exist, which types fit. Where nothing is known about a value, nothing is
 * wrong with it; what is found here would fail, or never hold, when a customer gets there.
 */

import { callProblems } from "#expr/check-calls.ts";
import { binaryType } from "#expr/check-operators.ts";
import { type Checking, mismatch, quoted, type TypeProblem, type TypeScope, wantBool } from "#expr/checking.ts";
import type { Program } from "#expr/environment.ts";
import { type Node, parseExpression } from "#expr/parse.ts";
import { methods } from "#expr/signatures.ts";
import {
  any,
  bool,
  bytes,
  double,
  int,
  isNumber,
  listOf,
  nameOf,
  nothing,
  string,
  type Type,
  unified,
} from "#expr/type.ts";

export interface CheckedExpression {
  readonly type: Type;
  readonly problems: readonly TypeProblem[];
}

const checked = new WeakMap<TypeScope, Map<string, CheckedExpression>>();

/** The type of an expression and what is wrong with it. An expression that is no CEL is `any`: that is told elsewhere. */
export function checkExpression(source: string | number | boolean, scope: TypeScope): CheckedExpression {
  if (typeof source === "boolean") return { type: bool, problems: [] };
  if (typeof source === "number") return { type: Number.isSafeInteger(source) ? int : double, problems: [] };
  let known = checked.get(scope);
  if (!known) checked.set(scope, (known = new Map()));
  let result = known.get(source);
  if (!result) known.set(source, (result = checkNow(source, scope)));
  return result;
}

function checkNow(source: string, scope: TypeScope): CheckedExpression {
  const { ast, program } = parseExpression(source);
  if (!ast) return { type: any, problems: [] };
  const problems: TypeProblem[] = [];
  const checking: Checking = { source, problems, typeOf: (node, names) => typeOf(node, names, checking) };
  const type = checking.typeOf(ast, scope);
  if (problems.length > 0) return { type, problems };
  // The library looks once more before it evaluates anything: what it refuses then can be told now.
  const { valid, error } = lookOver(program);
  if (valid || !error) return { type, problems };
  const { summary, range } = error as { summary?: string; range?: { start: number; end: number } };
  const message = summary ?? error.message;
  return {
    type,
    problems: [{ kind: "mismatch", message, start: range?.start ?? 0, end: range?.end ?? source.length }],
  };
}

const lookedOver = new WeakMap<Program, ReturnType<Program["check"]>>();

/** The library knows nothing of scopes: what it says of an expression holds in all of them. */
function lookOver(program: Program): ReturnType<Program["check"]> {
  let result = lookedOver.get(program);
  if (!result) lookedOver.set(program, (result = program.check()));
  return result;
}

function typeOf(node: Node, scope: TypeScope, checking: Checking): Type {
  switch (node.op) {
    case "value":
      return typeOfLiteral(node.args);
    case "id": {
      const known = scope.get(node.args);
      if (known) return known;
      if (node.args === "google") return any;
      checking.problems.push({
        kind: "unknown",
        message: `there is no variable "${node.args}" here`,
        start: node.start,
        end: node.end,
        ...(otherWords.has(node.args)
          ? { help: `write ${otherWords.get(node.args)}` }
          : { meant: { word: node.args, known: [...scope.keys()] } }),
      });
      return any;
    }
    case ".":
      return fieldType(node, node.args[0], node.args[1], checking.typeOf(node.args[0], scope), checking);
    case ".?":
      return optional(fieldType(node, node.args[0], node.args[1], checking.typeOf(node.args[0], scope), checking));
    case "[]":
      return itemType(node.args[0], node.args[1], scope, checking);
    case "[?]":
      return optional(itemType(node.args[0], node.args[1], scope, checking));
    case "call":
    case "rcall":
      return callProblems(node, scope, checking);
    case "list":
      return listOf(unified(node.args.map((item) => checking.typeOf(item, scope))));
    case "map": {
      const written = new Map<string, Type>();
      const values = node.args.map(([key, value]) => {
        checking.typeOf(key, scope);
        const type = checking.typeOf(value, scope);
        if (key.op === "value" && typeof key.args === "string") written.set(key.args, type);
        return type;
      });
      return { kind: "map", value: unified(values), written };
    }
    case "?:": {
      const [condition, left, right] = node.args;
      wantBool(condition, checking.typeOf(condition, scope), "what stands before ? is a condition", checking);
      return unified([checking.typeOf(left, scope), checking.typeOf(right, scope)]);
    }
    case "!_":
      wantBool(node.args, checking.typeOf(node.args, scope), "! turns a condition round", checking);
      return bool;
    case "-_": {
      const type = checking.typeOf(node.args, scope);
      if (type.kind === "any" || isNumber(type)) return type;
      mismatch(checking, node.args, `${quoted(checking, node.args)} is ${nameOf(type)}, which has no negative`);
      return any;
    }
    case "&&":
    case "||":
      for (const side of node.args) {
        wantBool(side, checking.typeOf(side, scope), `both sides of ${node.op} are conditions`, checking);
      }
      return bool;
    default: {
      const [left, right] = node.args;
      return binaryType(node, checking.typeOf(left, scope), checking.typeOf(right, scope), checking);
    }
  }
}

/** What other languages call CEL's constants. */
const otherWords: ReadonlyMap<string, string> = new Map([
  ["True", "true"],
  ["TRUE", "true"],
  ["False", "false"],
  ["FALSE", "false"],
  ["None", "null"],
  ["NULL", "null"],
  ["nil", "null"],
  ["undefined", "null"],
]);

function typeOfLiteral(value: unknown): Type {
  if (typeof value === "string") return string;
  if (typeof value === "number") return double;
  if (typeof value === "boolean") return bool;
  if (value === null) return nothing;
  return value instanceof Uint8Array ? bytes : int;
}

function optional(type: Type): Type {
  return type.kind === "optional" ? type : { kind: "optional", value: type };
}

/** The type of a field. `node.pos` is where its name begins. */
function fieldType(node: Node, left: Node, field: string, type: Type, checking: Checking): Type {
  switch (type.kind) {
    case "any":
    case "null":
      return any;
    case "optional":
      return optional(fieldType(node, left, field, type.value, checking));
    case "map":
      return type.value;
    case "shape": {
      const known = type.fields.get(field);
      if (known) return known;
      checking.problems.push({
        kind: "unknown",
        message: `${quoted(checking, left)} has no field "${field}"`,
        start: node.op === "[]" || node.op === "[?]" ? node.start : node.pos,
        end: node.end,
        meant: { word: field, known: [...type.fields.keys()] },
      });
      return any;
    }
    default:
      mismatch(
        checking,
        { start: node.pos, end: node.end },
        `${quoted(checking, left)} is ${nameOf(type)}, which has no fields`,
        field === "length" ? "write .size()" : methods.has(field) ? `write .${field}()` : undefined,
      );
      return any;
  }
}

function itemType(left: Node, index: Node, scope: TypeScope, checking: Checking): Type {
  const type = checking.typeOf(left, scope);
  const at = checking.typeOf(index, scope);
  switch (type.kind) {
    case "any":
    case "null":
      return any;
    case "list":
      if (at.kind === "any" || isNumber(at)) return type.item;
      mismatch(checking, index, `an item of a list is named by its number, from 0, and this is ${nameOf(at)}`);
      return any;
    case "map":
      return type.value;
    case "optional":
      return any;
    case "shape":
      if (index.op === "value" && typeof index.args === "string") {
        return fieldType({ ...index, pos: index.start }, left, index.args, type, checking);
      }
      return any;
    default:
      mismatch(checking, left, `${quoted(checking, left)} is ${nameOf(type)}, which has no items`);
      return any;
  }
}
