/** Where an expression, or a part of it, stands in the author's files. */

import type { AssistantItem, Item } from "#content/content.ts";
import type { Placed, PlacedExpression } from "#content/expressions.ts";
import type { Path, ScalarNode } from "#content/node.ts";
import { nodeAt, placeOf } from "#content/place.ts";
import type { Workflow } from "#content/workflow.ts";
import { type Range, rangeInScalar } from "#content/yaml/offsets.ts";
import type { Sources, Span } from "#findings/finding.ts";

/** A workflow and the assistant whose `locales/` hold some of its texts; null: the brand's own. */
export interface Owner {
  readonly item: Item<Workflow>;
  readonly assistant: AssistantItem | null;
}

/** The place of a whole expression, or of the letters of it that `range` names. */
export function spanOf(owner: Owner, placed: PlacedExpression, sources: Sources, range?: Range): Span {
  const start = placed.start + (range?.start ?? 0);
  const end = range ? placed.start + range.end : placed.end;
  return spanInValue(owner, placed, sources, { start, end });
}

/** The place of some letters of the value that holds an expression. */
export function spanInValue(owner: Owner, placed: Pick<Placed, "path" | "text">, sources: Sources, range: Range): Span {
  const { file, item, path } = fileOf(owner, placed);
  const node = nodeAt(item.root, path);
  const text = sources.get(file);
  if (node?.kind !== "scalar" || text === undefined) return placeOf(file, item.root, path);
  return { file, ...rangeInScalar(text, node, range.start, range.end) };
}

/** The scalar's own place in its file: a text by language may stand in `locales/`, or be written without its language. */
function fileOf(
  { item, assistant }: Owner,
  { path, text }: Pick<Placed, "path" | "text">,
): { readonly file: string; readonly item: Item<unknown>; readonly path: Path } {
  if (text === null || scalarAt(item, path)) return { file: item.file, item, path };
  const locale = assistant?.locales.get(text.language);
  const inLocale = [item.id, text.name];
  if (locale && scalarAt(locale, inLocale)) return { file: locale.file, item: locale, path: inLocale };
  return { file: item.file, item, path: path.slice(0, -1) };
}

function scalarAt(item: Item<unknown>, path: Path): ScalarNode | null {
  const node = nodeAt(item.root, path);
  return node?.kind === "scalar" ? node : null;
}
