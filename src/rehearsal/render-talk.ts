/** A failed talk as it went, beside what was expected. */

import { displayWidth } from "#findings/locate.ts";
import { printable } from "#findings/printable.ts";
import type { Rehearsal } from "#rehearsal/rehearse.ts";
import type { TestResult } from "#rehearsal/rehearse-site.ts";
import { shownItem, shownLine } from "#rehearsal/show-line.ts";

interface Row {
  readonly expected: string;
  readonly came: string;
  /** Where the two part. */
  readonly isFault: boolean;
}

const expectedWidth = 34;
const cameWidth = 80;

/** Two columns: the test's items, and what happened. */
export function renderTalk(result: TestResult, rehearsal: Rehearsal): string {
  const rows = rowsOf(result, rehearsal);
  const lines = rows.map(({ expected, came, isFault }) => {
    const left = cut(printable(expected), expectedWidth);
    const blank = " ".repeat(Math.max(0, expectedWidth - displayWidth(left)));
    return `  ${isFault ? "✗" : " "} ${left}${blank} │ ${cut(printable(came), cameWidth)}`.trimEnd();
  });
  const head = `  the talk "${printable(result.test.name)}" in ${rehearsal.language}, as it went (right) and as it should (left)`;
  return `${[head, ...lines].join("\n")}\n`;
}

function rowsOf({ test }: TestResult, { stage, items, failures, language }: Rehearsal): readonly Row[] {
  const rows: Row[] = [];
  const path = failures[0]?.path ?? [];
  const failed = path[2] === "talk" && typeof path[3] === "number" ? path[3] : null;
  const last = failed ?? test.talk.length - 1;
  let next = 0;
  const shown = (item: number): string => {
    const entry = test.talk[item];
    return entry === undefined ? "" : shownItem(entry, language);
  };
  const until = (item: number): void => {
    for (; next < item; next += 1) rows.push({ expected: shown(next), came: "", isFault: false });
  };
  const settled = new Set(items.values());
  /** Whether the items from one to another have no line of their own. */
  const isSettled = (from: number, to: number): boolean => {
    for (let item = from; item < to; item += 1) if (settled.has(item)) return false;
    return true;
  };
  for (const [at, line] of stage.lines.entries()) {
    const item = items.get(at);
    if (item !== undefined && item >= next) {
      until(item);
      next = item + 1;
      rows.push({ expected: shown(item), came: shownLine(line), isFault: item === failed });
    } else if (line.kind === "bot" && failed !== null && next <= failed && isSettled(next, failed)) {
      // What came in place of what the failing item says.
      until(failed);
      rows.push({ expected: shown(failed), came: shownLine(line), isFault: true });
      next = failed + 1;
    } else rows.push({ expected: "", came: shownLine(line), isFault: false });
  }
  for (; next <= last; next += 1) rows.push({ expected: shown(next), came: "", isFault: next === failed });
  return rows;
}

function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let short = "";
  let used = 0;
  for (const letter of text) {
    used += displayWidth(letter);
    if (used > width - 1) break;
    short += letter;
  }
  return `${short}…`;
}
