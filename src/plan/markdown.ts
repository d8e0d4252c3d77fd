/**
 * Markdown that holds other people's text. Whatever a site says, it stands in a code span or a fenced block: nothing in
 * it can end the block, mention a person, refer to an issue or become a link.
 */

import { visible } from "#findings/visible.ts";

/** Text in a code span, on one line. */
export function code(text: string): string {
  const line = visible(text).replace(/\s+/g, " ").trim();
  const fence = "`".repeat(longestRun(line) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") || line === "" ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Text in a fenced block of a language, such as `diff`. */
export function block(language: string, text: string): string {
  const shown = visible(text);
  const fence = "`".repeat(Math.max(longestRun(shown) + 1, 3));
  return `${fence}${language}\n${shown}\n${fence}`;
}

/** What changed in a text, as a `diff` block: lines that went, lines that came. */
export function textDiff(before: string | undefined, after: string | undefined): string {
  const lines = (sign: string, text: string | undefined) =>
    text === undefined ? [] : text.split("\n").map((line) => `${sign} ${line}`);
  return block("diff", [...lines("-", before), ...lines("+", after)].join("\n"));
}

/** A part that is folded away until somebody opens it. `summary` is Markdown of our own. */
export function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** Blocks joined with blank lines, as many as fit into `limit` characters; `rest` says how many were left out. */
export function within(blocks: readonly string[], limit: number, rest: (count: number) => string): string {
  const whole = blocks.join("\n\n");
  if (whole.length <= limit) return whole;
  const kept: string[] = [];
  let length = rest(blocks.length).length + 2;
  for (const each of blocks) {
    if (length + each.length + 2 > limit) break;
    kept.push(each);
    length += each.length + 2;
  }
  return [...kept, rest(blocks.length - kept.length)].join("\n\n");
}

const mostLetters = 600;

/** For what others say, which may be of any length. */
export function shortened(text: string, most = mostLetters): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most).join("")}…`;
}
