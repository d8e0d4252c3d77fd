/** A text that a pattern takes, for the patterns that people write: letters, classes, groups and how often each comes. */

interface Reader {
  readonly pattern: string;
  at: number;
}

/** Undefined for a pattern that has more to it. */
export function sampleText(pattern: string): string | undefined {
  const reader: Reader = { pattern, at: 0 };
  const text = readAlternatives(reader);
  return reader.at === pattern.length ? text : undefined;
}

/** Of several alternatives, the first. */
function readAlternatives(reader: Reader): string | undefined {
  let first: string | undefined;
  for (;;) {
    const text = readSequence(reader);
    if (text === undefined) return undefined;
    first ??= text;
    if (reader.pattern[reader.at] !== "|") return first;
    reader.at += 1;
  }
}

function readSequence(reader: Reader): string | undefined {
  let text = "";
  while (reader.at < reader.pattern.length && !"|)".includes(reader.pattern[reader.at] ?? "")) {
    const one = readOne(reader);
    if (one === undefined) return undefined;
    text += one.repeat(readTimes(reader));
  }
  return text;
}

const classes: Readonly<Record<string, string>> = { d: "1", w: "a", s: " ", b: "", D: "a", W: "-", S: "a" };

function readOne(reader: Reader): string | undefined {
  const letter = reader.pattern[reader.at] ?? "";
  reader.at += 1;
  switch (letter) {
    case "^":
    case "$":
      return "";
    case ".":
      return "a";
    case "\\": {
      const escaped = reader.pattern[reader.at] ?? "";
      reader.at += 1;
      return /[a-zA-Z]/.test(escaped) ? classes[escaped] : escaped;
    }
    case "[":
      return readClass(reader);
    case "(": {
      const kind = /^\?(?:[:i]|i:)*/.exec(reader.pattern.slice(reader.at))?.[0] ?? "";
      reader.at += kind.length;
      const text = readAlternatives(reader);
      if (reader.pattern[reader.at] !== ")") return undefined;
      reader.at += 1;
      return text;
    }
    case "*":
    case "+":
    case "?":
    case "{":
      return undefined;
    default:
      return letter;
  }
}

/** The first letter of a class; classes of what is not meant are answered by a plain letter. */
function readClass(reader: Reader): string | undefined {
  const end = reader.pattern.indexOf("]", reader.at + 1);
  if (end < 0) return undefined;
  const inside = reader.pattern.slice(reader.at, end);
  reader.at = end + 1;
  if (inside.startsWith("^")) return ["a", "1", "-", " "].find((letter) => !inside.includes(letter));
  if (inside.startsWith("\\")) return classes[inside[1] ?? ""] ?? inside[1];
  return inside[0];
}

function readTimes(reader: Reader): number {
  const [found = ""] = /^(?:\*|\+|\?|\{\d+(?:,\d*)?\})\??/.exec(reader.pattern.slice(reader.at)) ?? [];
  reader.at += found.length;
  if (found.startsWith("*") || found.startsWith("?")) return 0;
  return found.startsWith("{") ? Math.min(Number.parseInt(found.slice(1), 10), 200) : 1;
}
