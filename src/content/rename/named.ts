/** What has a file or a folder of its own: its id, its path, and every reference to it. */

import type { Item } from "#content/content.ts";
import { spanOf } from "#content/expression-place.ts";
import { expressionsOf } from "#content/expressions.ts";
import { nodeAt } from "#content/place.ts";
import { type Edit, replacePart, replaceWord } from "#content/rename/edit.ts";
import type { Renaming } from "#content/rename/renaming.ts";
import {
  assistantsOf,
  type KnownSite,
  ownersOf,
  partsIn,
  runnersOf,
  type WorkflowPlace,
} from "#content/rename/scope.ts";
import type { Role } from "#content/schemas/common.ts";
import { callsOf } from "#expr/reads.ts";
import type { Sources } from "#findings/finding.ts";

type Named = Extract<Role, "assistant" | "channel" | "brand" | "group" | "schedule" | "connection" | "workflow">;

/** A workflow: who runs it, its assistant's settings, its texts in `locales/`, its tests. */
export function renameWorkflow({ content, sources }: KnownSite, place: WorkflowPlace, to: string): Renaming {
  const { item, assistant, brand } = place;
  const items = [
    ...(assistant ? [] : (brand?.workflows.values() ?? [])),
    ...runnersOf(content, place).flatMap((each) => [
      each,
      ...each.workflows.values(),
      ...each.locales.values(),
      ...each.tests.values(),
    ]),
  ];
  return {
    edits: [...idOf(item, "workflow", to, sources), ...references(items, "workflow", item.id, to, sources)],
    moves: [{ from: item.file, to: item.file.replace(/[^/]*$/, `${to}.yaml`) }],
    notes: [],
  };
}

export function renameAssistant({ content, sources }: KnownSite, item: Item<unknown>, to: string): Renaming {
  const tests = content.assistants.get(item.id)?.tests.values() ?? [];
  return {
    edits: [
      ...idOf(item, "assistant", to, sources),
      ...references([...content.channels.values(), ...tests], "assistant", item.id, to, sources),
    ],
    moves: [{ from: `assistants/${item.id}`, to: `assistants/${to}` }],
    notes: [],
  };
}

export function renameChannel({ content, sources }: KnownSite, item: Item<unknown>, to: string): Renaming {
  const tests = [...content.assistants.values()].flatMap((assistant) => [...assistant.tests.values()]);
  return {
    edits: [...idOf(item, "channel", to, sources), ...references(tests, "channel", item.id, to, sources)],
    moves: [{ from: item.file, to: `channels/${to}.yaml` }],
    notes: [],
  };
}

export function renameBrand({ content, sources }: KnownSite, item: Item<unknown>, to: string): Renaming {
  const items = [...content.assistants.values(), ...content.channels.values()];
  return {
    edits: [...idOf(item, "brand", to, sources), ...references(items, "brand", item.id, to, sources)],
    moves: [{ from: `brands/${item.id}`, to: `brands/${to}` }],
    notes: [],
  };
}

/** A group, a schedule or a connection: the brand's own files, its channels, its assistants' files, expressions. */
export function renameOfBrand(
  { content, sources }: KnownSite,
  kind: "group" | "schedule" | "connection",
  brand: string,
  item: Item<unknown>,
  to: string,
): Renaming {
  const owners = ownersOf(content, brand);
  const items: readonly Item<unknown>[] = [
    ...(content.brands.get(brand)?.groups.values() ?? []),
    ...[...content.channels.values()].filter(({ value }) => value?.brand === brand),
    ...owners.map((owner) => owner.item),
    ...assistantsOf(content, brand).flatMap(({ tests }) => [...tests.values()]),
  ];
  const functions = { group: ["agents_online"], schedule: ["open", "next_open"], connection: [] }[kind];
  const inExpressions = owners.flatMap((owner) =>
    owner.item.value
      ? expressionsOf(owner.item.value).flatMap((placed) =>
          namedIn(placed.source, functions, item.id).map((range): Edit => {
            const { file, start, end } = spanOf(owner, placed, sources, range);
            return { file, start, end, text: to };
          }),
        )
      : [],
  );
  return {
    edits: [
      ...idOf(item, kind, to, sources),
      ...references(items, kind, item.id, to, sources),
      ...(kind === "connection" ? answers(items, item.id, to, sources) : []),
      ...inExpressions,
    ],
    moves: [{ from: item.file, to: item.file.replace(/[^/]*$/, `${to}.yaml`) }],
    notes: [],
  };
}

/** The id that a file begins with. */
function idOf(item: Item<unknown>, key: Named, to: string, sources: Sources): readonly Edit[] {
  const id = nodeAt(item.root, [key]);
  return id?.kind === "scalar" ? [replaceWord(item, id, to, sources)] : [];
}

function references(
  items: readonly Item<unknown>[],
  role: Named,
  old: string,
  to: string,
  sources: Sources,
): readonly Edit[] {
  return items.flatMap((item) =>
    partsIn(item)
      .filter((part) => part.role === role && part.node.value === old)
      .map(({ node }) => replaceWord(item, node, to, sources)),
  );
}

/** `order: shop-api.order`: a variable of the type that a connection answers with. */
function answers(items: readonly Item<unknown>[], old: string, to: string, sources: Sources): readonly Edit[] {
  return items.flatMap((item) =>
    partsIn(item)
      .filter(({ role, node }) => role === "declaration" && String(node.value).startsWith(`${old}.`))
      .map(({ node }) => replacePart(item, node, { start: 0, end: old.length }, to, sources)),
  );
}

/** The letters between the quotes of `open("desk")`. */
function namedIn(source: string | number | boolean, functions: readonly string[], id: string) {
  return callsOf(source).flatMap(({ name, receiver, args: [first] }) => {
    if (receiver !== null || !functions.includes(name) || first?.op !== "value" || first.args !== id) return [];
    const inside = { start: first.start + 1, end: first.end - 1 };
    return String(source).slice(inside.start, inside.end) === id ? [inside] : [];
  });
}
