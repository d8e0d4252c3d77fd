/** `parley status`: the assistants and the channels, and who answers where. */

import { parseArgs } from "node:util";
import { speaking, type Target, targetOf } from "#cli/environment.ts";
import type { Command } from "#cli/main.ts";
import { dataOption, environmentOption, format, formatOption, siteOption } from "#cli/options.ts";
import { findSite, type ReadSite, readSite } from "#cli/site.ts";
import { table } from "#cli/table.ts";

export const command: Command = {
  summary: "show the assistants, the channels, and who answers where",
  usage: "parley status [--env NAME] [--site DIR] [--data DIR] [--format text|json]",
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { ...siteOption, ...formatOption, ...environmentOption, ...dataOption },
    });
    const site = await readSite(findSite(values.site));
    const status = await readStatus(site, targetOf(site, values.env, values.data));
    process.stdout.write(
      format(values.format) === "json" ? `${JSON.stringify(status, null, 2)}\n` : statusText(status),
    );
    return 0;
  },
};

export interface Status {
  readonly environment: string;
  readonly release: number | null;
  readonly assistants: readonly {
    readonly id: string;
    readonly name: string;
    readonly status: "active" | "draft";
    readonly channels: readonly string[];
    readonly languages: readonly string[];
  }[];
  readonly channels: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    readonly answers: string;
  }[];
}

/** What is live, and the drafts of the files beside it. */
export async function readStatus(site: ReadSite, target: Target): Promise<Status> {
  const { release, bodies } = await speaking(target, () => target.driver.readLive());
  const assistants = new Map<string, Status["assistants"][number]>();
  const channels = Object.entries(release?.content ?? {}).map(([id, entry]) => {
    const assistant = entry.targets[0] && bodies.get(entry.targets[0].assistant);
    const channel = bodies.get(entry.channel);
    if (assistant?.kind === "assistant") {
      const { name, languages } = assistant;
      const known = assistants.get(assistant.id)?.channels ?? [];
      assistants.set(assistant.id, { id: assistant.id, name, status: "active", languages, channels: [...known, id] });
    }
    const { name = id, type = "" } = channel?.kind === "channel" ? channel : {};
    return { id, name, type, answers: assistant?.id ?? "default response" };
  });
  for (const { id, value } of site.content.assistants.values()) {
    if (value && !assistants.has(id))
      assistants.set(id, { id, name: value.name, status: "draft", channels: [], languages: value.languages });
  }
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  return {
    environment: target.environment,
    release: release?.number ?? null,
    assistants: [...assistants.values()].sort(byId),
    channels: channels.sort(byId),
  };
}

export function statusText(status: Status): string {
  const head = status.release === null ? "nothing published yet" : `release ${status.release} is live`;
  const assistants = table(
    ["ASSISTANT", "NAME", "STATUS", "CHANNELS", "LANGUAGES"],
    status.assistants.map((each) => [
      each.id,
      each.name,
      each.status,
      each.channels.join(", ") || "–",
      each.languages.join(", "),
    ]),
  );
  const channels = table(
    ["CHANNEL", "NAME", "TYPE", "ANSWERS"],
    status.channels.map((each) => [each.id, each.name, each.type, each.answers]),
  );
  return `${status.environment}: ${head}\n\n${assistants}\n${channels}`;
}
