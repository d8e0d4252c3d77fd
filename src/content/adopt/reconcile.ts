/**
 * Brings a file's layout to say another value: what stays the same keeps its comments, quotes and place, what goes
 * takes with it what was said of it, and what is new is written as people write such things.
 */

import { entryOf, freshLayout } from "#content/adopt/fresh.ts";
import { matched } from "#content/adopt/match.ts";
import type { CollectionLayout, EntryLayout, Layout } from "#content/format/layout-tree.ts";
import { isMap, type JsonMap, sameJson } from "#content/json.ts";
import type { ListNode, MapNode, Node } from "#content/node.ts";
import { jsonOf } from "#content/place.ts";

/** The root of a file. */
export function reconcileFile(tree: CollectionLayout, root: Node, value: JsonMap): CollectionLayout {
  const layout = reconcile(tree, root, value);
  return layout.kind === "map" ? { ...layout, flow: tree.flow } : tree;
}

function reconcile(layout: Layout, node: Node, value: unknown): Layout {
  if (sameJson(jsonOf(node), value)) return layout;
  // What an alias stands for, or a merge brings in, is not written here: the whole is written anew.
  if (layout.kind === "map" && node.kind === "map" && isMap(value) && isWhole(layout, node.entries)) {
    return reconcileMap(layout, node, value);
  }
  if (layout.kind === "list" && node.kind === "list" && Array.isArray(value) && isWhole(layout, node.items)) {
    return reconcileList(layout, node, value);
  }
  const fresh = freshLayout(value);
  return { ...fresh, props: layout.props };
}

function isWhole({ entries }: CollectionLayout, nodes: readonly unknown[]): boolean {
  return entries.length === nodes.length;
}

function reconcileMap(layout: CollectionLayout, { entries }: MapNode, value: JsonMap): CollectionLayout {
  const names = entries.map(({ key }) => String(key.value));
  const wanted = Object.keys(value).filter((key) => value[key] !== undefined);
  const left: string[] = [];
  const kept: { readonly name: string; readonly entry: EntryLayout }[] = [];
  for (const [index, entry] of layout.entries.entries()) {
    const name = names[index] ?? "";
    const node = entries[index]?.value;
    if (!node || !wanted.includes(name)) {
      left.push(...saidOfOthers(entry));
      continue;
    }
    const before = [...left.splice(0), ...entry.before];
    kept.push({ name, entry: { ...entry, before, value: reconcile(entry.value, node, value[name]) } });
  }
  for (const [index, name] of wanted.entries()) {
    if (kept.some((each) => each.name === name)) continue;
    // Behind the key that it follows in the value.
    const at = wanted
      .slice(0, index)
      .reduce((place, key) => Math.max(place, kept.findIndex((each) => each.name === key) + 1), 0);
    kept.splice(at, 0, { name, entry: entryOf(name, value[name]) });
  }
  return { ...layout, entries: kept.map(({ entry }) => entry), last: [...left, ...layout.last] };
}

function reconcileList(layout: CollectionLayout, { items }: ListNode, value: readonly unknown[]): CollectionLayout {
  const pairs = matched(items.map(jsonOf), value);
  const isSpaced =
    layout.entries.filter(({ before }, index) => index > 0 && before.includes("")).length * 2 >= items.length;
  const gone = layout.entries.filter((_, index) => !pairs.includes(index));
  const entries = value.map((item, index): EntryLayout => {
    const from = pairs[index];
    const entry = from === undefined || from === null ? undefined : layout.entries[from];
    const node = from === undefined || from === null ? undefined : items[from];
    const made = entry && node ? { ...entry, value: reconcile(entry.value, node, item) } : entryOf(null, item);
    const isApart = index === 0 || !isSpaced || made.before.includes("");
    return isApart ? made : { ...made, before: ["", ...made.before] };
  });
  return { ...layout, entries, last: [...gone.flatMap(saidOfOthers), ...layout.last] };
}

/** Of the lines before an entry that goes: comments that a blank line keeps apart from it, such as a section's name. */
function saidOfOthers({ before }: EntryLayout): readonly string[] {
  const apart = before.slice(0, before.lastIndexOf("") + 1);
  return apart.some((line) => line !== "") ? apart : [];
}
