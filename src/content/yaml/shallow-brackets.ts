/**
 * Brackets that close at their key's own column, as many people and tools write them:
 *
 *     options: [
 *       { id: more },
 *     ]
 *
 * The quick reader keeps to YAML's letter and refuses them. They are read as if they stood on the line before: blanks
 * take the line break's place, so that every offset stays what it was.
 */

import { type Nodes, nodesFromEvents } from "#content/yaml/from-events.ts";

const maxBrackets = 500;

export function isShallow({ faults }: Nodes): boolean {
  return faults.length === 1 && faults[0]?.message.endsWith("deficient indentation") === true;
}

/** Reads `text`, whose only fault is of that kind as far as the quick reader came. */
export function nodesWithShallowBrackets(text: string, first: Nodes): Nodes {
  let nodes = first;
  let joined = text;
  for (let count = 0; count < maxBrackets && isShallow(nodes); count += 1) {
    const at = nodes.faults[0]?.start ?? 0;
    const from = gapBefore(joined, at);
    if (from === at) return nodes;
    joined = `${joined.slice(0, from)}${" ".repeat(at - from)}${joined.slice(at)}`;
    nodes = nodesFromEvents(joined);
  }
  return nodes;
}

/** Where the line breaks, blanks and comments before `at` begin. */
function gapBefore(text: string, at: number): number {
  let from = text.lastIndexOf("\n", at - 1);
  while (from > 0) {
    const start = text.lastIndexOf("\n", from - 1) + 1;
    const end = start + withoutComment(text.slice(start, from)).trimEnd().length;
    if (end > start || start === 0) return end;
    from = start - 1;
  }
  return at;
}

/** The line up to a `#` that stands in no quotes and behind a blank. */
function withoutComment(line: string): string {
  let quote = "";
  for (const [index, letter] of [...line].entries()) {
    if (quote !== "") quote = letter === quote ? "" : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === "#" && (index === 0 || /\s/.test(line[index - 1] ?? ""))) return line.slice(0, index);
  }
  return line;
}
