/** A file's first key is its id, and the file or its folder has the same name. */

import type { Check } from "#checks/check.ts";
import type { Content, Item } from "#content/content.ts";
import { placeOf } from "#content/place.ts";
import type { Finding } from "#findings/finding.ts";

export const idMismatch: Check = {
  name: "id-mismatch",
  severity: "error",
  summary: "an id that is not the name of its file or folder",
  run: (content, { sources }) => {
    const findings: Finding[] = [];
    for (const [key, item, isFolder] of named(content)) {
      if (!isAsItShould(key, item, sources.get(item.file))) findings.push(...mismatch(key, item, isFolder));
    }
    return findings;
  },
};

type Named = readonly [key: string, item: Item<unknown>, isFolder: boolean];

function* named(content: Content): Iterable<Named> {
  for (const item of content.channels.values()) yield ["channel", item, false];
  for (const brand of content.brands.values()) {
    yield ["brand", brand, true];
    for (const item of brand.schedules.values()) yield ["schedule", item, false];
    for (const item of brand.groups.values()) yield ["group", item, false];
    for (const item of brand.connections.values()) yield ["connection", item, false];
    for (const item of brand.workflows.values()) yield ["workflow", item, false];
  }
  for (const assistant of content.assistants.values()) {
    yield ["assistant", assistant, true];
    for (const item of assistant.workflows.values()) yield ["workflow", item, false];
  }
}

const comments = /^(?:[ \t]*(?:#.*)?\r?\n)*/;

/** Told by a file's first letters and its value: most files need not be looked at closer. */
function isAsItShould(key: string, { id, value }: Item<unknown>, text: string | undefined): boolean {
  if (text === undefined || value === null || (value as Readonly<Record<string, unknown>>)[key] !== id) return false;
  return text.startsWith(`${key}:`, text.startsWith(key) ? 0 : comments.exec(text)?.[0].length);
}

/** Works on the document itself, so that a file with other faults is held against its name all the same. */
function mismatch(key: string, item: Item<unknown>, isFolder: boolean): readonly Finding[] {
  if (item.root?.kind !== "map") return [];
  const first = item.root.entries[0];
  const entry = item.root.entries.find((each) => each.key.value === key);
  if (!entry || !first) return [];
  const place = isFolder ? "folder" : "file";
  if (entry !== first) {
    return [
      {
        check: "id-mismatch",
        severity: "error",
        message: `"${key}" is not the first key of its file`,
        at: { file: item.file, start: entry.key.start, end: entry.key.end },
        why: "the first line says what a file is",
        help: `move "${key}: ${item.id}" to the top`,
      },
    ];
  }
  const written = entry.value.kind === "scalar" ? entry.value.value : null;
  if (typeof written !== "string" || written === item.id) return [];
  return [
    {
      check: "id-mismatch",
      severity: "error",
      message: `the ${key} "${written}" stands in a ${place} named "${item.id}"`,
      at: placeOf(item.file, item.root, [key]),
      why: "other files find it by its name",
      help: /^[a-z0-9][a-z0-9-]*$/.test(item.id)
        ? `write "${key}: ${item.id}", or rename the ${place}`
        : `rename the ${place}: an id has small letters a-z, digits and - only`,
    },
  ];
}
