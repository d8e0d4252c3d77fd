/** `text.like(pattern)`: RE2, which takes time in proportion to the text whatever the pattern. */

import { RE2JS } from "re2js";

const compiled = new Map<string, RE2JS>();

/** Longer patterns are no patterns that a person could follow, and each letter costs time at every letter of a text. */
const maxPattern = 500;

/** Whether `pattern` is found in `text`. Throws where it is no pattern. */
export function like(text: string, pattern: string): boolean {
  return compile(pattern).matcher(text).find();
}

/** Letters and kinds of them, each so many times. */
const simple = /^(?:(?:[A-Za-z0-9 _@#/,:;-]|\\[dws.-]|\[(?:0-9|a-z|A-Z)+\])(?:[?*+]|\{[1-9][0-9]?\})?)*$/;
const maxSimple = 60;

/** What is wrong with a pattern, or null. */
export function patternProblem(pattern: string): string | null {
  // Nothing can be wrong with these, and the library takes a while to make its tables.
  if (pattern.length <= maxSimple && simple.test(pattern)) return null;
  try {
    compile(pattern);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function compile(pattern: string): RE2JS {
  const known = compiled.get(pattern);
  if (known) return known;
  if (pattern.length > maxPattern) throw new Error(`a pattern has at most ${maxPattern} letters`);
  const made = RE2JS.compile(pattern);
  if (compiled.size > 1000) compiled.clear();
  compiled.set(pattern, made);
  return made;
}
