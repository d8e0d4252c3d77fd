/** What is wrong with an expression's syntax, in words for its author. */

import { type Problem, parseExpression } from "#expr/parse.ts";

export interface SyntaxProblem extends Problem {
  readonly help?: string;
}

/** The first fault of `source`, or null. */
export function syntaxProblem(source: string | number | boolean): SyntaxProblem | null {
  if (typeof source !== "string") return null;
  const { problem } = parseExpression(source);
  if (!problem) return null;
  const start = Math.min(problem.start, Math.max(source.length - 1, 0));
  const end = Math.max(Math.min(problem.end, source.length), Math.min(start + 1, source.length));
  if (source.trim() === "") return { message: "an expression is missing here", start: 0, end: source.length };
  return { start, end, ...worded(source, problem) };
}

const names: Readonly<Record<string, string>> = {
  RPAREN: '")"',
  LPAREN: '"("',
  RBRACKET: '"]"',
  LBRACKET: '"["',
  RBRACE: '"}"',
  LBRACE: '"{"',
  COLON: '":"',
  COMMA: '","',
  DOT: '"."',
  QUESTION: '"?"',
  IDENTIFIER: "a name",
  NUMBER: "a number",
  STRING: "a text",
  EOF: "the end",
  IN: '"in"',
};

/** Words of other languages, and what CEL writes instead. */
const words: Readonly<Record<string, string>> = {
  and: "&&",
  or: "||",
  not: "!",
  is: "==",
  "=": "==",
  "&": "&&",
  "|": '|| for "or", or a method behind a dot, such as name.upper()',
};

function worded(source: string, { message, start }: Problem): { readonly message: string; readonly help?: string } {
  const rest = source.slice(start);
  const before = /[=!]=$/.exec(source.slice(0, start))?.[0] ?? "";
  if (before !== "" && rest.startsWith("=")) {
    return { message: `"${before}=" means nothing in CEL`, help: `write ${before}` };
  }
  const word = /^(?:=|\|(?!\|)|&(?!&)|[A-Za-z_]+)/.exec(rest)?.[0] ?? "";
  const instead = Object.hasOwn(words, word.toLowerCase()) ? words[word.toLowerCase()] : undefined;
  if (instead !== undefined) return { message: `"${word}" means nothing in CEL`, help: `write ${instead}` };
  const expected = /^Expected (\w+), got (\w+)$/.exec(message);
  if (expected) {
    const [, wanted = "", got = ""] = expected;
    if (got === "EOF") return { message: `the expression breaks off: ${names[wanted] ?? wanted} is missing` };
    return { message: `${names[wanted] ?? wanted} is missing before ${shown(rest)}` };
  }
  const curly = /^[“”„‟«»‘’‚「」]/.exec(rest)?.[0];
  if (curly !== undefined) {
    return { message: `"${curly}" is no quote to CEL, which knows the straight ones`, help: `write "…" or '…'` };
  }
  if (message === "Unexpected token: EOF") return { message: "the expression breaks off here" };
  if (message.startsWith("Unexpected")) return { message: `${shown(rest)} makes no sense here` };
  if (message === "Unterminated string") return { message: "this text has no closing quote" };
  if (message.startsWith("Invalid escape sequence")) {
    return { message: `a backslash begins an escape, and ${shown(rest)} is none`, help: "double the backslash" };
  }
  if (message.startsWith("Exceeded max"))
    return { message: "this expression is too large to follow", help: "split it with set" };
  const reserved = /^Reserved identifier: (\w+)$/.exec(message)?.[1];
  if (reserved !== undefined) {
    return { message: `"${reserved}" is a word that CEL keeps for itself`, help: "give it another name" };
  }
  return { message };
}

function shown(rest: string): string {
  const token = /^(?:[A-Za-z_0-9]+|\S{1,2})/.exec(rest)?.[0];
  return token === undefined ? "the end" : `"${token}"`;
}
