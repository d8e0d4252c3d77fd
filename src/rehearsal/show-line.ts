/** What happened in a talk, and what a test says of it, each in one line of text. */

import { readableText } from "#rehearsal/spoken.ts";
import type { Line } from "#rehearsal/stage.ts";
import { type TalkItem, wordingIn } from "#rehearsal/test-file.ts";
import { requestOf } from "#runtime/stubs.ts";

/** A line of the stage: the assistant's begin with their step, everything else with who or what it is. */
export function shownLine(line: Line): string {
  switch (line.kind) {
    case "bot":
      return `${line.step}: ${oneLine(line.messages.map(readableText).join(" "))}`;
    case "customer":
      return `customer> ${oneLine(line.text)}`;
    case "agent":
      return `agent> ${oneLine(line.text)}`;
    case "agent-done":
      return "(the agents hand back)";
    case "time":
      return `(${shownDuration(line.ms)} pass)`;
    case "call":
      return `(${line.call.connection}: ${requestOf(line.call)})`;
    case "handoff":
      return `(handed to ${line.handoff.group}, ${line.handoff.mode})`;
    case "withdraw":
      return `(nobody of ${line.group} came)`;
    case "ended":
      return `(${line.workflow} ends${line.outcome === null ? "" : `: ${line.outcome}`})`;
    case "trouble":
      return `(trouble: ${line.trouble.message})`;
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
] as const;

/** `1h30m`, as authors write it. */
export function shownDuration(ms: number): string {
  let left = Math.round(ms);
  let text = "";
  for (const [unit, size] of units) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === "" ? "0s" : text;
}

/** A talk's item, as it stands in the test. */
export function shownItem(item: TalkItem, language: string): string {
  if (item === "...") return item;
  if ("user" in item) return `user: ${JSON.stringify(wordingIn(item.user, language) ?? "")}`;
  if ("fill" in item) return `fill: ${JSON.stringify(item.fill)}`;
  if ("bot" in item) {
    const text = wordingIn(item.text, language);
    return `bot: ${item.bot}${text === undefined ? "" : `, text: ${JSON.stringify(text)}`}`;
  }
  const [key = "", value = ""] = Object.entries(item)[0] ?? [];
  return `${key}: ${String(value)}`;
}
