/** Rows as people read them on a terminal: columns as wide as their widest cell. */

import { displayWidth } from "#findings/locate.ts";
import { printable } from "#findings/printable.ts";

/**
 * Lines, each ending with a newline; the last column is not padded. Names come from files and platforms: none of them
 * steers the terminal.
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((row) => row.map(printable));
  const widths = head.map((_, column) => Math.max(...all.map((row) => displayWidth(row[column] ?? ""))));
  const padded = (cell: string, column: number) => cell + " ".repeat((widths[column] ?? 0) - displayWidth(cell));
  return all.map((row) => `  ${row.map(padded).join("  ").trimEnd()}\n`).join("");
}
