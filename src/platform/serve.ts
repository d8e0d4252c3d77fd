/** One platform process: database, APIs, conversations, pages. */

import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import pg, { type Pool } from "pg";
import type { Logger } from "pino";
import { agentNews, newsOf } from "#platform/conversations/agent-news.ts";
import { agentsOf } from "#platform/conversations/agents.ts";
import { callsWith, type Secrets } from "#platform/conversations/api-call.ts";
import { audience } from "#platform/conversations/audience.ts";
import { conversations } from "#platform/conversations/conversations.ts";
import { fileLinks } from "#platform/conversations/file-links.ts";
import { liveSide } from "#platform/conversations/live-side.ts";
import type { AllowsPrivate } from "#platform/conversations/outward.ts";
import { startPerformer } from "#platform/conversations/performer.ts";
import { presenceOf } from "#platform/conversations/presence.ts";
import { previewsOf } from "#platform/conversations/previews.ts";
import { type Queues, type QueuesOptions, startQueues } from "#platform/conversations/queues.ts";
import { type Replicas, startReplicas } from "#platform/conversations/replicas.ts";
import { enforceRetention } from "#platform/conversations/retention.ts";
import { type ScannerOptions, scanWith } from "#platform/conversations/scan-file.ts";
import { standInFor } from "#platform/conversations/stand-in.ts";
import { startTurns } from "#platform/conversations/turns.ts";
import { startDeliveries, webhooksOf } from "#platform/conversations/webhooks.ts";
import { customerIdentity, type IdentityTrust } from "#platform/http/customer-identity.ts";
import { defaultLimits, type Limits, meter } from "#platform/http/limits.ts";
import type { Pages } from "#platform/http/pages.ts";
import { proxiesIn, type Trusts } from "#platform/http/proxies.ts";
import { httpServer } from "#platform/http/server.ts";
import { type Trust, workloadIdentity } from "#platform/http/workload-identity.ts";
import { openLog } from "#platform/log.ts";
import { metricsOf, nameOf } from "#platform/metrics.ts";
import { type Server, startEmbedded } from "#platform/postgres/embedded.ts";
import { PooledClient } from "#platform/postgres/pooled-client.ts";
import { keyOf } from "#platform/store/keys.ts";
import { migrate } from "#platform/store/migrations.ts";
import { endClaims } from "#platform/store/outbox.ts";
import { setToken, startToken } from "#platform/store/tokens.ts";
import { aroundWith } from "#platform/traces/around.ts";
import type { Told, Traces } from "#platform/traces/traces.ts";
import type { AgentHint } from "#wire/agents.ts";

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

export interface Platform {
  readonly address: string;
  /** Ends the streams, finishes what is under way, and stops the embedded database. */
  stop(): Promise<void>;
}

/** Something else listens where the platform should. */
export class PortBusy extends Error {
  readonly fix: string;
  constructor(port: number) {
    super(`port ${port} is in use by another program`);
    this.name = "PortBusy";
    this.fix = "stop that program, or choose another port";
  }
}

/**
 * A database's host that is gone says nothing any more: who waits for its answer must hear in the end that there is
 * none, and ask whoever took its place. By our own clock: a server that is told to stop waiting for its standby says
 * that it has written what it may lose.
 */
const givesUp = { connectionTimeoutMillis: 10_000, query_timeout: 15_000, keepAlive: true };

const closeWithinMs = 3000;
const hourMs = 3600 * 1000;
const defaultPatience = { lookMs: 15_000, emptySeconds: 120, goneSeconds: 300 };

/** Starts a platform. Throws `PortBusy` or `DataInUse`; what had been started is stopped then. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { port, dataFolder, databaseUrl, report } = options;
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (let end = stops.pop(); end; end = stops.pop()) await end();
  };
  try {
    const database: Server = databaseUrl
      ? { connection: { connectionString: databaseUrl }, stop: async () => undefined }
      : await startEmbedded(dataFolder, report);
    stops.push(database.stop);
    const traces =
      (await options.openTraces?.((why) => {
        if (why === null) log.info("traces are taken again");
        else log.warn({ why }, "traces are not taken: what is not sent in time is lost");
      })) ?? null;
    const log: Logger = options.log ?? openLog(databaseUrl ? null : dataFolder, "info", traces);
    const pool = new pg.Pool({
      ...database.connection,
      ...givesUp,
      max: 10,
      ...(options.directUrl !== undefined && { Client: PooledClient }),
    });
    // A connection that breaks while nobody uses it: the pool makes another.
    // Not the error itself: it carries the whole client, with where and as whom it connects.
    pool.on("error", ({ message }) => {
      if (!pool.ending) log.warn({ why: message }, "a database connection broke");
    });
    stops.push(() => pool.end());
    if (traces) stops.push(traces.close);
    const direct = options.directUrl ? { connectionString: options.directUrl } : database.connection;
    const address = await startOn(pool, direct, log, traces, options, stops);
    log.info({ address }, "started");
    return { address, stop };
  } catch (error) {
    await stop();
    throw (error as NodeJS.ErrnoException).code === "EADDRINUSE" ? new PortBusy(port) : error;
  }
}

/**
 * Starts everything above the database; answers the address. What is to be stopped is added to `stops`. What needs a
 * session of its own (locks that outlast a transaction, listening) gets it over `direct`.
 */
async function startOn(
  pool: Pool,
  direct: pg.PoolConfig,
  log: Logger,
  traces: Traces | null,
  options: PlatformOptions,
  stops: (() => Promise<unknown>)[],
): Promise<string> {
  const { host, port, databaseUrl, adminToken, secret, allowsPrivate, pages } = options;
  const failed = (error: unknown): void => log.error({ err: error }, "something failed");
  await migrate(direct);
  await setToken(pool, startToken, adminToken, ["read", "publish", "preview", "agents", "privacy", "admin"]);
  // Nobody else works on an embedded database: what is claimed there was claimed by a process that is gone.
  if (!databaseUrl) await endClaims(pool);

  const previews = previewsOf(pool, await keyOf(pool, "previews"));
  const live = liveSide(pool, previews);
  const key = await keyOf(pool, "conversations");
  const links = fileLinks(key);
  const listeners = audience();
  const news = agentNews();
  const presence = presenceOf(pool);
  const hooks = webhooksOf(pool);
  const peopleMoved = (hint: AgentHint): void => {
    news.tell(newsOf(hint));
    if (hint.type !== "message") queues?.moved(hint.brand, hint.group);
  };
  const presenceMoved = (): void => {
    presence.moved();
    news.tell({ kind: "presence" });
  };
  let replicas: Replicas | null = null;
  let queues: Queues | null = null;
  const around = aroundWith(traces);
  const started = startTurns({
    pool,
    live,
    audience: listeners,
    async around() {
      const [names] = await Promise.all([hooks.names(), presence.fresh()]);
      return { hooks: names, agentsOnline: (brand, group) => presence.online(brand, group).length };
    },
    written(turn, events) {
      replicas?.changed(turn.conversation);
      for (const { kind, due } of turn.queued) performer.dueAt(kind, due);
      if (turn.deliveries.length > 0) deliveries.dueAt(Date.now());
      for (const event of events) {
        replicas?.people(event);
        peopleMoved(event);
      }
    },
    log(conversation, { level, code, message, workflow, step }) {
      if (level !== "info") metrics.trouble(code);
      log[level === "warning" ? "warn" : level]({ conversation, code, workflow, step }, message);
    },
    metrics: { turn: (...told) => metrics.turn(...told), statement: (...told) => metrics.statement(...told) },
  });
  const turns = around.turns(started);
  const metrics = metricsOf(pool, turns.waiting);
  if (databaseUrl) {
    replicas = await startReplicas(
      pool,
      { ...direct, ...givesUp },
      {
        changed(changed) {
          turns.moved(changed);
          for (const conversation of changed) listeners.tell(conversation, null);
        },
        released: live.moved,
        people: peopleMoved,
        presence: presenceMoved,
        webhooks: hooks.moved,
        missed() {
          turns.movedAll();
          live.moved();
          hooks.moved();
          presence.moved();
          news.tell({ kind: "again" });
          listeners.tellAll();
        },
        failed,
      },
    );
    stops.push(replicas.stop);
  }
  const performer = startPerformer({
    pool,
    turns,
    calls: callsWith(secret, allowsPrivate, around.send),
    standIn: standInFor(pool, live, previews),
    around: around.work("outbox"),
    failed,
    called(result, seconds) {
      metrics.call(result, seconds);
      around.note({ "parley.call.result": nameOf(result) });
    },
  });
  const deliveries = startDeliveries({
    pool,
    links,
    hooks,
    allowsPrivate,
    send: around.send,
    around: around.work("deliveries"),
    failed,
    told(hook, event, outcome) {
      metrics.delivery(hook, outcome);
      around.note({ "parley.webhook.outcome": outcome });
      if (outcome === "given up")
        log.error({ hook, event }, "a webhook did not take an event for days: it is given up");
    },
  });
  const patience = options.patience ?? defaultPatience;
  queues = startQueues({ pool, turns, presence, audience: listeners, patience, failed });
  stops.push(turns.idle, deliveries.stop, performer.stop, queues.stop);
  const scan = options.scanner ? scanWith(options.scanner, { send: around.send, metrics, log }) : null;
  const limits = options.limits ?? defaultLimits;
  const draining = { isDraining: false };
  const app = httpServer({
    pool,
    metrics,
    traces,
    isDraining: () => draining.isDraining,
    identify: options.trust ? workloadIdentity(options.trust) : async () => null,
    hasSecret: (name, host) => secret(name, host) !== undefined,
    pages,
    conversations: conversations({ pool, live, turns, key, links, scan }),
    links,
    live,
    previews,
    audience: listeners,
    limits: meter(limits),
    streamLimits: limits,
    identifyCustomer: options.identity ? customerIdentity(options.identity) : async () => null,
    trustsProxy: options.trustsProxy ?? proxiesIn("loopback"),
    agents: agentsOf(pool, turns, links),
    presence,
    news,
    presenceMoved() {
      presenceMoved();
      replicas?.presence();
    },
    webhooksMoved() {
      hooks.moved();
      replicas?.webhooks();
    },
    async released() {
      live.moved();
      await replicas?.released();
    },
    log: failed,
  });
  stops.push(() => closed(app));
  // Who sends customers here is to see it first, and send the next ones elsewhere.
  stops.push(async () => {
    draining.isDraining = true;
    await sleep(options.drainMs ?? 0);
  });
  // A preview whose time is over leads nowhere; what was said on it goes within the hour.
  const tidying = setInterval(() => {
    void previews.remove(null, null).catch(failed);
    void enforceRetention(pool)
      .then((erased) => erased > 0 && log.info({ erased }, "conversations were kept for as long as their brand says"))
      .catch(failed);
  }, options.tidyMs ?? hourMs).unref();
  stops.push(async () => clearInterval(tidying));
  await app.listen({ host, port });
  const bound = app.server.address();
  if (bound === null || typeof bound === "string") throw new Error("the server listens at no port");
  return `http://${host.includes(":") ? `[${host}]` : host}:${bound.port}`;
}

/** What is being answered is answered to its end; who takes too long over it is cut off. */
async function closed(app: FastifyInstance): Promise<void> {
  const impatience = setTimeout(() => app.server.closeAllConnections(), closeWithinMs);
  await app.close();
  clearTimeout(impatience);
}
