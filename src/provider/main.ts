/**
 * The provider as Pulumi starts it for programs of people's own: an executable named `pulumi-resource-parley`. Its
 * first line on standard output is the port, and nothing else may stand there.
 */

import { embeddedDriver } from "#drivers/embedded/driver.ts";
import { serveProvider } from "#provider/service.ts";
import type { Properties } from "#provider/values.ts";

function optional(config: Properties, key: string, variable: string): string | null {
  const value = config[key] ?? process.env[variable];
  return typeof value === "string" && value !== "" ? value : null;
}

function setting(config: Properties, key: string, variable: string): string {
  const value = optional(config, key, variable);
  if (value !== null) return value;
  throw new Error(`the provider needs parley:${key} (or the variable ${variable})`);
}

const { port } = await serveProvider((config) =>
  embeddedDriver(
    setting(config, "platform", "PARLEY_PLATFORM"),
    setting(config, "token", "PARLEY_TOKEN"),
    optional(config, "site", "PARLEY_SITE"),
  ),
);
process.stdout.write(`${port}\n`);
