/** `parley rollback`: an earlier release's bodies are live again, in one transaction, without engine, Git or GitHub. */

import { parseArgs } from "node:util";
import { speaking, targetOf } from "#cli/environment.ts";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { dataOption, environmentOption, format, formatOption, siteOption } from "#cli/options.ts";
import { whoAndWhere } from "#cli/prepare.ts";
import { readSettings } from "#cli/settings.ts";
import { type Driver, Moved } from "#drivers/driver.ts";
import { digestsOf, type Release, type ReleaseContent } from "#plan/live.ts";
import { moveBetween } from "#plan/plan-changes.ts";
import { renderChanges } from "#plan/render-text.ts";
import { rollbackContent } from "#plan/rollback.ts";
import { summaryOf } from "#plan/summary.ts";

const mostReleases = 500;

export const command: Command = {
  summary: "make an earlier release live again, at once",
  usage: `parley rollback [RELEASE] [--assistant ID]… [--channel ID]… [--recall] [--env NAME] [--site DIR] [--data DIR]
       [--format text|json]

  RELEASE          its number: see parley history; without it, the one before the live one
  --assistant ID   only the channels on which this assistant answers
  --channel ID     only this channel
  --recall         running conversations too: at their next message they go on in the restored assistant's fallback`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...siteOption,
        ...formatOption,
        ...environmentOption,
        ...dataOption,
        assistant: { type: "string", multiple: true, default: [] },
        channel: { type: "string", multiple: true, default: [] },
        recall: { type: "boolean", default: false },
      },
    });
    const asJson = format(values.format) === "json";
    const { driver, ...target } = targetOf(readSettings(findSite(values.site)), values.env, values.data);
    return speaking({ driver, ...target }, async () => {
      // The newest release is the live one.
      const history = await driver.history(positionals.length === 0 ? 2 : mostReleases);
      const [live] = history;
      if (!live) throw new Failure(`nothing is live on ${values.env}`, "publish first");
      const earlier = chosen(live, history, positionals);
      const names = await driver.names([...new Set([live, earlier].flatMap(({ content }) => digestsOf(content)))]);
      const rollback = rollbackContent(live, earlier, names, {
        assistants: values.assistant,
        channels: values.channel,
      });
      if (rollback.kind === "unknown") {
        throw new Failure(
          `${rollback.what} is neither live nor in release ${earlier.number}`,
          "see parley status and parley history",
        );
      }
      const bodies = await between(driver, live.content, rollback.content);
      const move = moveBetween({ content: live.content, bodies, names }, { content: rollback.content, bodies, names });
      if (move.changes.length === 0) {
        process.stdout.write(asJson ? "{}\n" : `Nothing to undo: release ${earlier.number} says what is live.\n`);
        return 0;
      }
      const made = await driver
        .release({
          expects: live.number,
          content: rollback.content,
          // Its own commit: what is published next must descend from what customers meet.
          commit: earlier.commit,
          author: whoAndWhere().who,
          effect: move.effect,
          kind: "rollback",
          recall: values.recall,
          approvers: [],
          summary: summaryOf(move),
        })
        .catch((error: unknown) => {
          if (error instanceof Moved) throw new Failure(error.message, "look at parley status, and roll back again");
          throw error;
        });
      process.stdout.write(
        asJson
          ? `${JSON.stringify({ release: made, undone: live.number, restored: earlier.number, changes: move.changes }, null, 2)}\n`
          : [
              `Release ${made.number}: back to release ${earlier.number}, which release ${live.number} had replaced.`,
              ...renderChanges(move),
              "What this took away is held: it goes live again only in another version, or with a person's yes.",
              "",
            ].join("\n"),
      );
      return 0;
    });
  },
};

/** The bodies that only one of the two runs: a way back takes seconds, and does not wait for all the others. */
function between(driver: Driver, one: ReleaseContent, other: ReleaseContent) {
  const [ones, others] = [digestsOf(one), digestsOf(other)];
  return driver.bodies([
    ...ones.filter((digest) => !others.includes(digest)),
    ...others.filter((digest) => !ones.includes(digest)),
  ]);
}

/** The release to go back to. Throws `Failure`. */
function chosen(live: Release, history: readonly Release[], [number]: readonly string[]): Release {
  if (number !== undefined) {
    const found = history.find((release) => String(release.number) === number);
    if (found) return found;
    throw new Failure(`there is no release "${number}"`, "parley history lists them");
  }
  if (live.kind === "rollback") {
    throw new Failure(`release ${live.number} is a rollback already`, "say to which release: parley rollback NUMBER");
  }
  const before = history.find((release) => release.number < live.number);
  if (before) return before;
  throw new Failure(`release ${live.number} is the first one`, "there is nothing to go back to");
}
