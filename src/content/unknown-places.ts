/**
 * Places in `locales/` that lead to no text. Where a step or an option is gone, all of its texts are one finding; where
 * another lacks exactly these, it is likely the same under a new name.
 */

import type { Item, Locale } from "#content/content.ts";
import { nearest } from "#content/nearest.ts";
import { placeOfKey } from "#content/place.ts";
import type { PlacedText } from "#content/texts.ts";
import type { Workflow } from "#content/workflow.ts";
import type { Finding } from "#findings/finding.ts";

/** `placed`: the workflow's texts, after `locales/` were merged into them. */
export function unknownPlaces(
  item: Item<Workflow>,
  locale: Item<Locale>,
  placed: readonly PlacedText[],
): readonly Finding[] {
  const known = new Set(placed.map(({ name }) => name));
  const unknown = Object.keys(locale.value?.[item.id] ?? {}).filter((name) => !known.has(name));
  if (unknown.length === 0) return [];
  const lacking = placed.filter(({ value }) => !Object.hasOwn(value as object, locale.id)).map(({ name }) => name);
  const beginnings = new Set([...known].flatMap(beginningsOf));
  const groups = Map.groupBy(unknown, (name) => beginningsOf(name).find((each) => !beginnings.has(each)) ?? name);
  return [...groups].map(([gone, names]): Finding => {
    const [first = ""] = names;
    const now = renamedTo(gone, names, lacking);
    const guess = now === null && names.length === 1 ? nearest(first, known) : undefined;
    return {
      check: "unknown-reference",
      severity: "error",
      message:
        names.length === 1
          ? `"${first}" leads to no text of the workflow "${item.id}"`
          : `"${gone}", below which ${names.length} texts stand, is not in the workflow "${item.id}"`,
      at: placeOfKey(locale.file, locale.root, [item.id, first]),
      why: names.length === 1 ? "this text would never be shown" : "these texts would never be shown",
      help:
        now !== null
          ? `if it is "${now}" now, write that here; ${renaming(locale, item.id, gone, now)}`
          : guess !== undefined
            ? `did you mean "${guess}"?`
            : "name a text by its step and key, such as hello.say",
    };
  });
}

/** `pick`, `pick.options`, `pick.options.home` and so on, to the whole name. */
function beginningsOf(name: string): readonly string[] {
  const parts = name.split(".");
  return parts.map((_, index) => parts.slice(0, index + 1).join("."));
}

/** The one that lacks the very texts that stand below `gone`; null: there is none, or several could be meant. */
function renamedTo(gone: string, names: readonly string[], lacking: readonly string[]): string | null {
  const parent = gone.slice(0, gone.lastIndexOf(".") + 1);
  const rests = names.map((name) => name.slice(gone.length));
  const missing = new Set(lacking);
  const beside = lacking
    .filter((name) => name.startsWith(parent))
    .map((name) => `${parent}${name.slice(parent.length).split(".")[0]}`);
  const fitting = [...new Set(beside)].filter((each) => rests.every((rest) => missing.has(each + rest)));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** The command that changes a name and its texts at once; it asks for a site without errors, so it is for next time. */
function renaming(locale: Item<Locale>, workflow: string, gone: string, now: string): string {
  const [step = "", holder, ...rest] = gone.split(".");
  const to = now.slice(now.lastIndexOf(".") + 1);
  const assistant = locale.file.split("/")[1];
  const ids = rest.filter((_, index) => index % 2 === 0);
  const isOption = (holder === "options" || holder === "carousel") && rest.length % 2 === 1;
  if (holder !== undefined && !isOption) return "change both together the next time";
  const [kind, place] = holder === undefined ? ["step", step] : ["option", [step, ...ids].join("/")];
  return `"parley rename ${kind} ${assistant}/${workflow}/${place} ${to}" changes both at once, before the name is changed by hand`;
}
