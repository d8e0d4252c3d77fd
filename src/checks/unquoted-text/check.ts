/** A text without quotes is cut where a `#` follows a space, or is read as a number, a yes, a day. */

import type { Check } from "#checks/check.ts";
import { closerLook } from "#checks/closer-look.ts";
import { readElsewhere } from "#checks/read-elsewhere.ts";
import { mayBeAtFault } from "#checks/unquoted-text/may-be-at-fault.ts";
import type { Item } from "#content/content.ts";
import { itemsOf } from "#content/items.ts";
import { kindOf } from "#content/layout.ts";
import type { ScalarNode } from "#content/node.ts";
import { stepAround } from "#content/read-file.ts";
import { type Part, partsOf } from "#content/roles.ts";
import type { Finding } from "#findings/finding.ts";

export const unquotedText: Check = {
  name: "unquoted-text",
  severity: "warning",
  summary: "a text without quotes that YAML cuts, or reads as something else",
  run: (content, { sources }) => {
    const findings: Finding[] = [];
    const misleading = new Set(closerLook(content).misleading.map(({ item }) => item));
    for (const item of itemsOf(content)) {
      const text = sources.get(item.file);
      if (text !== undefined && mayBeAtFault(item, text, misleading)) findings.push(...unquoted(item, text));
    }
    return findings;
  },
};

function unquoted(item: Item<unknown>, text: string): readonly Finding[] {
  const kind = kindOf(item.file);
  if (!kind || !item.root) return [];
  return partsOf(kind.kind, item.root).flatMap((part): readonly Finding[] => {
    if (part.role !== "text" || part.at !== "value" || part.node.style !== "plain") return [];
    const fault = cut(part.node, text) ?? misread(part.node, text);
    return fault ? [finding(item, part, fault)] : [];
  });
}

interface Fault {
  readonly message: string;
  readonly why: string;
  readonly help: string;
  readonly start: number;
  readonly end: number;
}

/**
 * What follows a text on its line, from a `#` on. A comment stands apart: two spaces before it, one behind its `#`.
 */
function cut(node: ScalarNode, text: string): Fault | null {
  // Where nothing is left of a text, its place is the end of its key.
  const from = node.value === null && text[node.end] === ":" ? node.end + 1 : node.end;
  const lineEnd = text.indexOf("\n", from);
  const rest = text.slice(from, lineEnd < 0 ? undefined : lineEnd).trimEnd();
  const match = /^([ \t]+)#/.exec(rest);
  if (!match) return null;
  const [before = "", space = ""] = match;
  const looksLikeComment = /\s/.test(rest[before.length] ?? " ") && (space.length > 1 || node.value === null);
  if (looksLikeComment) return null;
  const lost = rest.slice(space.length);
  const whole = `${text.slice(node.start, node.end)}${node.value === null ? "" : space}${lost}`;
  return {
    message: `${JSON.stringify(shortened(lost))} is cut off: a "#" behind a space begins a comment`,
    why:
      node.value === null ? "nothing is left of the text" : `people would read ${JSON.stringify(String(node.value))}`,
    help: `put the whole text in quotes: ${JSON.stringify(shortened(whole))}; or the text alone, if a comment is meant`,
    start: from + space.length,
    end: from + rest.length,
  };
}

function misread({ value, start, end }: ScalarNode, text: string): Fault | null {
  const written = text.slice(start, end);
  if (written === "") return null;
  const asWhat =
    typeof value === "number"
      ? `the number ${value}`
      : typeof value === "boolean"
        ? `the answer ${value}, not as a word`
        : value === null
          ? "nothing"
          : null;
  const elsewhere = readElsewhere(written);
  if (asWhat === null && elsewhere === null) return null;
  return {
    message:
      asWhat === null
        ? `${JSON.stringify(written)} without quotes is read as ${elsewhere} by many tools`
        : `${JSON.stringify(written)} without quotes is read as ${asWhat}`,
    why:
      asWhat === null
        ? "what Parley reads as a text, an editor or a script may write back as something else"
        : "a text is meant here",
    help: `put it in quotes: ${JSON.stringify(written)} (parley fmt puts every text in quotes that is read as one)`,
    start,
    end,
  };
}

function finding(item: Item<unknown>, { path }: Part, { message, why, help, start, end }: Fault): Finding {
  const step = item.root ? stepAround(item.root, path) : undefined;
  return {
    check: "unquoted-text",
    severity: "warning",
    message,
    at: { file: item.file, start, end },
    ...(step !== undefined && { step }),
    why,
    help,
  };
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
