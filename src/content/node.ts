/**
 * A YAML document with the place of every key and value, as offsets into the file's text.
 *
 * The values that the rest of Parley works on are plain JSON; a `Node` stands beside them, and a path of keys
 * leads from a value to its place (`placeOf`). So positions cost nothing until a finding needs one.
 */

export type Node = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: "map";
  readonly start: number;
  readonly end: number;
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: ScalarNode;
  readonly value: Node;
}

export interface ListNode {
  readonly kind: "list";
  readonly start: number;
  readonly end: number;
  readonly items: readonly Node[];
}

export interface ScalarNode {
  readonly kind: "scalar";
  readonly start: number;
  readonly end: number;
  readonly value: string | number | boolean | null;
  /** How it is written: plain scalars may be read as something else than text. */
  readonly style: "plain" | "single" | "double" | "literal" | "folded";
}

/** Keys and list indexes that lead from a document's root, or from a step, to a value. */
export type Path = readonly (string | number)[];
