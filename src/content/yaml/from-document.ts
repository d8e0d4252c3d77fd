/** The patient reader: `yaml`'s document to nodes, with every syntax error and whatever can be made of the rest. */

import { createRequire } from "node:module";
import type { Entry, Node, ScalarNode } from "#content/node.ts";
import { faultsOf } from "#content/yaml/faults.ts";
import type { Fault } from "#content/yaml/from-events.ts";
import { plainValue } from "#content/yaml/scalar.ts";

type Yaml = typeof import("yaml");

const require = createRequire(import.meta.url);

/** Reads `text`, going on after errors. */
export function nodesFromDocument(text: string): { root: Node | null; faults: readonly Fault[] } {
  try {
    // Files without a fault do not pay for it.
    const yaml = require("yaml") as Yaml;
    const documents = yaml.parseAllDocuments(text, {
      lineCounter: new yaml.LineCounter(),
      schema: "failsafe",
      prettyErrors: false,
      logLevel: "silent",
    });
    const document = Array.isArray(documents) ? documents[0] : undefined;
    if (!document) return { root: null, faults: [] };
    return { root: nodeOf(yaml, document.contents, 0), faults: faultsOf(yaml, document, text) };
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

function nodeOf(yaml: Yaml, value: unknown, depth: number): Node | null {
  if (depth > 100) return null;
  if (yaml.isScalar(value)) {
    const [start = 0, end = start] = value.range ?? [];
    const style = styles[value.type ?? "PLAIN"] ?? "plain";
    const text = String(value.value ?? "");
    return { kind: "scalar", start, end, value: style === "plain" ? plainValue(text) : text, style };
  }
  if (yaml.isMap(value)) {
    const [start = 0, end = start] = value.range ?? [];
    const entries = new Map<string, Entry>();
    for (const pair of value.items) {
      if (!yaml.isScalar(pair.key)) continue;
      const [keyStart = start, keyEnd = keyStart] = pair.key.range ?? [];
      const name = String(pair.key.value ?? "");
      const key: ScalarNode = { kind: "scalar", start: keyStart, end: keyEnd, value: name, style: "plain" };
      const inner = nodeOf(yaml, pair.value, depth + 1);
      if (!entries.has(name)) entries.set(name, { key, value: inner ?? emptyAt(keyEnd) });
    }
    return { kind: "map", start, end, entries: [...entries.values()] };
  }
  if (yaml.isSeq(value)) {
    const [start = 0, end = start] = value.range ?? [];
    return {
      kind: "list",
      start,
      end,
      items: value.items.map((item) => nodeOf(yaml, item, depth + 1) ?? emptyAt(start)),
    };
  }
  return yaml.isAlias(value) ? emptyAt(value.range?.[0] ?? 0) : null;
}

function emptyAt(offset: number): ScalarNode {
  return { kind: "scalar", start: offset, end: offset, value: null, style: "plain" };
}
