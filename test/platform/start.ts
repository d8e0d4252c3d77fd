/** Starts a platform for a test: on a free port, with pages that say little if no others are given. */

import { pino } from "pino";
import type { Pages } from "#platform/http/pages.ts";
import type { Trust } from "#platform/http/workload-identity.ts";
import type { PlatformOptions } from "#platform/options.ts";
import { type Platform, startPlatform } from "#platform/serve.ts";
import { directTo } from "../support/postgres.ts";

export const adminToken = "a-token-for-tests";

export interface StartOptions {
  readonly databaseUrl?: string;
  readonly dataFolder?: string;
  readonly port?: number;
  readonly trust?: Trust;
  /** Settings that are handed on as they are. */
  readonly more?: Pick<
    PlatformOptions,
    "patience" | "identity" | "limits" | "tidyMs" | "trustsProxy" | "drainMs" | "directUrl" | "openTraces" | "scanner"
  >;
  /** Absent: pages that say little. */
  readonly pages?: Pages;
  secret?(name: string, host: string): string | undefined;
  /** By default everything: a test's servers are on this machine. */
  allowsPrivate?(host: string): boolean;
}

const plainPages: Pages = {
  script: "// the widget",
  styles: "",
  front: (channels) => channels.map(({ channel }) => channel).join(" "),
  chat: ({ channel }, preview) => `chat on ${channel}${preview ? `, ${preview.id} of ${preview.name}` : ""}`,
  preview: ({ name }, channels) =>
    `preview ${name}: ${channels.map(({ id, channel }) => `${id}=${channel}`).join(" ")}`,
  over: () => "it is over",
};

export function startForTests(options: StartOptions): Promise<Platform> {
  const {
    databaseUrl,
    dataFolder = "",
    port = 0,
    trust,
    more,
    pages = plainPages,
    secret = () => undefined,
    allowsPrivate = () => true,
  } = options;
  const directUrl = databaseUrl && directTo(databaseUrl);
  return startPlatform({
    host: "127.0.0.1",
    port,
    dataFolder,
    // What a platform logs on its own database, a test reads; what it says on another, nobody does.
    ...(databaseUrl !== undefined && { databaseUrl, log: pino({ level: "silent" }) }),
    ...(directUrl && { directUrl }),
    adminToken,
    ...(trust && { trust }),
    secret,
    allowsPrivate,
    ...more,
    pages,
    report: () => undefined,
  });
}
