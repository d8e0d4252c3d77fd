/** `parley translations export | import | confirm`: texts to translators and back. */

import { Failure } from "#cli/failure.ts";
import type { Command } from "#cli/main.ts";

const actions = {
  export: () => import("#cli/translations-export.ts").then(({ exportTranslations }) => exportTranslations),
  import: () => import("#cli/translations-import.ts").then(({ importTranslations }) => importTranslations),
  confirm: () => import("#cli/translations-confirm.ts").then(({ confirmTranslations }) => confirmTranslations),
};

export const command: Command = {
  usage:
    "parley translations export --language LANG [--format xliff|po] [--out DIR] [--assistant ID] [--site DIR]\n" +
    "       parley translations import FILE… [--site DIR]\n" +
    "       parley translations confirm [WORKFLOW | WORKFLOW.TEXT]… [--language LANG] [--site DIR]",
  details: `export     writes a file for each assistant, and for each brand with texts of its own: every text with what a
           translator has to know of it, what is missing and what is outdated marked so. --out is "translations"
           unless it says otherwise.
import     writes what came back where the texts stand: into the workflow where they are by language there, else
           into locales/. A file in which a placeholder {{ }} was lost or changed is refused, with its line.
confirm    writes down that outdated translations (stale-translation) still say the same; of all texts, or of the
           ones that are named.`,
  async run([action = "", ...args]) {
    if (!Object.hasOwn(actions, action)) {
      throw new Failure(
        action === "" ? "this command does one of three things" : `"${action}" is nothing it does`,
        "write parley translations export, import or confirm",
      );
    }
    const run = await actions[action as keyof typeof actions]();
    return run(args);
  },
};
