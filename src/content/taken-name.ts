/** Names that no variable can have: they are words of the language that expressions are written in, CEL. */

import type { Path } from "#content/node.ts";
import type { Misfit } from "#content/schemas/messages.ts";

/** CEL keeps the most of them for later. */
const words: ReadonlySet<string> = new Set([
  ..."true false null in".split(" "),
  ..."as break const continue else for function if import let loop package namespace return var void while".split(" "),
]);

/** The misfit of a name that is declared at `path`; none where it is free. */
export function takenName(name: string, path: Path, at: "key" | "value"): readonly Misfit[] {
  if (!words.has(name)) return [];
  return [
    {
      path,
      at,
      message: `"${name}" is a word of expressions, and cannot be a name`,
      why: "no expression could read it",
      help: "choose another name",
    },
  ];
}
