/** `parley serve`: the live platform on this machine. */

import { parseArgs } from "node:util";
import { dataFolder, localPort } from "#cli/environment.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { dataOption, format, formatOption, port, siteOption } from "#cli/options.ts";
import { operatorFrom, runPlatform, untilStopped } from "#cli/run-platform.ts";

export const command: Command = {
  usage: "parley serve [--port N] [--data DIR] [--site DIR] [--format text|json]",
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { ...siteOption, ...dataOption, ...formatOption, port: { type: "string", default: String(localPort) } },
    });
    const site = findSite(values.site);
    const asJson = format(values.format) === "json";
    const platform = await runPlatform(
      "Parley",
      dataFolder(site, values.data),
      port(values.port),
      operatorFrom(process.env),
      (line) => void process.stderr.write(`parley: ${line}\n`),
    );
    process.stdout.write(
      asJson ? `${JSON.stringify({ address: platform.address })}\n` : `ready: ${platform.address} (Ctrl-C stops it)\n`,
    );
    await untilStopped();
    await platform.stop();
    return 0;
  },
};
