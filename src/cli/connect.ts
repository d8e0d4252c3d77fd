/** `parley connect`: which assistant answers on a channel. */

import { parseArgs } from "node:util";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { siteOption } from "#cli/options.ts";
import { readSite } from "#cli/site.ts";
import { nearest } from "#content/nearest.ts";
import { connectEdit } from "#content/rename/connect.ts";
import { applyEdits } from "#content/rename/edit.ts";
import { writeFiles } from "#source/write-files.ts";

export const command: Command = {
  usage: "parley connect ASSISTANT CHANNEL… [--site DIR]",
  async run(args) {
    const { values, positionals } = parseArgs({ args: [...args], options: siteOption, allowPositionals: true });
    const [id = "", ...channels] = positionals;
    if (channels.length === 0) throw new Failure("no channel is named", "write parley connect ASSISTANT CHANNEL…");
    const site = await readSite(findSite(values.site), "left-out");
    const assistant = known("assistant", id, site.content.assistants);
    const texts = new Map<string, string>();
    const lines: string[] = [];
    for (const channel of new Set(channels)) {
      const item = known("channel", channel, site.content.channels);
      const before = item.value?.assistant;
      if (before === id) {
        lines.push(`= ${item.file}: "${id}" answers there already`);
        continue;
      }
      const edit = connectEdit(item, id, site.sources);
      if (!edit) throw new Failure(`${item.file} cannot be read`, "mend what parley validate says of it first");
      texts.set(item.file, applyEdits(site.sources.get(item.file) ?? "", [edit]));
      const replaced = before === undefined ? "the default response" : `"${before}"`;
      lines.push(`~ ${item.file}: "${id}" replaces ${replaced} there from the next publish on`);
      if (item.value && assistant.value && item.value.brand !== assistant.value.brand) {
        lines.push(`! it speaks for "${assistant.value.brand}", and the channel is "${item.value.brand}"’s`);
      }
    }
    if (assistant.value?.status === "draft") {
      lines.push(`! "${id}" is a draft: nothing changes before "status: draft" is taken away in ${assistant.file}`);
    }
    writeFiles(site.folder, texts);
    process.stdout.write(`${lines.join("\n")}\n`);
    return 0;
  },
};

function known<T>(noun: string, id: string, items: ReadonlyMap<string, T>): T {
  const item = items.get(id);
  if (item) return item;
  const guess = nearest(id, items.keys());
  throw new Failure(
    `there is no ${noun} "${id}"`,
    guess === undefined
      ? `the ${noun}s are ${[...items.keys()].sort().join(", ") || "none"}`
      : `did you mean "${guess}"?`,
  );
}
