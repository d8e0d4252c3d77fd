/** The comments of a YAML text: what only looks like one, inside a quoted or a block text, is none. */

import { createRequire } from "node:module";

export interface Comment {
  /** With its `#`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const require = createRequire(import.meta.url);

/** What the lexer says beside the text itself; none of it takes up room. */
const scalar = "\u001f";
const marks: ReadonlySet<string> = new Set(["\u0002", "\u0018", scalar]);

/** Every comment, in order. Never throws: of a broken text, the comments that can be made out. */
export function commentsOf(text: string): readonly Comment[] {
  // Few files are asked for their comments: the others do not pay for the lexer.
  const { Lexer } = require("yaml") as typeof import("yaml");
  const comments: Comment[] = [];
  let at = 0;
  let before = "";
  for (const token of new Lexer().lex(text)) {
    if (!marks.has(token)) {
      if (token.startsWith("#") && before !== scalar) comments.push({ text: token, start: at, end: at + token.length });
      at += token.length;
    }
    before = token;
  }
  return comments;
}
