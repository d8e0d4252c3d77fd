/**
 * The one layout: two spaces a level, a list indented below its key, at most one blank line, braces and brackets
 * only where all of them fits on a line. Words are never broken over lines: a text stays one line, however long.
 */

import type { CollectionLayout, EntryLayout, Layout } from "#content/format/layout-tree.ts";

/** Letters that a line with braces or brackets may have. */
const width = 120;

export function printTree(root: CollectionLayout): string {
  const { before, lines } = printBlock(root, 0);
  if (root.entries.length === 0) return `${[root.kind === "map" ? "{}" : "[]", ...root.last].join("\n")}\n`;
  return `${[...withoutLeadingBlanks(before), ...lines].join("\n")}\n`;
}

interface Printed {
  /** Comments and blank lines that come first: where, the caller says. */
  readonly before: readonly string[];
  readonly lines: readonly string[];
}

/** A collection's entries below one another. */
function printBlock(node: CollectionLayout, indent: number): Printed {
  const [first, ...rest] = node.entries.map((entry) => printEntry(entry, indent));
  return {
    before: first?.before ?? [],
    lines: [
      ...(first?.lines ?? []),
      ...rest.flatMap(({ before, lines }) => [...indented(before, indent), ...lines]),
      ...indented(node.last, indent),
    ],
  };
}

function printEntry(entry: EntryLayout, indent: number): Printed {
  const { value, head, after } = entry;
  const prefix = `${" ".repeat(indent)}${entry.key === null ? "-" : `${entry.key}:`}`;
  const isKept = /^#\s*parley-ignore\b/.test(entry.before.at(-1) ?? "");
  const inline = inlineText(value, isKept ? Number.POSITIVE_INFINITY : width - lengthOf(prefix) - 1);
  if (inline !== null) {
    const before = [...entry.before, ...(value.kind === "scalar" || value.kind === "block-scalar" ? [] : value.last)];
    const line = `${prefix}${inline === "" ? "" : ` ${inline}`}${behind(after ?? head)}`;
    const lines = value.kind === "block-scalar" ? [line, ...indented(value.lines, indent + 2)] : [line];
    return { before: after !== null && head !== null ? [...before, head] : before, lines };
  }
  const node = value as CollectionLayout;
  const inner = printBlock(node, indent + 2);
  const props = node.props === "" ? "" : ` ${node.props.trimEnd()}`;
  if (entry.key === null && props === "") {
    // The first entry stands on the dash's line, so whatever is said before it is said before the dash.
    const [line = "", ...rest] = inner.lines;
    const said = [head, after].filter((comment) => comment !== null);
    return {
      before: squeezed([...entry.before, ...said, ...inner.before]),
      lines: [`${prefix} ${line.slice(indent + 2)}`, ...rest],
    };
  }
  return {
    before: head !== null && after !== null ? [...entry.before, after] : entry.before,
    lines: [
      `${prefix}${props}${behind(head ?? after)}`,
      ...indented(withoutLeadingBlanks(inner.before), indent + 2),
      ...inner.lines,
    ],
  };
}

/** The value behind its key or dash, or null where it must stand below in lines of its own. */
function inlineText(value: Layout, room: number): string | null {
  switch (value.kind) {
    case "scalar":
      return `${value.props}${value.text}`.trimEnd();
    case "block-scalar":
      return `${value.props}${value.header}`;
    default: {
      if (value.entries.length === 0) return `${value.props}${value.kind === "map" ? "{}" : "[]"}`;
      const text = flowText(value);
      return text !== null && lengthOf(text) <= room ? text : null;
    }
  }
}

/** With braces or brackets on one line; null where it was written in lines, or must be for a comment in it. */
function flowText(value: Layout): string | null {
  if (value.kind === "block-scalar") return null;
  if (value.kind === "scalar") return value.text === "" ? null : `${value.props}${value.text}`;
  if (value.last.length > 0) return null;
  if (value.entries.length === 0) return `${value.props}${value.kind === "map" ? "{}" : "[]"}`;
  if (!value.flow) return null;
  const parts: string[] = [];
  for (const { before, key, value: inner, head, after } of value.entries) {
    const text = flowText(inner);
    if (text === null || head !== null || after !== null || before.some((line) => line !== "")) return null;
    parts.push(key === null ? text : `${key}: ${text}`);
  }
  return `${value.props}${value.kind === "map" ? `{ ${parts.join(", ")} }` : `[${parts.join(", ")}]`}`;
}

function behind(comment: string | null): string {
  return comment === null ? "" : ` ${comment}`;
}

function indented(lines: readonly string[], indent: number): readonly string[] {
  return lines.map((line) => (line === "" ? "" : `${" ".repeat(indent)}${line}`));
}

function withoutLeadingBlanks(lines: readonly string[]): readonly string[] {
  const from = lines.findIndex((line) => line !== "");
  return from < 0 ? [] : lines.slice(from);
}

/** At most one blank line at a time. */
function squeezed(lines: readonly string[]): readonly string[] {
  return lines.filter((line, index) => line !== "" || lines[index - 1] !== "");
}

function lengthOf(text: string): number {
  return [...text].length;
}
