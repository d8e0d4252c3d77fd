/** From an environment's name to a driver: where the platform is, and the token for it. */

import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failure } from "#cli/failure.ts";
import { keepSecret, withoutSecrets } from "#cli/known-secrets.ts";
import type { Settings } from "#cli/settings.ts";
import { workloadToken } from "#cli/workload-token.ts";
import { type Driver, Refused, Unreachable } from "#drivers/driver.ts";
import { embeddedDriver } from "#drivers/embedded/driver.ts";
import { backendKinds, isBackend } from "#publish/state-address.ts";

export const localHost = "127.0.0.1";
export const localPort = 4000;

export interface Target {
  readonly environment: string;
  /** Runs on this machine: a dirty tree may be published to it. */
  readonly isLocal: boolean;
  readonly driver: Driver;
  readonly dataFolder: string;
  /** A Pulumi backend's address; null: a file in the data folder. Asked for by a publish only. Throws `Failure`. */
  stateUrl(): string | null;
}

/** The data folder of a site: `--data`, else `.parley` beside `parley.yaml`. */
export function dataFolder(site: string, option: string | undefined): string {
  return option === undefined ? join(site, ".parley") : resolve(process.env.INIT_CWD ?? process.cwd(), option);
}

/** The local platform's token, made on first use; only its owner can read it. */
export function localToken(folder: string): string {
  const file = join(folder, "token");
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  mkdirSync(folder, { recursive: true });
  const token = randomBytes(32).toString("base64url");
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  return token;
}

/** The platform of an environment, as `siteId` sees it. Throws `Failure`. */
export function targetOf(
  site: Settings,
  environment: string,
  data: string | undefined,
  siteId: string | null = site.content.site.value?.site ?? null,
): Target {
  const environments = site.content.site.value?.environments ?? {};
  const known = Object.hasOwn(environments, environment) ? environments[environment] : undefined;
  if (!known && environment !== "local") {
    throw new Failure(
      `there is no environment "${environment}"`,
      `parley.yaml lists ${Object.keys(environments).join(", ") || "none"}`,
    );
  }
  const folder = dataFolder(site.folder, data);
  const isLocal = !known || known.platform === "embedded";
  if (isLocal) {
    const address = existsSync(join(folder, "address"))
      ? readFileSync(join(folder, "address"), "utf8").trim()
      : `http://${localHost}:${localPort}`;
    return {
      environment,
      isLocal,
      driver: embeddedDriver(address, localToken(folder), siteId),
      dataFolder: folder,
      stateUrl: () => null,
    };
  }
  const setting = (name: string | undefined, what: string): string => {
    const value = name === undefined ? undefined : process.env[name];
    if (value) {
      keepSecret(value);
      return value;
    }
    throw new Failure(
      `the ${what} of "${environment}" is not set`,
      name ? `set the variable ${name}` : `name its variable in parley.yaml: ${what}: { env: NAME }`,
    );
  };
  const address = known.platform.replace(/\/$/, "");
  const stored = known.token && process.env[known.token.env];
  if (stored) keepSecret(stored);
  const token = stored || workloadToken(address, process.env) || setting(known.token?.env, "token");
  return {
    environment,
    isLocal,
    driver: embeddedDriver(address, token, siteId),
    dataFolder: folder,
    stateUrl() {
      if (!known.state) return null;
      const url = setting(known.state.env, "state");
      if (isBackend(url)) return url;
      // It is not quoted: a password may stand in it.
      throw new Failure(
        `the state of "${environment}", in ${known.state.env}, is no address of a Pulumi backend`,
        `write ${backendKinds}; what is special in a password is percent-encoded`,
      );
    },
  };
}

/** Runs what speaks to a platform: its errors become two lines. */
export async function speaking<T>(target: Target, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Unreachable) {
      throw new Failure(
        error.message,
        target.isLocal
          ? "start it with parley serve (in the project's own checkout, npm start does)"
          : "see whether it runs, and whether this machine reaches it",
      );
    }
    if (error instanceof Refused)
      throw new Failure(
        // Its words may hold the token that it was asked with, and what is shortened would keep a part of it.
        `the platform at ${target.driver.address} refused: ${withoutSecrets(error.message)}`,
        "see the token, and what it may do",
      );
    throw error;
  }
}
