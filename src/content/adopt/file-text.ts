/** A file's text so that it says a given value: the file that is there, changed where it says something else. */

import { freshFile } from "#content/adopt/fresh.ts";
import { reconcileFile } from "#content/adopt/reconcile.ts";
import { formatFile, readLayout } from "#content/format/format.ts";
import { printTree } from "#content/format/print.ts";
import { type JsonMap, sameJson } from "#content/json.ts";
import { jsonOf } from "#content/place.ts";

/**
 * Laid out; a file that says it already stays as it is. Null: it cannot be written into this file (an anchor that
 * several places share, for example).
 */
export function fileText(path: string, current: string | null, value: JsonMap): string | null {
  if (current === null) return laidOut(path, printTree(freshFile(value)));
  const known = readLayout(path, current);
  if (!known) return null;
  if (sameJson(jsonOf(known.root), value)) return current;
  const text = laidOut(path, printTree(reconcileFile(known.tree, known.root, value)));
  const again = text === null ? null : readLayout(path, text);
  return again && sameJson(jsonOf(again.root), value) ? text : null;
}

function laidOut(path: string, text: string): string | null {
  const result = formatFile(path, text);
  return result.kind === "formatted" ? result.text : null;
}
