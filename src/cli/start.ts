/** `npm start`: the platform, the example shop, and this site published to it. */

import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { dataFolder, localPort, targetOf } from "#cli/environment.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { dataOption, port, siteOption } from "#cli/options.ts";
import { planText } from "#cli/plan-text.ts";
import { prepare } from "#cli/prepare.ts";
import { printFindings } from "#cli/print-findings.ts";
import { outcomeText, publishPrepared } from "#cli/publish.ts";
import { operatorFrom, runPlatform, untilStopped } from "#cli/run-platform.ts";
import { type ReadSite, readSite } from "#cli/site.ts";
import { readStatus, statusText } from "#cli/status.ts";
import { isEmpty } from "#plan/plan.ts";

export const command: Command = {
  usage: "npm start -- [--port N] [--data DIR] [--site DIR]",
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { ...siteOption, ...dataOption, port: { type: "string", default: String(localPort) } },
    });
    const folder = findSite(values.site);
    const data = dataFolder(folder, values.data);
    const report = (line: string) => void process.stderr.write(`parley: ${line}\n`);
    report("reading and checking the site");
    const site = await readSite(folder);
    const wrong = await printFindings(site, "text");
    const configured = operatorFrom(process.env);
    const shop = await startExampleShop(folder, report);
    const stop: (() => Promise<void>)[] = shop ? [shop.stop] : [];
    try {
      report("starting the platform");
      const platform = await runPlatform(
        site.content.site.value?.site ?? "Parley",
        data,
        port(values.port),
        {
          secret: (name, host) => configured.secret(name, host) ?? exampleSecret(shop, name, host),
          allowsPrivate: (host) => configured.allowsPrivate(host) || shop?.address === `http://${host}`,
        },
        report,
      );
      stop.unshift(platform.stop);
      const code = wrong === 0 ? await publishLocally(site, values.data) : wrong;
      if (wrong !== 0) report("the site has errors: nothing is published, and what is live stays");
      const channel = await showcase(site, values.data);
      process.stdout.write(
        `\nready: ${platform.address}${channel === undefined ? "" : `/chat/${channel}`} (Ctrl-C stops it)\n`,
      );
      await untilStopped();
      return code;
    } finally {
      for (const end of stop) await end();
    }
  },
};

/** A web channel where an assistant answers, the first by name. */
async function showcase(site: ReadSite, data: string | undefined): Promise<string | undefined> {
  const { channels } = await readStatus(site, targetOf(site, "local", data));
  const shown = channels.filter(({ type }) => type === "web");
  return (shown.findLast(({ answers }) => answers !== "default response") ?? shown[0])?.id;
}

async function publishLocally(site: ReadSite, data: string | undefined): Promise<number> {
  const target = targetOf(site, "local", data);
  const prepared = await prepare(site, target);
  if (!prepared) return 1;
  process.stdout.write(planText(prepared.plan, site));
  const outcome = isEmpty(prepared.plan)
    ? ({ kind: "nothing" } as const)
    : await publishPrepared(site, target, prepared, null);
  process.stdout.write(`${outcomeText(outcome)}\n${statusText(await readStatus(site, target))}`);
  return outcome.kind === "published" || outcome.kind === "nothing" ? 0 : 1;
}

/** The example shop's token goes to the example shop, and nowhere else. */
function exampleSecret(shop: ExampleShop | null, name: string, host: string): string | undefined {
  return shop && shop.address === `http://${host}` && Object.hasOwn(shop.secrets, name)
    ? shop.secrets[name]
    : undefined;
}

interface ExampleShop {
  readonly address: string;
  readonly secrets: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

interface ExampleShopModule {
  startShop(options: { readonly port: number; readonly token: string }): Promise<ExampleShop>;
}

/**
 * This repository's own site asks an API: its small server runs beside the platform. Nothing that lies in another
 * site is ever run.
 */
async function startExampleShop(folder: string, report: (line: string) => void): Promise<ExampleShop | null> {
  const own = fileURLToPath(new URL("../../", import.meta.url));
  const file = join(own, "examples", "shop", "shop.ts");
  if (relative(own, folder) !== "" || !existsSync(file)) return null;
  report("starting the example shop's API");
  const { startShop } = (await import(pathToFileURL(file).href)) as ExampleShopModule;
  return startShop({ port: 4010, token: "example-shop-token" }).catch(() => {
    report("port 4010 is in use: the shop's API is not started, and what asks it will say so");
    return null;
  });
}
