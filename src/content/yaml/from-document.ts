/** The patient reader: `yaml`'s document to nodes, with every syntax error and whatever can be made of the rest. */

import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from "yaml";
import type { Entry, Node, ScalarNode } from "#content/node.ts";
import { faultsOf } from "#content/yaml/faults.ts";
import type { Fault } from "#content/yaml/from-events.ts";
import { plainValue } from "#content/yaml/scalar.ts";

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
    return { root: nodeOf(document.contents, 0), faults: faultsOf(document, text) };
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
