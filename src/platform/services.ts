/** What a platform process does above its database: conversations, queues, deliveries, the HTTP API; all wired here. */

import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import type pg from "pg";
import type { Pool } from "pg";
import type { Logger } from "pino";
import { agentNews, newsOf } from "#platform/conversations/agent-news.ts";
import { agentsOf } from "#platform/conversations/agents.ts";
import { callsWith } from "#platform/conversations/api-call.ts";
import { audience } from "#platform/conversations/audience.ts";
import { conversations } from "#platform/conversations/conversations.ts";
import { fileLinks } from "#platform/conversations/file-links.ts";
import { liveSide } from "#platform/conversations/live-side.ts";
import { startPerformer } from "#platform/conversations/performer.ts";
import { quietMs } from "#platform/conversations/plan-turn.ts";
import { presenceOf } from "#platform/conversations/presence.ts";
import { previewsOf } from "#platform/conversations/previews.ts";
import { type Queues, startQueues } from "#platform/conversations/queues.ts";
import { type Replicas, startReplicas } from "#platform/conversations/replicas.ts";
import { enforceRetention } from "#platform/conversations/retention.ts";
import { scanWith } from "#platform/conversations/scan-file.ts";
import { standInFor } from "#platform/conversations/stand-in.ts";
import { startTurns } from "#platform/conversations/turns.ts";
import { startDeliveries, webhooksOf } from "#platform/conversations/webhooks.ts";
import { customerIdentity } from "#platform/http/customer-identity.ts";
import { defaultLimits, meter } from "#platform/http/limits.ts";
import { proxiesIn } from "#platform/http/proxies.ts";
import { httpServer } from "#platform/http/server.ts";
import { workloadIdentity } from "#platform/http/workload-identity.ts";
import { metricsOf, nameOf } from "#platform/metrics.ts";
import type { PlatformOptions } from "#platform/options.ts";
import { givesUp } from "#platform/postgres/gives-up.ts";
import { endQuiet } from "#platform/store/end-quiet.ts";
import { keyOf } from "#platform/store/keys.ts";
import { migrate } from "#platform/store/migrations.ts";
import { endClaims } from "#platform/store/outbox.ts";
import { setToken, startToken } from "#platform/store/tokens.ts";
import { aroundWith } from "#platform/traces/around.ts";
import type { Traces } from "#platform/traces/traces.ts";
import type { AgentHint } from "#wire/agents.ts";

const closeWithinMs = 3000;
const hourMs = 3600 * 1000;
const defaultPatience = { lookMs: 15_000, emptySeconds: 120, goneSeconds: 300 };

/**
 * Starts everything above the database; answers the address. What is to be stopped is added to `stops`. What needs a
 * session of its own (locks that outlast a transaction, listening) gets it over `direct`.
 */
export async function startServices(
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
    links,
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
    // An hour more: the clocks of platforms differ, and none is to miss what it would count.
    void endQuiet(pool, Date.now() - quietMs - hourMs).catch(failed);
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
