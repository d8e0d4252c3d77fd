/**
 * The quickest reader: YAML as nearly all of it is written, straight to plain values, without a place for any of them.
 * Most files have nothing to be found in, and nobody asks where in them something stands.
 *
 * It knows maps and lists by indentation, `{ }` and `[ ]` in one line, quoted and plain scalars in one line, comments.
 * Whatever else there is, and whatever may be wrong, it leaves to the readers that know all of YAML.
 */

import {
  beginsPlain,
  closeList,
  closeMap,
  colon,
  comma,
  dash,
  dot,
  doubleQuote,
  hash,
  indicators,
  inKey,
  isAmid,
  isDigit,
  isEscaped,
  newline,
  openList,
  openMap,
  singleQuote,
  space,
  trimmedEnd,
  unescaped,
  word,
} from "#content/yaml/everyday-letters.ts";
import { plainValue } from "#content/yaml/scalar.ts";

type Values = Record<string, unknown>;

/** Deeper than anybody nests, and far from where the other readers give up. */
const maxDepth = 40;

/**
 * The file's value, as the nodes that `nodesFromEvents` makes of it have it. Undefined where that reader has anything
 * to say, or this one would have to look closer.
 */
export function everydayValue(written: string): unknown {
  // No text that is read here goes over a line: how lines end is all the same to it.
  const text = written.includes("\r") ? written.replaceAll("\r\n", "\n") : written;
  if (unusual.test(text) || !text.isWellFormed()) return undefined;
  const reader = new EverydayReader(text);
  const value = reader.document();
  return value === null ? undefined : value;
}

/** Tabs, carriage returns alone and what nobody sees mean something of their own, or nothing good. */
const unusual = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd]/;

/** Every method leaves `at` behind what it read, and answers undefined where it would have to look closer. */
class EverydayReader {
  private readonly text: string;
  /** The next character to be read, and the first one behind its line. */
  private at = 0;
  private lineEnd = -1;
  private lineStart = 0;
  /** The column where the line's content begins; -1 behind the last line. */
  private indent = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): unknown {
    this.nextLine();
    if (this.indent !== 0) return undefined;
    const value = this.block();
    return this.isDone() ? value : undefined;
  }

  private isDone(): boolean {
    return this.indent === -1;
  }

  /** To the next line that holds more than blanks and a comment. */
  private nextLine(): void {
    const { text } = this;
    let start = this.lineEnd + 1;
    while (start < text.length) {
      let at = start;
      while (text.charCodeAt(at) === space) at += 1;
      const first = text.charCodeAt(at);
      let end = first === newline ? at : text.indexOf("\n", at);
      if (end === -1) end = text.length;
      if (at < end && first !== hash) {
        this.lineStart = start;
        this.lineEnd = end;
        this.indent = at - start;
        this.at = at;
        return;
      }
      start = end + 1;
    }
    this.at = text.length;
    this.lineEnd = text.length;
    this.indent = -1;
  }

  /** A map or a list that begins at `at`. */
  private block(): unknown {
    if (this.depth === maxDepth) return undefined;
    this.depth += 1;
    const value = this.isItem() ? this.list(this.indent) : this.map(this.indent);
    this.depth -= 1;
    return value;
  }

  private isItem(): boolean {
    if (this.text.charCodeAt(this.at) !== dash) return false;
    return this.at + 1 >= this.lineEnd || this.text.charCodeAt(this.at + 1) === space;
  }

  private map(indent: number): Values | undefined {
    const map: Values = {};
    do {
      const key = this.key();
      if (key === undefined || !this.skipColon()) return undefined;
      const value = this.isAtEnd() ? this.below(indent, true) : this.inLine();
      if (value === undefined || !put(map, key, value)) return undefined;
    } while (this.indent === indent);
    return map;
  }

  private list(indent: number): unknown[] | undefined {
    const list: unknown[] = [];
    do {
      this.at += 1;
      const value = this.isAtEnd() ? this.below(indent, false) : this.item();
      if (value === undefined) return undefined;
      list.push(value);
    } while (this.indent === indent && this.isItem());
    return list;
  }

  /** Behind a dash: a map may begin in its line. */
  private item(): unknown {
    const start = this.at;
    const isMap = this.key() !== undefined && this.skipColon();
    this.at = start;
    if (!isMap) return this.inLine();
    this.indent = start - this.lineStart;
    return this.block();
  }

  /** What stands under a key or a dash that has nothing behind it: a key may have a list that is no deeper. */
  private below(indent: number, isKey: boolean): unknown {
    this.nextLine();
    if (this.indent > indent || (isKey && this.indent === indent && this.isItem())) return this.block();
    return null;
  }

  /** A value that ends with its line. If it went on, the next one would be deeper, and nobody's: the document is not done. */
  private inLine(): unknown {
    const { text } = this;
    const first = text.charCodeAt(this.at);
    let value: unknown;
    if (first === doubleQuote || first === singleQuote) value = this.quoted(first);
    else if (first === openMap || first === openList) value = this.flow(first);
    else value = this.plain();
    if (value === undefined || !this.isAtEnd()) return undefined;
    this.nextLine();
    return value;
  }

  /** Whether the line ends here, but for blanks and a comment, which are skipped. */
  private isAtEnd(): boolean {
    const { text, lineEnd } = this;
    const before = this.at;
    while (text.charCodeAt(this.at) === space) this.at += 1;
    if (this.at >= lineEnd) return true;
    return this.at > before && text.charCodeAt(this.at) === hash;
  }

  /** Undefined for any but a word or a quoted text. */
  private key(): string | undefined {
    const { text } = this;
    const start = this.at;
    const first = text.charCodeAt(start);
    if (first === doubleQuote || first === singleQuote) return this.quoted(first);
    // Three dots end a document.
    if (indicators[first] === 1 || first === dot) return undefined;
    let at = start;
    while (
      inKey[text.charCodeAt(at)] === 1 ||
      (text.charCodeAt(at) === space && inKey[text.charCodeAt(at + 1)] === 1)
    ) {
      at += 1;
    }
    this.at = at;
    return at === start ? undefined : word(text, start, at);
  }

  /** Whether a colon is here that ends a key. */
  private skipColon(): boolean {
    const { text, at } = this;
    if (text.charCodeAt(at) !== colon) return false;
    this.at = at + 1;
    return this.at >= this.lineEnd || text.charCodeAt(this.at) === space;
  }

  private quoted(quote: number): string | undefined {
    const { text } = this;
    const mark = quote === doubleQuote ? '"' : "'";
    const start = this.at + 1;
    let end = text.indexOf(mark, start);
    if (quote === singleQuote) {
      while (end !== -1 && text.charCodeAt(end + 1) === quote) end = text.indexOf(mark, end + 2);
    } else {
      while (end !== -1 && isEscaped(text, end)) end = text.indexOf(mark, end + 1);
    }
    if (end === -1 || end >= this.lineEnd) return undefined;
    this.at = end + 1;
    const inside = text.slice(start, end);
    if (quote === singleQuote) return inside.includes("'") ? inside.replaceAll("''", "'") : inside;
    return inside.includes("\\") ? unescaped(inside) : inside;
  }

  /** To the end of the line, or a comment. */
  private plain(): unknown {
    const { text, at, lineEnd } = this;
    if (!beginsPlain(text, at)) return undefined;
    let source = text.slice(at, lineEnd);
    const comment = source.indexOf(" #");
    if (comment !== -1) source = source.slice(0, comment);
    source = trimmedEnd(source);
    if (source.includes(": ") || source.endsWith(":")) return undefined;
    this.at = at + source.length;
    return plainValue(source);
  }

  private flow(bracket: number): unknown {
    if (this.depth === maxDepth) return undefined;
    this.depth += 1;
    this.at += 1;
    const value = bracket === openMap ? this.flowMap() : this.flowList();
    this.depth -= 1;
    return value;
  }

  private flowMap(): Values | undefined {
    const map: Values = {};
    if (this.skipTo(closeMap)) return map;
    do {
      this.skipBlanks();
      const key = this.key();
      if (key === undefined || !this.skipColon()) return undefined;
      const value = this.flowValue();
      if (value === undefined || !put(map, key, value)) return undefined;
    } while (this.skipTo(comma));
    return this.skipTo(closeMap) ? map : undefined;
  }

  private flowList(): unknown[] | undefined {
    const list: unknown[] = [];
    if (this.skipTo(closeList)) return list;
    do {
      const value = this.flowValue();
      if (value === undefined) return undefined;
      list.push(value);
    } while (this.skipTo(comma));
    return this.skipTo(closeList) ? list : undefined;
  }

  private flowValue(): unknown {
    this.skipBlanks();
    const first = this.text.charCodeAt(this.at);
    if (first === doubleQuote || first === singleQuote) return this.quoted(first);
    if (first === openMap || first === openList) return this.flow(first);
    return this.flowPlain();
  }

  /** To a comma or a bracket: what looks like a pair or a comment is none of this reader's. */
  private flowPlain(): unknown {
    const { text, at: start } = this;
    if (!beginsPlain(text, start)) return undefined;
    let at = start;
    for (; ; at += 1) {
      const letter = text.charCodeAt(at);
      if (letter === comma || letter === closeList || letter === closeMap) break;
      if (at >= this.lineEnd || letter === openList || letter === openMap) return undefined;
      if (letter === colon && !isAmid(text.charCodeAt(at + 1))) return undefined;
      if (letter === hash && text.charCodeAt(at - 1) === space) return undefined;
    }
    this.at = at;
    return plainValue(trimmedEnd(text.slice(start, at)));
  }

  private skipBlanks(): void {
    while (this.text.charCodeAt(this.at) === space) this.at += 1;
  }

  /** Whether `letter` comes next; then it is behind. */
  private skipTo(letter: number): boolean {
    this.skipBlanks();
    if (this.text.charCodeAt(this.at) !== letter) return false;
    this.at += 1;
    return true;
  }
}

/** YAML's own limit for a key in its value's line is a little over a thousand characters. */
const longestKey = 1000;

/** False: the key is there already, or means something of its own. */
function put(map: Values, key: string, value: unknown): boolean {
  if (Object.hasOwn(map, key) || key === "__proto__" || key.length > longestKey) return false;
  if (beginsWithDigit(key)) asTable(map);
  map[key] = value;
  return true;
}

function beginsWithDigit(key: string): boolean {
  return isDigit(key.charCodeAt(0));
}

/**
 * A map whose keys are numbers, such as `errors: { 404: … }`, would be kept as a list with room for all that are less,
 * five kilobytes each: the largest key makes a table of it, and it stays one.
 */
function asTable(map: Values): void {
  if (Object.hasOwn(map, largestIndex)) return;
  map[largestIndex] = null;
  delete map[largestIndex];
}

const largestIndex = 2 ** 32 - 2;
