/** An API on a free port that answers as a test says, and remembers what it was asked. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeShop {
  readonly address: string;
  readonly host: string;
  /** What was asked since `answer` was last called: `GET /orders/1`. */
  readonly asked: readonly string[];
  readonly headers: readonly IncomingMessage["headers"][];
  /** What came with it, once it is there. */
  readonly bodies: readonly string[];
  /** What it does from now on; `n` counts requests from 1. */
  answer(how: (response: ServerResponse, n: number) => void): void;
  stop(): Promise<void>;
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

export async function startFakeShop(): Promise<FakeShop> {
  let asked: string[] = [];
  let headers: IncomingMessage["headers"][] = [];
  let bodies: string[] = [];
  let how: (response: ServerResponse, n: number) => void = (response) => json(response, 404, {});
  const server = createServer((request, response) => {
    // A connection that is kept and then broken is tried once more: what is asked is counted, and not how.
    response.shouldKeepAlive = false;
    asked.push(`${request.method} ${request.url}`);
    headers.push(request.headers);
    let body = "";
    request.setEncoding("utf8").on("data", (part) => {
      body += part;
    });
    request.on("end", () => bodies.push(body));
    how(response, asked.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address: `http://${host}`,
    host,
    get asked() {
      return asked;
    },
    get headers() {
      return headers;
    },
    get bodies() {
      return bodies;
    },
    answer(next) {
      asked = [];
      bodies = [];
      headers = [];
      how = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
