/** The quick reader: `js-yaml`'s events to nodes, in one pass. */

import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from "js-yaml";
import { codeOf } from "#content/code-of.ts";
import type { Entry, ListNode, MapNode, Node, ScalarNode } from "#content/node.ts";
import { plainValue } from "#content/yaml/scalar.ts";

/** Something wrong with the YAML itself, by offsets into the text. */
export interface Fault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly help?: string;
  readonly related?: { readonly start: number; readonly end: number; readonly message: string };
}

export interface Nodes {
  readonly root: Node | null;
  readonly faults: readonly Fault[];
  /** The faults are all there is to say: the patient reader would add nothing, or must not try. */
  readonly final: boolean;
}

/** Nodes that aliases may stand for, all together: enough for people, too few for a bomb. */
const maxAliased = 2_000;
const maxDepth = 100;

const styles: Readonly<Record<number, ScalarNode["style"]>> = {
  [SCALAR_STYLE.PLAIN]: "plain",
  [SCALAR_STYLE.SINGLE_QUOTED]: "single",
  [SCALAR_STYLE.DOUBLE_QUOTED]: "double",
  [SCALAR_STYLE.LITERAL_BLOCK]: "literal",
  [SCALAR_STYLE.FOLDED_BLOCK]: "folded",
};

interface Open {
  readonly node: { kind: "map" | "list"; start: number; end: number; entries?: Entry[]; items?: Node[] };
  readonly keys: Map<string, ScalarNode> | null;
  key: ScalarNode | null;
  size: number;
  readonly anchor: string | null;
}

/** Reads `text`. A syntax error ends the reading: `root` is null, and `faults` holds the first error. */
export function nodesFromEvents(text: string): Nodes {
  let events: ReturnType<typeof parseEvents>;
  try {
    events = parseEvents(text, { maxDepth });
  } catch (error) {
    if (!(error instanceof YAMLException)) return { root: null, faults: [unreadable(error)], final: true };
    const start = Math.min(error.mark?.position ?? 0, text.length);
    const tooDeep = /depth/i.test(error.reason ?? "");
    const unseen = /\p{Cc}|[\ufffe\uffff]/u.exec(text.slice(start, start + 1))?.[0];
    const wording = tooDeep
      ? { message: `lists and maps are nested over ${maxDepth} levels deep` }
      : unseen !== undefined
        ? { message: `a character that nobody can see (${codeOf(unseen)}) stands here`, help: "delete it" }
        : { message: `this is not YAML: ${error.reason}` };
    return { root: null, faults: [{ ...wording, start, end: Math.min(start + 1, text.length) }], final: tooDeep };
  }

  const faults: Fault[] = [];
  const open: Open[] = [];
  const anchors = new Map<string, { node: Node; size: number }>();
  let root: Node | null = null;
  let documents = 0;
  let aliased = 0;
  let last = 0;

  const add = (node: Node, size: number): void => {
    const parent = open.at(-1);
    if (!parent) {
      root = node;
      return;
    }
    parent.size += size;
    if (parent.node.items) {
      parent.node.items.push(node);
    } else if (parent.key === null) {
      if (node.kind === "scalar") parent.key = node;
      else {
        faults.push({
          message: "a key is a word, not a list or a map",
          start: node.start,
          end: node.end,
          help: "put a text with braces or brackets in double quotes",
        });
        parent.key = {
          kind: "scalar",
          start: node.start,
          end: node.end,
          value: text.slice(node.start, node.end),
          style: "plain",
        };
      }
    } else {
      const key = parent.key;
      parent.key = null;
      const name = String(key.value);
      const earlier = parent.keys?.get(name);
      if (earlier) {
        faults.push({
          message: `the key "${name}" stands here twice`,
          start: key.start,
          end: key.end,
          help: "keep one of the two",
          related: { start: earlier.start, end: earlier.end, message: "the first one" },
        });
      } else if (name === "<<" && key.style === "plain") {
        faults.push({
          message: 'merge keys ("<<") are not read',
          start: key.start,
          end: key.end,
          help: "write the keys out",
        });
      } else {
        parent.keys?.set(name, key);
        parent.node.entries?.push({ key, value: node });
      }
    }
  };

  for (const event of events) {
    if ("tagStart" in event && event.tagStart >= 0) {
      faults.push({
        message: `the tag "${text.slice(event.tagStart, event.tagEnd)}" means nothing here`,
        start: event.tagStart,
        end: event.tagEnd,
        help: "leave it out; put a text that begins with ! in double quotes",
      });
    }
    const anchor =
      "anchorStart" in event && event.anchorStart >= 0
        ? text.slice(event.anchorStart, event.anchorEnd).replace(/^[&*]/, "")
        : null;
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        documents += 1;
        if (documents === 2) {
          const start = Math.max(text.indexOf("\n---", last) + 1, 0);
          faults.push({
            message: "a second YAML document begins here",
            start,
            end: start + 3,
            help: "put it into a file of its own",
          });
          return { root, faults, final: true };
        }
        open.push({
          node: { kind: "list", start: 0, end: text.length, items: [] },
          keys: null,
          key: null,
          size: 0,
          anchor: null,
        });
        break;
      case EVENT_ID.SEQUENCE:
        open.push({
          node: { kind: "list", start: event.start, end: event.start, items: [] },
          keys: null,
          key: null,
          size: 1,
          anchor,
        });
        break;
      case EVENT_ID.MAPPING:
        open.push({
          node: { kind: "map", start: event.start, end: event.start, entries: [] },
          keys: new Map(),
          key: null,
          size: 1,
          anchor,
        });
        break;
      case EVENT_ID.SCALAR: {
        const isKey = open.at(-1)?.keys !== null && open.at(-1)?.key === null;
        const node = scalarNode(text, event, last, isKey);
        last = Math.max(last, node.end);
        if (anchor !== null) anchors.set(anchor, { node, size: 1 });
        add(node, 1);
        break;
      }
      case EVENT_ID.ALIAS: {
        const known = anchors.get(anchor ?? "");
        aliased += known?.size ?? 0;
        if (!known || aliased > maxAliased) {
          const message = known
            ? `the aliases stand for over ${maxAliased} values`
            : `the alias "*${anchor}" has no anchor before it`;
          faults.push({ message, start: event.anchorStart, end: event.anchorEnd, help: "write the value out" });
          if (known) return { root: null, faults, final: true };
        }
        add(
          known?.node ?? {
            kind: "scalar",
            start: event.anchorStart,
            end: event.anchorEnd,
            value: null,
            style: "plain",
          },
          known?.size ?? 1,
        );
        last = Math.max(last, event.anchorEnd);
        break;
      }
      case EVENT_ID.POP: {
        const closed = open.pop();
        if (!closed) break;
        if (open.length === 0) {
          root = closed.node.items?.[0] ?? null;
          break;
        }
        closed.node.end = Math.max(last, closed.node.start);
        const node = closed.node as MapNode | ListNode;
        if (closed.anchor !== null) anchors.set(closed.anchor, { node, size: closed.size });
        add(node, closed.size);
        break;
      }
    }
  }
  const empty = root === null || ((root as Node).kind === "scalar" && (root as ScalarNode).value === null);
  if (empty && faults.length === 0) {
    faults.push({ message: "the file is empty", start: 0, end: 0, help: "write its contents, or delete it" });
  }
  return { root: empty ? null : root, faults, final: true };
}

function scalarNode(
  text: string,
  event: Parameters<typeof getScalarValue>[1] & { valueStart: number; valueEnd: number; style: number },
  last: number,
  isKey: boolean,
): ScalarNode {
  const style = styles[event.style] ?? "plain";
  // An absent value (`key:` and nothing after it) has no place of its own: it stands where the key ends.
  if (event.valueStart < 0) return { kind: "scalar", start: last, end: last, value: isKey ? "" : null, style };
  const value = getScalarValue(text, event);
  const quotes = style === "single" || style === "double" ? 1 : 0;
  return {
    kind: "scalar",
    start: event.valueStart - quotes,
    end: event.valueEnd + quotes,
    value: style === "plain" && !isKey ? plainValue(value) : value,
    style,
  };
}

function unreadable(error: unknown): Fault {
  return {
    message: `this cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    start: 0,
    end: 0,
  };
}
