/** From a node to its plain value, and from a path of keys to its place in a file. */

import type { MapNode, Node, Path } from "#content/node.ts";
import type { Span } from "#findings/finding.ts";

/** The node at `path`, or null where the path leads nowhere. */
export function nodeAt(root: Node | null, path: Path): Node | null {
  let node: Node | null = root;
  for (const step of path) {
    if (node?.kind === "map") node = entryOf(node, String(step))?.value ?? null;
    else if (node?.kind === "list" && typeof step === "number") node = node.items[step] ?? null;
    else return null;
  }
  return node;
}

/** The place of the value at `path`; of the nearest enclosing value that exists, where it leads nowhere. */
export function placeOf(file: string, root: Node | null, path: Path): Span {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = nodeAt(root, path.slice(0, length));
    if (node && (node.end > node.start || length === 0)) return shown(file, node);
    // Nothing stands there: an empty value is shown by its key, an empty item by where it would be.
    if (node && typeof path[length - 1] === "number") return { file, start: node.start, end: node.end };
    if (node && length > 0) return placeOfKey(file, root, path.slice(0, length));
  }
  return { file, start: 0, end: 0 };
}

/** The place of the key that leads to `path`; of an item of a list: its value's place. */
export function placeOfKey(file: string, root: Node | null, path: Path): Span {
  const parent = nodeAt(root, path.slice(0, -1));
  const last = path.at(-1);
  if (parent?.kind === "map" && last !== undefined) {
    const key = entryOf(parent, String(last))?.key;
    if (key) return { file, start: key.start, end: key.end };
  }
  return placeOf(file, root, path);
}

/** A list or a map is shown by its first key or item: a squiggle under a whole block says nothing. */
function shown(file: string, node: Node): Span {
  if (node.kind === "map") {
    const key = node.entries[0]?.key;
    if (key) return { file, start: key.start, end: key.end };
  }
  if (node.kind === "list" && node.items[0]) return shown(file, node.items[0]);
  return { file, start: node.start, end: node.end };
}

function entryOf(node: MapNode, key: string) {
  return node.entries.find((entry) => entry.key.value === key);
}

/** The plain JSON value of a node. */
export function jsonOf(node: Node): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(jsonOf);
    case "map": {
      const value: Record<string, unknown> = {};
      for (const { key, value: inner } of node.entries) {
        const name = String(key.value);
        if (name === "__proto__") Object.defineProperty(value, name, { value: jsonOf(inner), enumerable: true });
        else value[name] = jsonOf(inner);
      }
      return value;
    }
  }
}
