/** `parley status`: the assistants and the channels, who answers where, since which release, and what is held. */

import { parseArgs } from "node:util";
import { speaking, type Target, targetOf } from "#cli/environment.ts";
import { findSite } from "#cli/find-site.ts";
import { historyUntil } from "#cli/history-until.ts";
import type { Command } from "#cli/main.ts";
import { dataOption, environmentOption, format, formatOption, siteOption } from "#cli/options.ts";
import { type ReadSite, readSite } from "#cli/site.ts";
import { table } from "#cli/table.ts";
import type { Digest } from "#content/body.ts";
import { printable } from "#findings/printable.ts";
import type { Hold, Release } from "#plan/live.ts";
import { leftAloneText } from "#plan/other-sites.ts";

export const command: Command = {
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

/** A release as a status names it. */
export interface StatusRelease {
  readonly number: number;
  readonly kind: "publish" | "rollback";
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly author: string | null;
  readonly commit: string | null;
}

export interface Status {
  readonly environment: string;
  /** The live release's number; null: nothing is published yet. */
  readonly release: number | null;
  readonly live: StatusRelease | null;
  readonly assistants: readonly {
    readonly id: string;
    readonly name: string;
    readonly status: "active" | "draft";
    readonly channels: readonly string[];
    readonly languages: readonly string[];
    /** Of an active one: the release that brought the version which answers now; null: longer ago than can be told. */
    readonly release: StatusRelease | null;
  }[];
  readonly channels: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    readonly answers: string;
  }[];
  /** What rollbacks took away, and an automatic publish does not bring back. */
  readonly held: readonly Hold[];
  /** What other sites have on the same platform. */
  readonly others: readonly { readonly site: string; readonly channels: readonly string[] }[];
}

/** What is live, and the drafts of the files beside it. */
export async function readStatus(site: ReadSite, target: Target): Promise<Status> {
  const [{ release, bodies, holds, others = [] }, history] = await speaking(target, async () => {
    const live = await target.driver.readLive();
    const now = live.release ? [...answering(live.release)] : [];
    const isEnough = (releases: readonly Release[]) => {
      const then = releases.map(answering);
      return now.every((digest) => then.some((digests) => !digests.has(digest)));
    };
    const known = live.release ? await historyUntil(target.driver, isEnough) : [];
    return [live, known.map((each) => ({ made: each, digests: answering(each) }))] as const;
  });
  const assistants = new Map<string, Status["assistants"][number]>();
  const channels = Object.entries(release?.content ?? {}).map(([id, entry]) => {
    const assistant = entry.targets[0] && bodies.get(entry.targets[0].assistant);
    const channel = bodies.get(entry.channel);
    if (assistant?.kind === "assistant") {
      const { name, languages } = assistant;
      const known = assistants.get(assistant.id);
      const since = releaseOf(history, entry.targets[0]?.assistant ?? "");
      // In two versions, on different channels: the one that came last.
      const newest = (known?.release?.number ?? 0) > (since?.number ?? 0) ? (known?.release ?? null) : since;
      const channels = [...(known?.channels ?? []), id];
      assistants.set(assistant.id, { id: assistant.id, name, status: "active", languages, channels, release: newest });
    }
    const { name = id, type = "" } = channel?.kind === "channel" ? channel : {};
    return { id, name, type, answers: assistant?.id ?? "default response" };
  });
  for (const { id, value } of site.content.assistants.values()) {
    if (value && !assistants.has(id))
      assistants.set(id, {
        id,
        name: value.name,
        status: "draft",
        channels: [],
        languages: value.languages,
        release: null,
      });
  }
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  return {
    environment: target.environment,
    release: release?.number ?? null,
    live: release && statusRelease(release),
    assistants: [...assistants.values()].sort(byId),
    channels: channels.sort(byId),
    held: holds,
    others: others.map(({ site: id, channels: theirs }) => ({ site: id, channels: Object.keys(theirs).sort() })),
  };
}

/** A release, and the assistants' versions that answer in it. */
interface Past {
  readonly made: Release;
  readonly digests: ReadonlySet<Digest>;
}

/** The release from which on, without a gap, an assistant's version has been live. */
function releaseOf(history: readonly Past[], digest: Digest): StatusRelease | null {
  const gap = history.findIndex(({ digests }) => !digests.has(digest));
  const first = (gap < 0 ? history.at(-1) : history[gap - 1])?.made;
  // A history that is cut off does not say what came before it.
  return first && (gap >= 0 || first.number === 1) ? statusRelease(first) : null;
}

function answering({ content }: Release): ReadonlySet<Digest> {
  return new Set(Object.values(content).flatMap(({ targets }) => targets.map(({ assistant }) => assistant)));
}

function statusRelease({ number, kind, publishedAt, author, commit }: Release): StatusRelease {
  return { number, kind, at: publishedAt, author, commit };
}

export function statusText(status: Status): string {
  const { live } = status;
  const head = live === null ? "nothing published yet" : `release ${live.number} is live: ${madeBy(live)}`;
  const assistants = table(
    ["ASSISTANT", "NAME", "STATUS", "CHANNELS", "LANGUAGES", "LAST RELEASE"],
    status.assistants.map((each) => [
      each.id,
      each.name,
      each.status,
      each.channels.join(", ") || "–",
      each.languages.join(", "),
      each.release === null ? "–" : `${each.release.number}, ${minuteOf(each.release.at)}`,
    ]),
  );
  const channels = table(
    ["CHANNEL", "NAME", "TYPE", "ANSWERS"],
    status.channels.map((each) => [each.id, each.name, each.type, each.answers]),
  );
  return `${printable(`${status.environment}: ${head}`)}\n\n${assistants}\n${channels}${heldText(status.held)}${othersText(status.others)}`;
}

/** `a publish by Ann on 2026-03-02 10:00 UTC, of commit 0123456789ab`. */
function madeBy({ kind, author, at, commit }: StatusRelease): string {
  const of = commit === null ? "" : `, of commit ${commit.slice(0, 12)}`;
  return `a ${kind}${author === null ? "" : ` by ${author}`} on ${minuteOf(at)}${of}`;
}

function minuteOf(at: string): string {
  return `${at.slice(0, 16).replace("T", " ")} UTC`;
}

function othersText(others: Status["others"]): string {
  if (others.length === 0) return "";
  const listed = others.map(({ site, channels }) => ({ site, channels: channels.join(", ") }));
  return `\n${printable(leftAloneText(listed))}\n`;
}

function heldText(held: readonly Hold[]): string {
  if (held.length === 0) return "";
  const rows = held.map(({ kind, id, release, who, channels }) => [
    kind,
    id,
    `rollback ${release} by ${who}${channels === null ? "" : `, on ${channels.join(", ")}`}`,
  ]);
  const note =
    "a publish of the very version that was taken away wants a person's yes; parley drift shows what differs";
  return `\n${table(["HELD", "ID", "SINCE"], rows)}  ${note}\n`;
}
