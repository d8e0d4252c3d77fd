/**
 * Characters that only an escape can write, and that no database keeps as they are: a zero, and half of a pair (a
 * surrogate without the other one). A text with one of them could not be published.
 */

import { isKept } from "#content/kept-text.ts";
import type { Node, ScalarNode } from "#content/node.ts";
import type { Fault } from "#content/yaml/from-events.ts";

/** Whether a text may have such an escape at all: nearly none has. */
export function mayLoseCharacters(text: string): boolean {
  return /\\[0xuU]/.test(text);
}

export function lostCharacters(text: string, root: Node | null): readonly Fault[] {
  const faults = new Map<number, Fault>();
  for (const scalar of scalarsOf(root)) {
    if (typeof scalar.value !== "string" || isKept(scalar.value)) continue;
    const fault = faultIn(text, scalar);
    // What an anchor names is met once for each alias.
    faults.set(fault.start, fault);
  }
  return [...faults.values()];
}

function* scalarsOf(node: Node | null): Generator<ScalarNode> {
  if (node?.kind === "scalar") yield node;
  else if (node?.kind === "list") for (const item of node.items) yield* scalarsOf(item);
  else if (node) {
    for (const { key, value } of node.entries) {
      yield key;
      yield* scalarsOf(value);
    }
  }
}

/** Escapes, each whole: a pair together, and behind a backslash that is escaped itself a zero is a zero. */
const escapes =
  /\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(?<zero>\\(?:0|x00|u0000|U00000000))|(?<half>\\u[dD][89a-fA-F]..|\\U(?:0000[dD][89a-fA-F]..|(?!00(?:0|10)).{8}))|\\./gs;

/** It stands at the escape at fault. */
function faultIn(text: string, { start, end }: ScalarNode): Fault {
  for (const { index, groups } of text.slice(start, end).matchAll(escapes)) {
    const written = groups?.zero ?? groups?.half;
    if (written === undefined) continue;
    const isZero = groups?.zero !== undefined;
    return {
      message: `"${written}" is ${isZero ? "a zero byte" : "half of a character"}, which cannot be kept`,
      start: start + index,
      end: start + index + written.length,
      help: isZero ? "leave it out" : 'write the character itself, such as "😀"',
    };
  }
  return { message: "a character of this text cannot be kept", start, end, help: "write it without an escape" };
}
