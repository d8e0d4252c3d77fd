/** A `bot` item held against what the assistant said. */

import type { Path } from "#content/node.ts";
import type { Language } from "#content/text.ts";
import { choicesOf, readableText, textFits } from "#rehearsal/spoken.ts";
import type { Line, Stage } from "#rehearsal/stage.ts";
import { type BotItem, wordingIn } from "#rehearsal/test-file.ts";

export interface Mismatch {
  /** From the item. */
  readonly path: Path;
  readonly at: "key" | "value";
  readonly message: string;
  readonly label?: string;
  readonly help?: string;
}

type Bot = Extract<Line, { kind: "bot" }>;

/**
 * Whether a step's text is what an item names. A form whose fields are asked one by one is named by its id too, but
 * asking again is always named: `step.retry`.
 */
export function isNamedBy(spoken: string, name: string): boolean {
  if (spoken === name) return true;
  return spoken.startsWith(`${name}.`) && !name.includes(".") && spoken !== `${name}.retry`;
}

/** What differs; null: nothing. `waiting` is all that was said and not yet expected, `line` what the item is held against. */
export function mismatchOf(
  item: BotItem,
  line: Line | undefined,
  language: Language,
  stage: Stage,
  waiting: readonly Line[],
): Mismatch | null {
  if (line?.kind !== "bot") {
    const others = waiting.flatMap((each) => (each.kind === "bot" ? [`"${each.step}"`] : []));
    return {
      path: ["bot"],
      at: "value",
      message:
        others.length === 0
          ? `the step "${item.bot}" should speak here, but nothing is said`
          : `the step "${item.bot}" should speak here, but only ${others.join(", ")} did`,
      label: standing(stage),
    };
  }
  if (!isNamedBy(line.step, item.bot)) {
    return {
      path: ["bot"],
      at: "value",
      message: `the step "${item.bot}" should speak here, but "${line.step}" does`,
      label: botLabel(line),
    };
  }
  const glob = wordingIn(item.text, language);
  if (glob !== undefined && !textFits(line.messages, glob)) {
    return {
      path: typeof item.text === "object" ? ["text", language] : ["text"],
      at: "value",
      message: `what "${line.step}" says is not what "${glob}" expects`,
      label: botLabel(line),
      help: "* stands for any text, ? for any one letter",
    };
  }
  return item.options ? optionsMismatch(line, item.options.map(String)) : null;
}

function optionsMismatch(line: Bot, wanted: readonly string[]): Mismatch | null {
  const offered = line.messages.flatMap(choicesOf).map(({ id }) => id);
  const cards = line.messages.flatMap((message) => (message.type === "cards" ? message.cards : [])).map(({ id }) => id);
  if (isSame(offered, wanted) || (cards.length > 0 && isSame(cards, wanted))) return null;
  return {
    path: ["options"],
    at: "value",
    message: `"${line.step}" offers ${offered.length === 0 ? "nothing" : offered.join(", ")}, not ${wanted.join(", ") || "nothing"}`,
  };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

const labelLetters = 60;

/** What was said, short enough to stand under a line. */
export function botLabel({ messages }: Bot): string {
  const text = messages.map(readableText).join(" ").replace(/\s+/g, " ").trim();
  const letters = [...text];
  return `“${letters.length > labelLetters ? `${letters.slice(0, labelLetters - 1).join("")}…` : text}”`;
}

/** Where the conversation stands, in a few words. */
export function standing(stage: Stage): string {
  const { status, frames, waiting } = stage.state();
  const frame = frames.at(-1);
  if (status === "agents") return "agents have the conversation";
  if (!frame || !waiting) return "nothing runs here";
  return `the step "${frame.step}" waits`;
}
