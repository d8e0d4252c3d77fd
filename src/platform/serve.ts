/** One platform process: database, APIs, conversations, pages. */

import fastify, { type FastifyInstance } from "fastify";
import pg from "pg";
import { type Outbox, startOutbox } from "#platform/conversations/outbox.ts";
import { hashOf, liveProgram } from "#platform/conversations/turns.ts";
import { adminApi, problem } from "#platform/http/admin.ts";
import { channelInfo, customerApi } from "#platform/http/customer.ts";
import { type Server, startEmbedded } from "#platform/postgres/embedded.ts";
import { migrate } from "#platform/store/migrations.ts";
import { releases } from "#platform/store/releases.ts";
import type { ChannelInfo } from "#wire/customer.ts";

/** HTML pages and the widget's script: made by the caller, served here. */
export interface Pages {
  readonly script: string;
  readonly styles: string;
  front(channels: readonly ChannelInfo[]): string;
  chat(channel: ChannelInfo): string;
}

export interface PlatformOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly dataFolder: string;
  /** A PostgreSQL server of the operator's own, in place of the embedded one. */
  readonly databaseUrl?: string;
  readonly adminToken: string;
  secret(name: string): string | undefined;
  readonly pages: Pages;
  report(line: string): void;
}

export interface Platform {
  readonly address: string;
  stop(): Promise<void>;
}

/** Something else listens where the platform should. */
export class PortBusy extends Error {
  constructor(port: number) {
    super(`port ${port} is in use by another program`);
    this.name = "PortBusy";
  }
}

/** Starts a platform. Throws `PortBusy` or `DataInUse`; what had been started is stopped then. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const database: Server = options.databaseUrl
    ? { connection: { connectionString: options.databaseUrl, max: 10 }, stop: async () => undefined }
    : await startEmbedded(options.dataFolder, options.report);
  const pool = new pg.Pool(database.connection);
  pool.on("error", () => undefined);
  const listener = new pg.Client(database.connection);
  let outbox: Outbox | undefined;
  const app = fastify({
    // What a request holds is taken as it is, or refused: never turned into something else.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
    bodyLimit: 64 * 1024,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  });
  const stop = async (): Promise<void> => {
    await app.close();
    await outbox?.stop();
    await listener.end().catch(() => undefined);
    await pool.end();
    await database.stop();
  };
  try {
    await migrate(pool);
    await pool.query("insert into tokens (hash, scopes) values ($1, $2) on conflict do nothing", [
      hashOf(options.adminToken),
      ["read", "publish"],
    ]);
    app.addContentTypeParser("application/octet-stream", { parseAs: "buffer" }, (_request, body, done) =>
      done(null, body),
    );
    app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, _request, reply) => {
      const status = error.statusCode ?? 500;
      return problem(
        reply,
        status,
        status < 500 ? "bad-request" : "fault",
        status < 500 ? error.message : "something went wrong here",
      );
    });
    app.setNotFoundHandler((_request, reply) => problem(reply, 404, "not-found", "there is nothing here"));
    app.get("/healthz", async () => ({ ok: true }));
    adminApi(app, pool);
    outbox = startOutbox(pool, options.secret);
    const streams = customerApi(app, pool, outbox.poke);
    app.addHook("preClose", async () => streams.closeAll());
    servePages(app, pool, options.pages);
    await listener.connect();
    listener.on("notification", ({ payload }) => streams.wake(payload ?? ""));
    listener.on("error", () => undefined);
    await listener.query("listen parley");
    await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    await stop();
    throw (error as NodeJS.ErrnoException).code === "EADDRINUSE" ? new PortBusy(options.port) : error;
  }
  const { port } = app.server.address() as { port: number };
  return { address: `http://${options.host}:${port}`, stop };
}

const policy =
  "default-src 'self'; img-src 'self' https: data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";

function servePages(app: FastifyInstance, pool: pg.Pool, pages: Pages): void {
  app.addHook("onSend", async (request, reply) => {
    if (!request.url.startsWith("/v1/assets/"))
      void reply
        .header("content-security-policy", policy)
        .header("x-content-type-options", "nosniff")
        .header("referrer-policy", "same-origin");
  });
  app.get("/parley-chat.js", async (_request, reply) =>
    reply.type("text/javascript; charset=utf-8").send(pages.script),
  );
  app.get("/pages.css", async (_request, reply) => reply.type("text/css; charset=utf-8").send(pages.styles));
  app.get("/", async (_request, reply) => {
    const [live] = await releases(pool, 1);
    const programs = await Promise.all(
      Object.keys(live?.content ?? {})
        .sort()
        .map((channel) => liveProgram(pool, channel)),
    );
    const channels = programs.flatMap((each) => (each ? [channelInfo(each.program, [])] : []));
    return reply.type("text/html; charset=utf-8").send(pages.front(channels));
  });
  app.get<{ Params: { channel: string } }>("/chat/:channel", async (request, reply) => {
    const live = await liveProgram(pool, request.params.channel);
    if (!live) return problem(reply, 404, "unknown-channel", "there is no such channel here");
    return reply.type("text/html; charset=utf-8").send(
      pages.chat(
        channelInfo(
          live.program,
          (request.headers["accept-language"] ?? "").split(",").map((part) => part.split(";")[0]?.trim() ?? ""),
        ),
      ),
    );
  });
}
