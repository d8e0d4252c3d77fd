/** Puts an assistant on a channel: one key of the channel's file, with everything around it left as it is. */

import type { Channel } from "#content/channel.ts";
import type { Item } from "#content/content.ts";
import { nodeAt } from "#content/place.ts";
import { type Edit, replaceWord } from "#content/rename/edit.ts";
import type { Sources } from "#findings/finding.ts";

/** Null where the file has no place for it: it is no map, or has no first key. */
export function connectEdit(item: Item<Channel>, assistant: string, sources: Sources): Edit | null {
  const { root } = item;
  const text = sources.get(item.file) ?? "";
  const known = nodeAt(root, ["assistant"]);
  if (known?.kind === "scalar" && known.end > known.start) return replaceWord(item, known, assistant, sources);
  if (root?.kind !== "map") return null;
  // Behind `brand`, where the language's own examples have it.
  const entry = root.entries.find(({ key }) => key.value === "brand") ?? root.entries[0];
  if (!entry) return null;
  if (known?.kind === "scalar") {
    // `assistant:` stands there with nothing behind it.
    const colon = text.indexOf(":", root.entries.find(({ key }) => key.value === "assistant")?.key.end ?? 0) + 1;
    return { file: item.file, start: colon, end: colon, text: ` ${assistant}` };
  }
  const isFlow = text[root.start] === "{";
  const lineEnd = text.indexOf("\n", entry.value.end);
  const at = isFlow ? entry.value.end : lineEnd < 0 ? text.length : lineEnd - (text[lineEnd - 1] === "\r" ? 1 : 0);
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  return {
    file: item.file,
    start: at,
    end: at,
    text: isFlow ? `, assistant: ${assistant}` : `${newline}assistant: ${assistant}`,
  };
}
