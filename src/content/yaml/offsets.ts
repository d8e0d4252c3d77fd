/**
 * From an offset inside a scalar's value to an offset in the file: past quotes, escapes, folded lines and
 * indentation. Worked out when a finding needs it, for the one scalar it stands in.
 */

import type { ScalarNode } from "#content/node.ts";

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where the letters `start` to `end` of the scalar's value stand in the file's text; the whole scalar where that cannot be told. */
export function rangeInScalar(text: string, node: ScalarNode, start: number, end: number): Range {
  const whole = { start: node.start, end: node.end };
  const places = placesOf(text, node);
  const value = typeof node.value === "string" ? node.value : text.slice(node.start, node.end);
  if (places.text !== value || places.from.length === 0) return whole;
  const first = Math.min(Math.max(start, 0), value.length);
  const from = places.from[first] ?? places.to[value.length - 1] ?? whole.start;
  // An empty range, such as the end of an expression that breaks off, is shown where it begins.
  const to = end > first ? (places.to[Math.min(end, value.length) - 1] ?? from) : from;
  return { start: from, end: Math.max(to, from) };
}

/** A scalar's value letter by letter, with the range of the file that each one is written as. */
interface Places {
  text: string;
  readonly from: number[];
  readonly to: number[];
}

function add(places: Places, letters: string, from: number, to: number): void {
  for (let unit = 0; unit < letters.length; unit += 1) {
    places.from.push(from);
    places.to.push(to);
  }
  places.text += letters;
}

/** Letters that stand for themselves. */
function copy(places: Places, source: string, from: number, to: number): void {
  for (let at = from; at < to; at += 1) add(places, source[at] ?? "", at, at + 1);
}

/** One text may hold many findings. */
const known = new WeakMap<ScalarNode, Places>();

function placesOf(text: string, node: ScalarNode): Places {
  const before = known.get(node);
  if (before) return before;
  const places = findPlaces(text, node);
  known.set(node, places);
  return places;
}

function findPlaces(text: string, node: ScalarNode): Places {
  const places: Places = { text: "", from: [], to: [] };
  switch (node.style) {
    case "plain":
      flow(text, node.start, node.end, "", places);
      break;
    case "single":
      flow(text, node.start + 1, node.end - 1, "'", places);
      break;
    case "double":
      flow(text, node.start + 1, node.end - 1, "\\", places);
      break;
    case "literal":
    case "folded":
      block(text, node, places);
      break;
  }
  return places;
}

/** Plain and quoted scalars (`mark` begins what stands for something else): blanks around a line break fall away, one break is a blank, more are one less. */
function flow(text: string, start: number, end: number, mark: string, places: Places): void {
  let at = start;
  while (at < end) {
    const letter = text[at] ?? "";
    if (letter === mark) at = mark === "'" ? quoteAt(at, places) : escapeAt(text, at, end, places);
    else if (isBlank(letter) || isBreak(letter)) at = blanksAt(text, at, end, mark === "", places);
    else {
      add(places, letter, at, at + 1);
      at += 1;
    }
  }
}

function quoteAt(at: number, places: Places): number {
  add(places, "'", at, at + 2);
  return at + 2;
}

/** Blanks and line breaks in a row, from `at`; answers where they end. */
function blanksAt(text: string, at: number, end: number, isPlain: boolean, places: Places): number {
  let next = at;
  let breaks = 0;
  while (next < end && (isBlank(text[next] ?? "") || isBreak(text[next] ?? ""))) {
    if (isBreak(text[next] ?? "")) {
      breaks += 1;
      if (text[next] === "\r" && text[next + 1] === "\n") next += 1;
    }
    next += 1;
  }
  if (breaks > 0) add(places, breaks === 1 ? " " : "\n".repeat(breaks - 1), at, next);
  else if (!isPlain || next < end) copy(places, text, at, next);
  return next;
}

const simple: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};
const hexDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** An escape in double quotes, from its backslash; answers where it ends. */
function escapeAt(text: string, at: number, end: number, places: Places): number {
  const letter = text[at + 1] ?? "";
  if (isBreak(letter)) {
    let next = at + 1;
    while (next < end && (isBlank(text[next] ?? "") || isBreak(text[next] ?? ""))) next += 1;
    return next;
  }
  const digits = hexDigits[letter];
  if (digits === undefined) {
    add(places, simple[letter] ?? "", at, at + 2);
    return at + 2;
  }
  const code = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16);
  add(places, code <= 0x10ffff ? String.fromCodePoint(code) : "", at, at + 2 + digits);
  return at + 2 + digits;
}

interface Line {
  readonly start: number;
  readonly end: number;
  /** After the line break. */
  readonly next: number;
}

/** Block scalars: lines without their indentation; folded ones join where neither line is indented further. */
function block(text: string, node: ScalarNode, places: Places): void {
  const value = String(node.value);
  const lines = linesOf(text, node.start, node.end);
  const indent = indentOf(text, lines, value);
  const isFolded = node.style === "folded";
  let empty: Line[] = [];
  let previous: Line | null = null;
  let wasIndented = false;
  const breaks = (count: number, until: number): void => {
    const from = previous?.end ?? empty[0]?.start ?? until;
    add(places, "\n".repeat(count), from, until);
  };
  for (const line of lines) {
    if (line.end - line.start <= indent && text.slice(line.start, line.end).trim() === "") {
      empty.push(line);
      continue;
    }
    const content = line.start + indent;
    const isIndented = isBlank(text[content] ?? "");
    if (!isFolded || isIndented) breaks(previous ? 1 + empty.length : empty.length, content);
    else if (wasIndented) breaks(empty.length + 1, content);
    else if (empty.length > 0) breaks(empty.length, content);
    else if (previous) add(places, " ", previous.end, content);
    copy(places, text, content, line.end);
    wasIndented = isIndented;
    previous = line;
    empty = [];
  }
  // What ends the value is a matter of its header; the value itself says how many breaks there are.
  const rest = value.length - places.text.length;
  if (rest > 0) add(places, "\n".repeat(rest), previous?.end ?? node.start, node.end);
}

function linesOf(text: string, start: number, end: number): readonly Line[] {
  const lines: Line[] = [];
  for (let at = start; at < end; ) {
    let stop = at;
    while (stop < end && !isBreak(text[stop] ?? "")) stop += 1;
    const next = text[stop] === "\r" && text[stop + 1] === "\n" ? stop + 2 : stop + 1;
    lines.push({ start: at, end: stop, next });
    at = next;
  }
  return lines;
}

/** The indentation that is no part of the value: what the first line with a letter has more than in the value. */
function indentOf(text: string, lines: readonly Line[], value: string): number {
  const first = lines.find(({ start, end }) => text.slice(start, end).trim() !== "");
  if (!first) return 0;
  const written = leadingSpaces(text.slice(first.start, first.end));
  const kept = leadingSpaces(value.split("\n").find((line) => line.trim() !== "") ?? "");
  return Math.max(written - kept, 0);
}

function leadingSpaces(line: string): number {
  return line.length - line.replace(/^ +/, "").length;
}

function isBlank(letter: string): boolean {
  return letter === " " || letter === "\t";
}

function isBreak(letter: string): boolean {
  return letter === "\n" || letter === "\r";
}
