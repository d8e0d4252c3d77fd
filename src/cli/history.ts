/** `parley history`: what was published when, by whom, and how it ended; failed and dead publishes too. */

import { parseArgs } from "node:util";
import { speaking, targetOf } from "#cli/environment.ts";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { dataOption, environmentOption, format, formatOption, siteOption } from "#cli/options.ts";
import { readSettings } from "#cli/settings.ts";
import { table } from "#cli/table.ts";
import type { PublishRecord } from "#drivers/driver.ts";
import type { Release } from "#plan/live.ts";

/** Of an outcome, in the table. */
const mostLetters = 90;

export const command: Command = {
  usage: "parley history [--limit N] [--env NAME] [--site DIR] [--data DIR] [--format text|json]",
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...siteOption,
        ...formatOption,
        ...environmentOption,
        ...dataOption,
        limit: { type: "string", default: "20" },
      },
    });
    const limit = Number(values.limit);
    if (!Number.isInteger(limit) || limit < 1 || limit > 500) {
      throw new Failure(`"${values.limit}" is no number from 1 to 500`, "write --limit 20");
    }
    const target = targetOf(readSettings(findSite(values.site)), values.env, values.data);
    const entries = await speaking(target, async () => {
      const [releases, publishes] = await Promise.all([target.driver.history(limit), target.driver.publishes(limit)]);
      return historyOf(releases, publishes).slice(0, limit);
    });
    process.stdout.write(
      format(values.format) === "json" ? `${JSON.stringify({ history: entries }, null, 2)}\n` : historyText(entries),
    );
    return 0;
  },
};

export interface HistoryEntry {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly kind: "publish" | "rollback";
  /** Null: it made none. */
  readonly release: number | null;
  readonly outcome: string;
  readonly who: string | null;
  readonly commit: string | null;
  readonly author: string | null;
  readonly approvers: readonly string[];
  readonly effect: string | null;
  /** How long the publish held its lease, in milliseconds; null: a rollback, or it never said how it ended. */
  readonly durationMs: number | null;
  readonly summary: readonly string[];
}

/** Releases and publishes as one list, newest first: a release stands with the publish that made it. */
export function historyOf(releases: readonly Release[], publishes: readonly PublishRecord[]): readonly HistoryEntry[] {
  const made = new Map(releases.map((release) => [release.number, release]));
  const entries = publishes.map((publish): HistoryEntry => {
    const release = made.get(publish.release ?? -1);
    if (release) made.delete(release.number);
    return {
      at: publish.began,
      kind: "publish",
      release: publish.release,
      outcome: publish.outcome ?? "under way",
      who: `${publish.who} on ${publish.where}`,
      commit: publish.commit,
      author: release?.author ?? null,
      approvers: release?.approvers ?? [],
      effect: publish.effect,
      durationMs: publish.ended === null ? null : Date.parse(publish.ended) - Date.parse(publish.began),
      summary: release?.summary ?? [],
    };
  });
  const alone = [...made.values()].map(
    (release): HistoryEntry => ({
      at: release.publishedAt,
      kind: release.kind,
      release: release.number,
      outcome: release.kind === "rollback" ? "rolled back" : "published",
      who: release.author,
      commit: release.commit,
      author: release.author,
      approvers: release.approvers,
      effect: release.effect,
      durationMs: null,
      summary: release.summary,
    }),
  );
  return [...entries, ...alone].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

/** What an engine says of a failure is long: --format json has all of it. */
function shortened(outcome: string): string {
  const letters = [...outcome];
  return letters.length <= mostLetters ? outcome : `${letters.slice(0, mostLetters - 1).join("")}…`;
}

function historyText(entries: readonly HistoryEntry[]): string {
  if (entries.length === 0) return "Nothing has been published yet.\n";
  const rows = entries.map(({ at, release, outcome, commit, author, approvers, durationMs, summary }) => [
    release === null ? "–" : String(release),
    at.slice(0, 19).replace("T", " "),
    shortened(outcome),
    commit?.slice(0, 12) ?? "–",
    [author ?? "–", ...(approvers.length > 0 ? [`(yes: ${approvers.join(", ")})`] : [])].join(" "),
    durationMs === null ? "–" : `${(durationMs / 1000).toFixed(1)} s`,
    summary.slice(0, 3).join("; ") + (summary.length > 3 ? `; … ${summary.length - 3} more` : ""),
  ]);
  return table(["RELEASE", "WHEN (UTC)", "OUTCOME", "COMMIT", "AUTHOR", "TOOK", "WHAT"], rows);
}
