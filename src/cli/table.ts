/** Rows as people read them on a terminal: columns as wide as their widest cell. */

import { displayWidth } from "#findings/locate.ts";

/** Lines, each ending with a newline; the last column is not padded. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((row) => row.map(printable));
  const widths = head.map((_, column) => Math.max(...all.map((row) => displayWidth(row[column] ?? ""))));
  const padded = (cell: string, column: number) => cell + " ".repeat((widths[column] ?? 0) - displayWidth(cell));
  return all.map((row) => `  ${row.map(padded).join("  ").trimEnd()}\n`).join("");
}

/** Names come from files and platforms: control characters must not reach a terminal. */
export function printable(cell: string): string {
  return cell.replace(/\p{Cc}/gu, "\ufffd");
}
