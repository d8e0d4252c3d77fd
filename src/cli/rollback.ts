/** `parley rollback`: an earlier release's bodies are live again, in one transaction, without engine, Git or GitHub. */

import { parseArgs } from "node:util";
import { speaking, targetOf } from "#cli/environment.ts";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { dataOption, environmentOption, format, formatOption, siteOption } from "#cli/options.ts";
import { readSettings } from "#cli/settings.ts";
import { whoAndWhere } from "#cli/who.ts";
import { Refused, type RolledBack } from "#drivers/driver.ts";
import type { Release } from "#plan/live.ts";
import { type Move, moveBetween } from "#plan/move.ts";
import { renderChanges } from "#plan/render-text.ts";
import type { NoWayBack } from "#plan/rollback.ts";

export const command: Command = {
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
    const back = await speaking({ driver, ...target }, () =>
      driver
        .rollback({
          to: numberOf(positionals),
          assistants: values.assistant,
          channels: values.channel,
          recall: values.recall,
          author: whoAndWhere().who,
        })
        .catch(explained),
    );
    process.stdout.write(asJson ? jsonOf(back) : textOf(back));
    return 0;
  },
};

/** Null: none is named. Throws `Failure`. */
function numberOf([number, ...more]: readonly string[]): number | null {
  if (more.length > 0) throw new Failure(`"${more.join(" ")}" is too much`, "name one release: parley rollback NUMBER");
  if (number === undefined) return null;
  if (/^[1-9]\d{0,8}$/.test(number)) return Number(number);
  throw new Failure(`there is no release "${number}"`, fixes["no-release"]);
}

const fixes: Readonly<Record<NoWayBack["code"], string>> = {
  "nothing-live": "publish first",
  "rolled-back-already": "say to which release: parley rollback NUMBER",
  "first-release": "there is nothing to go back to",
  "no-release": "parley history lists them",
  "nothing-named": "see parley status and parley history",
  "nothing-left": "name what is to go back: --channel or --assistant, so that something stays",
  protected: "name what else is to go back (--channel, --assistant), or publish it once with protect: false",
};

/** Why there is no way back, in two lines. Throws what it is given, or a `Failure` for it. */
function explained(error: unknown): never {
  if (!(error instanceof Refused)) throw error;
  if (Object.hasOwn(fixes, error.code)) throw new Failure(error.message, fixes[error.code as NoWayBack["code"]]);
  if (error.code !== "not-found") throw error;
  throw new Failure(
    "the platform is of an older version than this command line, and knows no such call",
    "bring it up to date, or roll back with the version that it has",
  );
}

/** What differs, told from both sides' bodies. */
function moveOf({ undone, names, bodies }: RolledBack, release: Release): Move {
  return moveBetween({ content: undone.content, bodies, names }, { content: release.content, bodies, names });
}

function jsonOf(back: RolledBack): string {
  const { release, undone, restored } = back;
  // Nothing to undo: the shape is the same, so that a program asks one thing: whether there is a release.
  const changes = release ? moveOf(back, release).changes : [];
  return `${JSON.stringify({ release, undone: release && undone.number, restored, changes }, null, 2)}\n`;
}

function textOf(back: RolledBack): string {
  const { release, undone, restored } = back;
  if (!release) return `Nothing to undo: release ${restored} says what is live.\n`;
  return [
    `Release ${release.number}: back to release ${restored}, which release ${undone.number} had replaced.`,
    ...renderChanges(moveOf(back, release)),
    "What this took away is held: it goes live again only in another version, or with a person's yes.",
    "",
  ].join("\n");
}
