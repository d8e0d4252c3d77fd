/** What a platform process is told when it starts. */

import type { Logger } from "pino";
import type { Secrets } from "#platform/conversations/api-call.ts";
import type { AllowsPrivate } from "#platform/conversations/outward.ts";
import type { QueuesOptions } from "#platform/conversations/queues.ts";
import type { ScannerOptions } from "#platform/conversations/scan-file.ts";
import type { IdentityTrust } from "#platform/http/customer-identity.ts";
import type { Limits } from "#platform/http/limits.ts";
import type { Pages } from "#platform/http/pages.ts";
import type { Trusts } from "#platform/http/proxies.ts";
import type { Trust } from "#platform/http/workload-identity.ts";
import type { Told, Traces } from "#platform/traces/traces.ts";

export interface PlatformOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** For the embedded database and its log; unused with a `databaseUrl`. */
  readonly dataFolder: string;
  /** A PostgreSQL server of the operator's own, in place of the embedded one; any number of platforms may share it. */
  readonly databaseUrl?: string;
  /** The same server, without a pooler between that shares connections; absent: there is none. */
  readonly directUrl?: string;
  /** May do everything. */
  readonly adminToken: string;
  readonly secret: Secrets;
  /** Hosts that calls and webhooks may reach though their addresses are private. */
  readonly allowsPrivate: AllowsPrivate;
  /** Pipelines that need no stored token; absent: none. */
  readonly trust?: Trust;
  readonly pages: Pages;
  /** How customers' identities are signed; absent: nobody's are believed. */
  readonly identity?: IdentityTrust;
  /** Looks at customers' files before anybody can; absent: nobody does. */
  readonly scanner?: ScannerOptions;
  /** Absent: the default ones. */
  readonly limits?: Limits;
  /** For how long it goes on serving when it is to stop, and says that it is not ready; absent: not at all. */
  readonly drainMs?: number;
  /** How often what is over its time is erased; absent: every hour. */
  readonly tidyMs?: number;
  /** Whose word on where a request came from, and which trace it is part of, is taken; absent: this machine's own. */
  readonly trustsProxy?: Trusts;
  /** How long queues stay as they are without anybody there; absent: some minutes. */
  readonly patience?: QueuesOptions["patience"];
  /** Absent: the data folder's `platform.log`; with a `databaseUrl`, standard error. */
  readonly log?: Logger;
  /** Absent: nobody asked for traces, and nothing of them is loaded. */
  openTraces?(told: Told): Promise<Traces>;
  /** Says what takes long, to the person who waits. */
  report(line: string): void;
}
