/** What happened in a chat, as a terminal shows it: the steps' names beside their words. */

import { printable } from "#findings/printable.ts";
import { shownLine } from "#rehearsal/show-line.ts";
import { choicesOf, readableText } from "#rehearsal/spoken.ts";
import type { Line, Stage } from "#rehearsal/stage.ts";

/** The lines from `from` on. What the customer wrote stands in the terminal already. */
export function linesSince(stage: Stage, from: number, colour: boolean): string {
  const faint = (text: string): string => (colour ? `\u001b[2m${text}\u001b[0m` : text);
  return stage.lines
    .slice(from)
    .filter((line) => line.kind !== "customer" && line.kind !== "time")
    .map((line) => (line.kind === "bot" ? spoken(line, faint) : `${faint(printable(shownLine(line)))}\n`))
    .join("");
}

function spoken({ step, messages }: Extract<Line, { kind: "bot" }>, faint: (text: string) => string): string {
  const lines = messages.flatMap((message) => {
    const choices = choicesOf(message).map(
      ({ id, label }, index) => `  ${index + 1}. ${printable(label)} ${faint(`(${id})`)}`,
    );
    return [...readableText(message).split("\n").map(printable), ...choices];
  });
  return `${faint(`[${step}]`)} ${lines.join("\n")}\n`;
}
