/** `parley translations export`: a file for each assistant and brand, for a translator's tool. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { connectedChannels } from "#checks/connected-channels.ts";
import { workflowsOf } from "#checks/workflows.ts";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import { siteOption } from "#cli/options.ts";
import type { Content } from "#content/content.ts";
import { nearest } from "#content/nearest.ts";
import { readContent } from "#content/read.ts";
import type { SiteText } from "#content/site-texts.ts";
import { collectExchanges } from "#content/translations/collect.ts";
import { writePo } from "#content/translations/po.ts";
import { writeXliff } from "#content/translations/write-xliff.ts";
import { channelLimits } from "#drivers/limits.ts";
import { fileHistory } from "#source/history.ts";
import { readFiles } from "#source/working-tree.ts";

export async function exportTranslations(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      language: { type: "string" },
      format: { type: "string", default: "xliff" },
      out: { type: "string", default: "translations" },
      assistant: { type: "string" },
      ...siteOption,
    },
  });
  const { language, format, assistant } = values;
  if (language === undefined) throw new Failure("no language is named", "write --language de");
  if (format !== "xliff" && format !== "po") {
    throw new Failure(`"${format}" is no format`, "write --format xliff or --format po");
  }
  const site = findSite(values.site);
  const files = await readFiles(site);
  const { content } = readContent(files);
  if (assistant !== undefined && !content.assistants.has(assistant)) {
    throw new Failure(`there is no assistant "${assistant}"`, `they are ${[...content.assistants.keys()].join(", ")}`);
  }
  const history = await fileHistory(site, files);
  const exchanges = collectExchanges(content, language, {
    ...(assistant !== undefined && { assistant }),
    ...(history && { history }),
    mostLetters: mostLetters(content),
  });
  if (exchanges.length === 0) throw nothingToTranslate(content, language);
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), values.out);
  mkdirSync(folder, { recursive: true });
  const taken = new Set<string>();
  for (const exchange of exchanges) {
    const base = taken.has(exchange.owner) ? `${exchange.owner}.${exchange.sourceLanguage}` : exchange.owner;
    taken.add(exchange.owner);
    const name = `${base}.${language}.${format === "po" ? "po" : "xlf"}`;
    writeFileSync(join(folder, name), format === "po" ? writePo(exchange) : writeXliff(exchange));
    const count = (state: string) => exchange.units.filter((unit) => unit.state === state).length;
    process.stdout.write(
      `${join(values.out, name)}: ${exchange.units.length} texts, ${count("missing")} missing, ${count("outdated")} outdated\n`,
    );
  }
  return 0;
}

function nothingToTranslate(content: Content, language: string): Failure {
  const languages = new Set(
    [...content.assistants.values()].flatMap(({ value }) => [...(value?.languages ?? []), ...(value?.preparing ?? [])]),
  );
  const guess = nearest(language, languages);
  return new Failure(
    `nothing is to be translated into "${language}"`,
    guess === undefined || guess === language
      ? `add it to an assistant first: preparing: [${language}]`
      : `did you mean "${guess}"? Else add it to an assistant first: preparing: [${language}]`,
  );
}

/** What the narrowest of a button's channels shows. */
function mostLetters(content: Content): (text: SiteText) => number | null {
  const owners = new Map(workflowsOf(content).map((owned) => [owned.workflow, owned]));
  const channelsOf = connectedChannels(content);
  return ({ workflow, path }) => {
    const owned = workflow && owners.get(workflow);
    if (!owned || path.at(-1) !== "label" || path.at(-3) === "form") return null;
    return Math.min(...channelsOf(owned).map(({ type }) => channelLimits[type].labelLetters));
  };
}
