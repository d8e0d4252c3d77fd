/** YAML errors in plain words, at the place where an author would mend them. */

import type { Document, YAMLError } from "yaml";
import { codeOf } from "#content/code-of.ts";
import type { Fault } from "#content/yaml/from-events.ts";

/** The library, which whoever meets a fault has loaded. */
type Yaml = typeof import("yaml");

interface Wording {
  readonly message: string;
  readonly help: string;
}

const quote = 'put the whole text in double quotes: "…"';

/** The errors that authors meet. */
const wordings: Readonly<Record<string, Wording>> = {
  BLOCK_AS_IMPLICIT_KEY: { message: 'a ": " inside an unquoted text makes it a key', help: quote },
  BLOCK_IN_FLOW: { message: 'a ": " or "- " inside an unquoted text makes it a key or a list', help: quote },
  MISSING_CHAR: {
    message: "a quote, bracket, comma or colon is missing here",
    help: "close what was opened before it",
  },
  TAB_AS_INDENT: { message: "a tab stands where only spaces may", help: "indent with spaces" },
  BAD_INDENT: {
    message: "this line is not indented as the lines around it are",
    help: "begin it below the first letter of the line it belongs beside",
  },
  DUPLICATE_KEY: { message: "this key stands here twice", help: "keep one of the two" },
  UNEXPECTED_TOKEN: { message: "this character has no meaning here", help: quote },
  BAD_SCALAR_START: { message: "an unquoted text cannot begin with this character", help: quote },
  BAD_DQ_ESCAPE: { message: "this is no escape that double quotes know", help: "write \\\\ for a backslash" },
  MULTILINE_IMPLICIT_KEY: { message: "a key must stand on one line", help: "is a colon or a quote missing?" },
  BAD_ALIAS: { message: "an alias has no anchor before it", help: quote },
};

/** Past this many errors a file's shape is lost, and the rest would be noise. */
const maxErrors = 40;

/** What is wrong with a document, once each. */
export function faultsOf(yaml: Yaml, document: Document.Parsed, text: string): readonly Fault[] {
  // One slip often makes several errors: at one place the last knows most, and on one line the first is told.
  const errors = [...new Map(document.errors.slice(0, maxErrors).map((error) => [error.pos[0], error])).values()];
  const lines = new Set<number>();
  return errors
    .map((error) => faultOf(yaml, error, document, text))
    .filter(({ start }) => {
      const line = text.lastIndexOf("\n", start - 1);
      if (lines.has(line)) return false;
      lines.add(line);
      return true;
    });
}

function faultOf(yaml: Yaml, error: YAMLError, document: Document.Parsed, text: string): Fault {
  const [from, to] = error.pos;
  const start = Math.min(from, text.length);
  const blank = strangeBlank(start, text);
  if (blank) return blank;
  const twoLines = error.code === "MULTILINE_IMPLICIT_KEY" ? overTwoLines(start, to, text) : null;
  if (twoLines) return twoLines;
  const opened = openedBefore(yaml, error, document, start, text);
  if (opened) return opened;
  if (error.code === "UNEXPECTED_TOKEN" && /["'] *$/.test(text.slice(Math.max(start - 20, 0), start))) {
    return onOneLine(text, {
      start,
      end: Math.max(to, start + 1),
      message: "this stands behind a quote that has closed already",
      help: "inside double quotes write \\\" for a quote, inside single quotes ''",
    });
  }
  const wording = wordings[error.code] ?? {
    message: `this is not YAML: ${error.message.split("\n")[0]}`,
    help: "put texts in double quotes, and indent with spaces",
  };
  const whole = error.code === "BLOCK_AS_IMPLICIT_KEY" ? text.length : Math.max(to, start + 1);
  return onOneLine(text, { start, end: whole, ...wording });
}

/** A blank that looks like a space and is none, where the line begins or behind its key: nobody would see it. */
function strangeBlank(from: number, text: string): Fault | null {
  const line = text.slice(text.lastIndexOf("\n", from - 1) + 1);
  const before = /^(?: *|[^\n:"'#]*: *)(?=[\u00a0\u2000-\u200b\u202f\u3000\ufeff])/.exec(line)?.[0];
  if (before === undefined) return null;
  const start = text.length - line.length + before.length;
  return {
    start,
    end: start + 1,
    message: `a blank that is no space (${codeOf(text.slice(start))}) stands where only spaces may`,
    help: "delete it, and type a space in its place",
  };
}

/** A key over two lines is a line that is indented too deep, or one whose colon was forgotten. */
function overTwoLines(start: number, to: number, text: string): Fault | null {
  const [, first = "", indent = ""] = /^([^\n]*)\n( *)\S/.exec(text.slice(start, to)) ?? [];
  if (first === "") return null;
  const before = /^ */.exec(text.slice(text.lastIndexOf("\n", start - 1) + 1))?.[0] ?? "";
  if (indent.length <= before.length) {
    return onOneLine(text, {
      start,
      end: to,
      message: "a colon is missing on this line",
      help: `write it behind the key: "${first.trim()}: …"`,
    });
  }
  const [key] = /^[\w-]+:(?=[^\s/])/.exec(first) ?? [];
  if (key !== undefined) {
    return {
      message: `a space is missing behind "${key}"`,
      start: start + key.length - 1,
      end: start + key.length,
      help: `write "${key} ${first.slice(key.length).trim()}"`,
    };
  }
  return onOneLine(text, {
    start: start + first.length + 1 + indent.length,
    end: to,
    message: "this line is indented deeper than the line before it lets it be",
    help: "begin it below the first letter of the line before it",
  });
}

const closings: Readonly<Record<string, string>> = { "[": "]", "{": "}" };

/** What is not closed is mended where it was opened, and not where the reader noticed. */
function openedBefore(
  yaml: Yaml,
  error: YAMLError,
  document: Document.Parsed,
  before: number,
  text: string,
): Fault | null {
  const bracket = /end with a ([\]}])/.exec(error.message)?.[1];
  const isQuote = /^Missing closing/.test(error.message);
  const isAfterQuote = error.code === "UNEXPECTED_TOKEN" && /at node end$/.test(error.message);
  let start = -1;
  yaml.visit(document, {
    Node(_key, node) {
      const [from = -1, to = -1] = node.range ?? [];
      if (from < 0 || from >= before || from <= start) return;
      if (bracket !== undefined && yaml.isCollection(node) && node.flow && text[to - 1] !== bracket) start = from;
      if (!yaml.isScalar(node) || !/^["']/.test(text.slice(from, from + 1))) return;
      if (isQuote && to >= Math.min(before, text.length)) start = from;
      if (isAfterQuote && to <= before && text.slice(from, to).includes("\n")) start = from;
    },
  });
  if (start < 0) return null;
  const character = text[start] ?? "";
  const closing = closings[character] ?? character;
  const message = `the ${character} that opens here is not closed`;
  return onOneLine(text, { start, end: start + 1, message, help: `close it with ${closing} on this line` });
}

/** A squiggle ends with its line, before a comment. */
function onOneLine(text: string, fault: Fault): Fault {
  const line = text.slice(fault.start).split(/\r?\n/, 1)[0] ?? "";
  const written = line.replace(/ #.*$/, "").trimEnd().length;
  const end = Math.min(fault.end, fault.start + Math.max(written, 1), text.length);
  return { ...fault, end: Math.max(end, fault.start) };
}
