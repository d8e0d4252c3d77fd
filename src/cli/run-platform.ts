/** Starts the platform of this machine for `serve` and `start`, and waits for the word to stop. */

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { identityFrom, limitsFrom, proxiesFrom } from "#cli/customer-settings.ts";
import { localHost, localToken } from "#cli/environment.ts";
import { Failure } from "#cli/failure.ts";
import { privateHostsFrom } from "#cli/private-hosts.ts";
import { scannerFrom } from "#cli/scanner.ts";
import { type Secrets, secretsFrom } from "#cli/secrets.ts";
import { tracesFrom } from "#cli/traces.ts";
import { trustFrom } from "#cli/trust.ts";
import type { AllowsPrivate } from "#platform/conversations/outward.ts";
import { DataInUse } from "#platform/postgres/embedded.ts";
import { type Platform, PortBusy, startPlatform } from "#platform/serve.ts";
import { widgetScript } from "#widget/build.ts";
import { chatPage, frontPage, overPage, pageStyles, previewPage } from "#widget/pages.ts";

const productionDrainMs = 5000;

/** What no author can say: where secrets go, and which private addresses may be reached. */
export interface Operator {
  readonly secret: Secrets;
  readonly allowsPrivate: AllowsPrivate;
}

/** The operator's word, from the environment. Throws `Failure`. */
export function operatorFrom(environment: Readonly<Record<string, string | undefined>>): Operator {
  return { secret: secretsFrom(environment), allowsPrivate: privateHostsFrom(environment) };
}

/** Starts a platform on `data`. Throws `Failure`. */
export async function runPlatform(
  site: string,
  data: string,
  port: number,
  operator: Operator,
  report: (line: string) => void,
): Promise<Platform> {
  const trust = trustFrom(process.env);
  const identity = identityFrom(process.env);
  const limits = limitsFrom(process.env);
  const trustsProxy = proxiesFrom(process.env);
  const scanner = scannerFrom(process.env);
  const openTraces = tracesFrom(process.env);
  mkdirSync(data, { recursive: true });
  try {
    const platform = await startPlatform({
      host: process.env.PARLEY_HOST || localHost,
      port,
      dataFolder: data,
      ...(process.env.DATABASE_URL && { databaseUrl: process.env.DATABASE_URL }),
      ...(process.env.DATABASE_DIRECT_URL && { directUrl: process.env.DATABASE_DIRECT_URL }),
      adminToken: process.env.PARLEY_ADMIN_TOKEN || localToken(data),
      ...operator,
      ...(trust && { trust }),
      ...(identity && { identity }),
      limits,
      ...(scanner && { scanner }),
      ...(openTraces && { openTraces }),
      // Somebody's balancer is to notice before the last connection is closed.
      ...(process.env.DATABASE_URL && { drainMs: productionDrainMs }),
      ...(trustsProxy && { trustsProxy }),
      pages: {
        script: await widgetScript(),
        styles: pageStyles,
        front: (channels) => frontPage(site, channels),
        chat: chatPage,
        preview: previewPage,
        over: overPage,
      },
      report,
    });
    const file = join(data, "address");
    writeFileSync(file, `${platform.address}\n`);
    return {
      address: platform.address,
      async stop() {
        rmSync(file, { force: true });
        await platform.stop();
      },
    };
  } catch (error) {
    if (error instanceof PortBusy)
      throw new Failure(error.message, "stop that program, or choose another port: --port N");
    if (error instanceof DataInUse)
      throw new Failure(error.message, "use that one, stop it, or choose another data folder: --data DIR");
    throw error;
  }
}

/** Resolves on Ctrl-C, or when asked to end. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
