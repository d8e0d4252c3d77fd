/** Every name that refers to another file leads to one that exists. */

import type { Check, CheckOptions } from "#checks/check.ts";
import { fileReferences } from "#checks/unknown-reference/in-files.ts";
import { workflowReferences } from "#checks/unknown-reference/in-workflows.ts";
import type { Reference } from "#checks/unknown-reference/known.ts";
import type { Content, Item } from "#content/content.ts";
import { nearest } from "#content/nearest.ts";
import { placeOf } from "#content/place.ts";
import type { Finding, Sources } from "#findings/finding.ts";

export const unknownReference: Check = {
  name: "unknown-reference",
  severity: "error",
  summary: "a name that leads to no file of the site",
  run: (content: Content, { sources }: CheckOptions) => [
    ...[...content.brands.values()].flatMap((item) => lackingItsFile(item, "brand", sources)),
    ...[...content.assistants.values()].flatMap((item) => lackingItsFile(item, "assistant", sources)),
    ...[...fileReferences(content), ...workflowReferences(content, sources)].flatMap(findingOf),
  ],
};

function findingOf({ id, noun, within, at, step, known }: Reference): readonly Finding[] {
  if (known.ids.has(id)) return [];
  const guess = nearest(id, known.ids.keys());
  const target = guess === undefined ? null : known.ids.get(guess);
  const add = known.add.replace("%", id);
  return [
    {
      check: "unknown-reference",
      severity: "error",
      message: `there is no ${noun} "${id}"${within === undefined ? "" : ` ${within}`}`,
      at,
      ...(step !== undefined && { step }),
      ...(target?.root && {
        related: [{ at: placeOf(target.file, target.root, [noun]), message: "the nearest id" }],
      }),
      why: "what it refers to would be missing when a customer gets here",
      help: guess === undefined ? add : `write "${guess}", or ${add}`,
    },
  ];
}

/** A folder whose own file is missing. */
function lackingItsFile(item: Item<unknown>, noun: string, sources: Sources): readonly Finding[] {
  if (sources.has(item.file)) return [];
  return [
    {
      check: "unknown-reference",
      severity: "error",
      message: `the ${noun} "${item.id}" has a folder, but no ${noun}.yaml`,
      at: { file: item.file, start: 0, end: 0 },
      why: `nothing in the folder belongs to a ${noun} without it`,
      help: `add ${item.file}, or delete the folder`,
    },
  ];
}
