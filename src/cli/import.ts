/** `parley import`: what a platform runs becomes a site, whose plan against that platform is empty. */

import { existsSync, readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { speaking, type Target, targetOf } from "#cli/environment.ts";
import { examine } from "#cli/examine.ts";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import { idFrom } from "#cli/init.ts";
import type { Command } from "#cli/main.ts";
import { dataOption, format, formatOption, siteOption } from "#cli/options.ts";
import { readSite } from "#cli/site.ts";
import { assetBytes, changedTree, writeChanges } from "#cli/site-changes.ts";
import { fileText } from "#content/adopt/file-text.ts";
import type { FileChange } from "#content/adopt/write-back.ts";
import type { Environment } from "#content/site.ts";
import { embeddedDriver } from "#drivers/embedded/driver.ts";
import { importedFiles, missed } from "#plan/adopted-files.ts";

const tokenVariable = "PARLEY_TOKEN";

export const command: Command = {
  usage: "parley import --env NAME|--from URL --out DIR [--site DIR] [--data DIR] [--format text|json]",
  details: `  --env NAME  a platform that the site here names in its parley.yaml
  --from URL  a platform's address; its token is in ${tokenVariable} (the scope "read" suffices)
  --out DIR   the new site's folder, empty or not there yet

What is live comes along, drafts and tests do not: a platform holds none. Secrets never leave it.`,
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...siteOption,
        ...formatOption,
        ...dataOption,
        env: { type: "string" },
        from: { type: "string" },
        out: { type: "string" },
      },
    });
    const asJson = format(values.format) === "json";
    if (values.out === undefined) throw new Failure("no folder is named", "write --out DIR");
    const folder = resolve(process.env.INIT_CWD ?? process.cwd(), values.out);
    if (existsSync(folder) && readdirSync(folder).some((name) => name !== ".git")) {
      throw new Failure(`${folder} is not empty`, "name another folder: --out DIR");
    }
    const { site, settings, target } = await sourceOf(values, folder);
    const { environment } = target;
    const { release, bodies } = await speaking(target, () => target.driver.readLive());
    if (!release) throw new Failure(`nothing is live on ${target.driver.address}`, "there is nothing to import yet");

    const { changes, refused, expected } = importedFiles(environment, { content: release.content, bodies });
    const all: readonly FileChange[] = [
      {
        kind: "text",
        path: "parley.yaml",
        text: fileText("parley.yaml", null, { site, environments: settings }) ?? "",
      },
      ...changes,
    ];
    const assets = refused.length > 0 ? new Map() : await speaking(target, () => assetBytes(target.driver, changes));
    const tree = changedTree(new Map(), all, assets);
    const problems = refused.length > 0 ? refused : missed(tree, environment, { release, bodies, holds: [] }, expected);
    if (problems.length > 0) {
      throw new Failure(
        `what is live there cannot be said by files: ${problems.join("; ")}`,
        "nothing was written; publish or roll back there until each thing is live in one version",
      );
    }
    const { findings } = await examine(tree, { today: new Date().toISOString().slice(0, 10) });
    const errors = findings.filter(({ severity }) => severity === "error").length;
    const warnings = findings.filter(({ severity }) => severity === "warning").length;
    writeChanges(folder, [...all, { kind: "text", path: ".gitignore", text: ".parley/\n" }], assets);
    process.stdout.write(
      asJson
        ? `${JSON.stringify({ release: release.number, environment, files: all.map(({ path }) => path), errors, warnings }, null, 2)}\n`
        : [
            ...all.map(({ path }) => `+ ${path}`),
            "",
            `Release ${release.number} of ${target.driver.address} as a site: ${all.length} files, ${errors} errors, ${warnings} warnings.`,
            "A plan against that platform is empty. parley validate shows what is to mend; conversation tests come next.",
            "",
          ].join("\n"),
    );
    return 0;
  },
};

interface Source {
  /** The new site's id. */
  readonly site: string;
  /** Its environments. */
  readonly settings: Readonly<Record<string, Environment>>;
  readonly target: Target;
}

interface Values {
  readonly env?: string | undefined;
  readonly from?: string | undefined;
  readonly site?: string | undefined;
  readonly data?: string | undefined;
}

/** Throws `Failure`. */
async function sourceOf({ env, from, site: folder, data }: Values, out: string): Promise<Source> {
  if ((env === undefined) === (from === undefined)) {
    throw new Failure("which platform is not said", "write --env NAME, or --from URL");
  }
  if (from !== undefined) return sourceAt(from, out);
  const environment = env ?? "";
  const site = await readSite(findSite(folder), "left-out");
  const target = targetOf(site, environment, data);
  // All of them: what is live may name others than the one it is read from.
  const known = site.content.site.value?.environments ?? {};
  return {
    site: site.content.site.id || idFrom(basename(out)),
    settings: { ...(!Object.hasOwn(known, environment) && { [environment]: { platform: "embedded" } }), ...known },
    target,
  };
}

function sourceAt(from: string, out: string): Source {
  if (!URL.canParse(from) || !/^https?:$/.test(new URL(from).protocol)) {
    throw new Failure(`"${from}" is no address`, "write --from https://chat.example.com");
  }
  const { username, password } = new URL(from);
  if (username !== "" || password !== "") {
    throw new Failure("the address holds a password", `a platform takes a token: set the variable ${tokenVariable}`);
  }
  const token = process.env[tokenVariable];
  if (!token) throw new Failure("the platform's token is not set", `set the variable ${tokenVariable}`);
  const platform = from.replace(/\/+$/, "");
  return {
    site: idFrom(basename(out)),
    settings: { local: { platform: "embedded" }, production: { platform, token: { env: tokenVariable } } },
    target: {
      environment: "production",
      isLocal: false,
      driver: embeddedDriver(platform, token),
      dataFolder: out,
      stateUrl: () => null,
    },
  };
}
