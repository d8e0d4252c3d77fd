/**
 * GitHub's runner takes lines of a job's output that begin with `::`, and `##[` anywhere, for orders to itself. What a
 * site says must never be one: only annotations, whose texts are escaped, are meant to be.
 */

import { askedFormat } from "#cli/asked-format.ts";
import { rewriteOutput } from "#cli/rewrite-output.ts";

/** The text with nothing left that a runner would obey. */
export function withoutOrders(text: string): string {
  return text.replace(/^(\s*)::/gm, "$1:\u200b:").replaceAll("##[", "##\u200b[");
}

/** The same JSON value, written so that a runner finds nothing in it. */
export function jsonWithoutOrders(text: string): string {
  return text.replaceAll("##[", "##\\u005b");
}

/** From now on, what this process prints into a job's log orders nothing. `args` are the command line's. */
export function disarmOutput(args: readonly string[]): void {
  // Failures go there, whatever the format: what they quote may have any number of lines.
  rewriteOutput(process.stderr, withoutOrders);
  const format = askedFormat(args);
  if (format !== "github") rewriteOutput(process.stdout, format === "json" ? jsonWithoutOrders : withoutOrders);
}
