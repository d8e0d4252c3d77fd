/** The patient reader: `yaml`'s document to nodes, with every syntax error and whatever can be made of the rest. */

import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type YAMLError } from "yaml";
import type { Entry, Node, ScalarNode } from "#content/node.ts";
import type { Fault } from "#content/yaml/from-events.ts";
import { plainValue } from "#content/yaml/scalar.ts";

/** Past this many errors a file's shape is lost, and the rest would be noise. */
const maxFaults = 20;

/** Reads `text`, going on after errors. */
export function nodesFromDocument(text: string): { root: Node | null; faults: readonly Fault[] } {
  try {
    const lines = new LineCounter();
    const documents = parseAllDocuments(text, {
      lineCounter: lines,
      schema: "failsafe",
      prettyErrors: false,
      logLevel: "silent",
    });
    const document = Array.isArray(documents) ? documents[0] : undefined;
    if (!document) return { root: null, faults: [] };
    const faults = document.errors.slice(0, maxFaults).map((error) => faultOf(error, text));
    return { root: nodeOf(document.contents, 0), faults };
  } catch (error) {
    return { root: null, faults: [{ message: `this cannot be read: ${String(error)}`, start: 0, end: 0 }] };
  }
}

const styles: Readonly<Record<string, ScalarNode["style"]>> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

function nodeOf(value: unknown, depth: number): Node | null {
  if (depth > 100) return null;
  if (isScalar(value)) {
    const [start = 0, end = start] = value.range ?? [];
    const style = styles[value.type ?? "PLAIN"] ?? "plain";
    const text = String(value.value ?? "");
    return { kind: "scalar", start, end, value: style === "plain" ? plainValue(text) : text, style };
  }
  if (isMap(value)) {
    const [start = 0, end = start] = value.range ?? [];
    const entries = new Map<string, Entry>();
    for (const pair of value.items) {
      if (!isScalar(pair.key)) continue;
      const [keyStart = start, keyEnd = keyStart] = pair.key.range ?? [];
      const name = String(pair.key.value ?? "");
      const key: ScalarNode = { kind: "scalar", start: keyStart, end: keyEnd, value: name, style: "plain" };
      const inner = nodeOf(pair.value, depth + 1);
      if (!entries.has(name)) entries.set(name, { key, value: inner ?? emptyAt(keyEnd) });
    }
    return { kind: "map", start, end, entries: [...entries.values()] };
  }
  if (isSeq(value)) {
    const [start = 0, end = start] = value.range ?? [];
    return { kind: "list", start, end, items: value.items.map((item) => nodeOf(item, depth + 1) ?? emptyAt(start)) };
  }
  return isAlias(value) ? emptyAt(value.range?.[0] ?? 0) : null;
}

function emptyAt(offset: number): ScalarNode {
  return { kind: "scalar", start: offset, end: offset, value: null, style: "plain" };
}

interface Wording {
  readonly message: string;
  readonly help?: string;
}

const quote = 'put the whole text in double quotes: "…"';

/** The errors that authors meet, in plain words. */
const wordings: Readonly<Record<string, Wording>> = {
  BLOCK_AS_IMPLICIT_KEY: { message: 'a ": " inside an unquoted text makes it a key', help: quote },
  MISSING_CHAR: { message: "a quote, bracket, comma or colon is missing here" },
  TAB_AS_INDENT: { message: "a tab stands where only spaces may", help: "indent with spaces" },
  BAD_INDENT: { message: "this line is not indented as the lines around it are" },
  DUPLICATE_KEY: { message: "this key stands here twice", help: "keep one of the two" },
  UNEXPECTED_TOKEN: { message: "this character has no meaning here", help: quote },
  BAD_SCALAR_START: { message: "an unquoted text cannot begin with this character", help: quote },
  BAD_DQ_ESCAPE: { message: "this is no escape that double quotes know", help: "write \\\\ for a backslash" },
  MULTILINE_IMPLICIT_KEY: { message: "a key must stand on one line", help: "is a colon or a quote missing?" },
  BAD_ALIAS: { message: "an alias has no anchor before it", help: quote },
};

function faultOf(error: YAMLError, text: string): Fault {
  const [from, to] = error.pos;
  const start = Math.min(from, text.length);
  const end = Math.min(Math.max(to, start + 1), text.length);
  const wording = wordings[error.code] ?? { message: `this is not YAML: ${error.message.split("\n")[0]}` };
  const line = text.indexOf("\n", start);
  return { start, end: line >= start ? Math.min(end, Math.max(line, start)) : end, ...wording };
}
