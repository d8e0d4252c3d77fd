/** Drift for people and for machines: a thing, and below it a field a line. */

import { isMap } from "#content/json.ts";
import type { AcceptedDrift } from "#content/site.ts";
import { printable } from "#findings/printable.ts";
import type { SortedDrift } from "#plan/accepted-drift.ts";
import type { DriftField } from "#plan/drift.ts";
import type { Release } from "#plan/live.ts";

/** Longer values are shortened where a person reads them. */
const shownLetters = 100;

/** The fields as lines, each thing and release that changed it under a line of its own. */
export function driftLines(fields: readonly DriftField[]): readonly string[] {
  const groups = Map.groupBy(
    fields,
    ({ thing, id, channels, since }) =>
      `${thing} ${id}${channels ? ` on ${channels.join(", ")}` : ""} (since ${releaseText(since)})`,
  );
  return [...groups].flatMap(([title, own]) => [
    `  ${printable(title)}`,
    ...own.map((field) => `      ${printable(fieldLine(field))}`),
  ]);
}

/** `release 3, a rollback by ann on 2026-03-02 10:00 UTC`. */
export function releaseText({ number, kind, author, publishedAt }: Release): string {
  const when = publishedAt.slice(0, 16).replace("T", " ");
  return `release ${number}, a ${kind} by ${author ?? "somebody"} on ${when} UTC`;
}

function fieldLine({ path, was, is }: DriftField): string {
  const name = path.join(".") || "all of it";
  if (was === undefined) return `+ ${name}: ${valueText(is)}`;
  if (is === undefined) return `- ${name}: was ${valueText(was)}`;
  return `~ ${name}: ${valueText(was)} → ${valueText(is)}`;
}

/** What is added or removed whole is named, not printed. */
function valueText(value: unknown): string {
  if (isMap(value) && typeof value.kind === "string") return value.kind;
  if (isMap(value) && Array.isArray(value.steps)) return `a workflow (steps: ${value.steps.length})`;
  const text = JSON.stringify(value) ?? "";
  const letters = [...text];
  return letters.length <= shownLetters ? text : `${letters.slice(0, shownLetters - 1).join("")}…`;
}

export function driftJson(fields: readonly DriftField[]): unknown {
  return fields.map(({ path, since, was, is, ...place }) => ({
    ...place,
    path: path.join("."),
    was: was ?? null,
    is: is ?? null,
    since: releaseJson(since),
  }));
}

/** What is accepted: by whom, until when and why, and what that is. */
export function acceptedLines({ accepted }: SortedDrift): readonly string[] {
  return accepted.flatMap(({ by, fields }) => ["", `Accepted ${termsText(by)}:`, ...driftLines(fields)]);
}

export function termsText({ until, by, why }: AcceptedDrift): string {
  return printable(`until ${until} by ${by} (${why})`);
}

export function acceptedJson({ accepted }: SortedDrift): unknown {
  return accepted.map(({ by, fields }) => ({ ...by, drift: driftJson(fields) }));
}

export function releaseJson({ number, kind, author, publishedAt, commit }: Release): unknown {
  return { release: number, kind, author, at: publishedAt, commit };
}
