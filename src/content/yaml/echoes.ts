/**
 * One slip makes a reader lose the thread, and it stumbles over line after line until it has found it again. What is
 * told is what is still wrong when the lines before it are left out.
 */

import type { Fault } from "#content/yaml/from-events.ts";

/** Past this many faults nobody reads on: what comes then is taken as it is. */
const maxRounds = 12;

/** The faults that do not come of an earlier one. `faultsIn` reads a text of the same length. */
export function withoutEchoes(
  text: string,
  faults: readonly Fault[],
  faultsIn: (text: string) => readonly Fault[],
): readonly Fault[] {
  const told: Fault[] = [];
  let left = faults.toSorted((a, b) => a.start - b.start);
  let rest = text;
  for (let round = 0; round < maxRounds && left.length > 1; round += 1) {
    const [first, ...others] = left as [Fault, ...Fault[]];
    told.push(first);
    rest = withoutLineOf(first, rest);
    const still = new Set(faultsIn(rest).map(nameOf));
    left = others.filter((each) => still.has(nameOf(each)));
  }
  return [...told, ...left];
}

function nameOf({ start, message }: Fault): string {
  return `${start} ${message}`;
}

/** The line on which a fault begins turned into blanks, so that every offset stays what it was. */
function withoutLineOf({ start }: Fault, text: string): string {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const line = /^[^\r\n]*/.exec(text.slice(from))?.[0] ?? "";
  return text.slice(0, from) + " ".repeat(line.length) + text.slice(from + line.length);
}
