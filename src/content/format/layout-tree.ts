/**
 * From the tokens of a YAML file to what the formatter lays out: collections, scalars as they will be written, and
 * every comment with the entry it belongs to. Each token is looked at once, so no comment can be lost.
 */

import { CST, Parser } from "yaml";
import { quoted } from "#content/format/quote.ts";

export type Layout = ScalarLayout | BlockScalarLayout | CollectionLayout;

export interface ScalarLayout {
  readonly kind: "scalar";
  /** An anchor, with a space after it, or nothing. */
  readonly props: string;
  /** On one line; empty where there is no value. */
  readonly text: string;
}

export interface BlockScalarLayout {
  readonly kind: "block-scalar";
  readonly props: string;
  /** `|-`, `>2` …; the lines stand below it as they were written, without their indentation. */
  readonly header: string;
  readonly lines: readonly string[];
}

export interface CollectionLayout {
  readonly kind: "map" | "list";
  readonly props: string;
  /** Written with braces or brackets. */
  readonly flow: boolean;
  readonly entries: readonly EntryLayout[];
  /** Comments and blank lines behind the last entry. */
  readonly last: readonly string[];
}

export interface EntryLayout {
  /** The lines before it: comments, and an empty text for a blank line. */
  before: readonly string[];
  /** As it will be written; null in a list. */
  key: string | null;
  value: Layout;
  /** A comment between key and value, and one behind the value, on the same line. */
  head: string | null;
  after: string | null;
}

/** The tree of a file that holds one document without faults; `texts` are the offsets of what must be quoted. */
export function layoutTree(source: string, texts: ReadonlySet<number>): CollectionLayout {
  const walk: Walk = { texts, pending: [], newlines: 1, props: [], attach: null };
  let root: Layout = { kind: "map", props: "", flow: false, entries: [], last: [] };
  for (const token of new Parser().parse(source)) {
    if (token.type !== "document") {
      feed(walk, [token as CST.SourceToken]);
      continue;
    }
    feed(walk, token.start);
    root = layoutOf(walk, token.value);
    feed(walk, endOf(token.value));
    feed(walk, token.end ?? []);
  }
  const last = walk.pending.map(({ line }) => line);
  if (root.kind === "map" || root.kind === "list") return { ...root, last: [...root.last, ...last] };
  return {
    kind: "list",
    props: "",
    flow: false,
    entries: [{ before: [], key: null, value: root, head: null, after: null }],
    last,
  };
}

/** Where the walk through the tokens is. */
interface Walk {
  readonly texts: ReadonlySet<number>;
  /** Comments and blank lines whose entry has not come yet, with how far in they stand. */
  pending: { readonly line: string; readonly column: number }[];
  /** Line ends since the last word or comment. */
  newlines: number;
  /** Anchors whose value has not come yet. */
  props: string[];
  /** Takes a comment on the line of what came last; answers whether there was room. */
  attach: ((comment: string) => boolean) | null;
}

function feed(walk: Walk, tokens: readonly CST.SourceToken[]): void {
  let column = 0;
  for (const token of tokens) {
    if (token.type === "space") column = token.source.length;
    switch (token.type) {
      case "newline":
        walk.newlines += 1;
        column = 0;
        break;
      case "comment": {
        const text = token.source.trimEnd();
        const stays = walk.newlines === 0 && walk.attach?.(text) === true;
        if (!stays && walk.newlines >= 2) walk.pending.push({ line: "", column });
        if (!stays) walk.pending.push({ line: text, column });
        walk.newlines = 0;
        break;
      }
      case "anchor":
      case "tag":
        walk.props.push(token.source);
        break;
      default:
        break;
    }
  }
}

function takeLines(walk: Walk): readonly string[] {
  const taken = walk.pending.map(({ line }) => line);
  if (walk.newlines >= 2) taken.push("");
  walk.pending = [];
  walk.newlines = 0;
  return taken;
}

function takeProps(walk: Walk): string {
  const props = walk.props.map((each) => `${each} `).join("");
  walk.props = [];
  return props;
}

function layoutOf(walk: Walk, token: CST.Token | null | undefined): Layout {
  const props = takeProps(walk);
  switch (token?.type) {
    case "block-map":
    case "block-seq":
    case "flow-collection":
      return collectionOf(walk, token, props);
    case "block-scalar": {
      feed(walk, token.props as CST.SourceToken[]);
      walk.newlines = 1;
      return blockScalarOf(token, props);
    }
    case undefined:
      return { kind: "scalar", props, text: "" };
    default:
      walk.newlines = 0;
      return { kind: "scalar", props, text: scalarText(walk, token) };
  }
}

/** As it will be written: texts in quotes, other words as they are. */
function scalarText({ texts }: Pick<Walk, "texts">, token: CST.Token | null | undefined): string {
  if (!token || token.type === "alias") return token?.source ?? "";
  const scalar = CST.resolveAsScalar(token);
  if (!scalar) throw new Error(`a ${token.type} stands where a scalar belongs`);
  const { value, type } = scalar;
  const isPlain = type === "PLAIN";
  return isPlain && !value.includes("\n") && !texts.has(token.offset) ? value : quoted(value);
}

function collectionOf(
  walk: Walk,
  token: CST.BlockMap | CST.BlockSequence | CST.FlowCollection,
  props: string,
): CollectionLayout {
  const flow = token.type === "flow-collection";
  const kind =
    token.type === "block-map" || (flow && token.start.type === "flow-map-start")
      ? ("map" as const)
      : ("list" as const);
  const entries: EntryLayout[] = [];
  if (flow) walk.attach = null;
  for (const item of token.items) {
    feed(walk, item.start);
    if (!item.key && !item.sep && !item.value && kind === "map") continue;
    // A comma or comments may end a list in brackets; a dash alone is an entry with no value.
    if (flow && !item.key && !item.sep && !item.value) continue;
    if (!flow && kind === "list" && !item.value && !item.start.some(({ type }) => type === "seq-item-ind")) continue;
    entries.push(entryOf(walk, item, kind));
  }
  // A comment that stands further out than the entries is the outer collection's.
  const outer = flow ? -1 : walk.pending.findIndex(({ column }) => column < token.indent);
  const last = walk.pending.splice(0, outer < 0 ? walk.pending.length : outer).map(({ line }) => line);
  if (flow) walk.newlines = 0;
  return { kind, props, flow, entries, last };
}

function entryOf(walk: Walk, item: CST.CollectionItem, kind: "map" | "list"): EntryLayout {
  const entry: EntryLayout = {
    before: takeLines(walk),
    key: null,
    value: { kind: "scalar", props: "", text: "" },
    head: null,
    after: null,
  };
  walk.attach = (comment) => {
    if (entry.head !== null) return false;
    entry.head = comment;
    return true;
  };
  if (kind === "list" && (item.key || item.sep)) {
    // `[a: 1]` is a list with a map of one key in it.
    const inner = entryOf(walk, item, "map");
    entry.value = { kind: "map", props: "", flow: true, entries: [inner], last: [] };
    return entry;
  }
  let value: CST.Token | undefined = item.value;
  if (kind === "map") {
    // In `{ a, b }` a word stands alone: it is a key.
    const key = item.key ?? (item.sep ? undefined : item.value);
    if (key === item.value) value = undefined;
    entry.key = `${takeProps(walk)}${keyText(key)}`;
    feed(walk, endOf(key));
    feed(walk, item.sep ?? []);
  }
  entry.value = layoutOf(walk, value);
  if (value && entry.value.kind !== "map" && entry.value.kind !== "list") {
    // What is said between key and value is said before both; a collection has a first entry to say it of.
    entry.before = [...entry.before, ...walk.pending.map(({ line }) => line)];
    walk.pending = [];
  }
  walk.attach = (comment) => {
    if (entry.after !== null) return false;
    entry.after = comment;
    return true;
  };
  feed(walk, endOf(value));
  return entry;
}

function endOf(token: CST.Token | null | undefined): readonly CST.SourceToken[] {
  return token && "end" in token ? ((token.end ?? []) as readonly CST.SourceToken[]) : [];
}

function keyText(key: CST.Token | null | undefined): string {
  const text = scalarText({ texts: new Set() }, key);
  // Behind an alias the colon needs a space, or it would be the alias's last letter.
  return key?.type === "alias" ? `${text} ` : text || '""';
}

/** Its lines without their indentation: what a literal one would read, whatever its own style makes of line ends. */
function blockScalarOf(token: CST.BlockScalar, props: string): Layout {
  const header = token.props.find((each): each is CST.SourceToken => each.type === "block-scalar-header");
  const [style = "|", ...rest] = header?.source ?? "|";
  const asLiteral = token.props.map((each) =>
    each === header ? { ...header, source: `|${rest.filter((mark) => /\d/.test(mark)).join("")}+` } : each,
  );
  const lines = (CST.resolveAsScalar({ ...token, props: asLiteral })?.value ?? "").split("\n").slice(0, -1);
  const chomping = rest.find((mark) => mark === "+" || mark === "-") ?? "";
  if (chomping !== "+") while (lines.at(-1) === "") lines.pop();
  if (lines.length === 0) return { kind: "scalar", props, text: '""' };
  const first = lines.find((line) => line.trim() !== "") ?? lines[0] ?? "";
  const indicator = /^\s/.test(first) || lines.some((line) => /^\s+$/.test(line)) ? "2" : "";
  return { kind: "block-scalar", props, header: `${style}${indicator}${chomping}`, lines };
}
