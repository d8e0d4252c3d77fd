/** The example shop's API: what the site's workflows call. In memory; a bearer token is needed. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

interface Order {
  readonly id: string;
  readonly status: "preparing" | "shipped" | "delivered";
  readonly eta: string;
  readonly total: number;
}

const orders: Readonly<Record<string, Order>> = {
  "FR-123456": { id: "FR-123456", status: "shipped", eta: "2026-12-03", total: 129.9 },
  "FR-222222": { id: "FR-222222", status: "preparing", eta: "2026-12-10", total: 45 },
  "FR-333333": { id: "FR-333333", status: "delivered", eta: "2026-11-12", total: 310 },
};

export interface Shop {
  readonly address: string;
  /** The secrets' names that the site's connections use, with this shop's values. */
  readonly secrets: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts the shop. Rejects where the port is in use. */
export function startShop({ port, token }: { readonly port: number; readonly token: string }): Promise<Shop> {
  const books: Books = { returns: new Map(), refunds: new Map() };
  const server = createServer((request, response) => answer(request, response, token, books));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const { port: bound } = server.address() as { port: number };
      resolve({
        address: `http://127.0.0.1:${bound}`,
        secrets: { SHOP_API_TOKEN: token },
        stop: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}

/** What has been asked for, by idempotency key: a repeated request makes no second one. */
interface Books {
  readonly returns: Map<string, { readonly number: string }>;
  readonly refunds: Map<string, { readonly number: string; readonly amount: number }>;
}

function answer(request: IncomingMessage, response: ServerResponse, token: string, { returns, refunds }: Books): void {
  const send = (status: number, body: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  if (request.headers.authorization !== `Bearer ${token}`) return send(401, { error: "a token is needed" });
  const [, collection, id = "", action] = (request.url ?? "").split("?")[0]?.split("/").map(decodeURIComponent) ?? [];
  if (collection !== "orders") return send(404, { error: "there is nothing here" });
  if (id === "FR-500500") return send(503, { error: "the shop is being mended" });
  const order = Object.hasOwn(orders, id) ? orders[id] : undefined;
  if (!order) return send(404, { error: "there is no such order" });
  if (request.method === "GET" && action === undefined) return send(200, { order });
  if (request.method !== "POST") return send(405, { error: "this cannot be done" });
  const key = (count: number): string => String(request.headers["idempotency-key"] ?? `${id}-${count}`);
  if (action === "returns") {
    if (order.status !== "delivered") return send(409, { error: "the order has not been delivered" });
    const known = returns.get(key(returns.size)) ?? { number: `R-${1001 + returns.size}` };
    returns.set(key(returns.size), known);
    return send(201, { return: known });
  }
  if (action === "refunds") {
    if (order.status !== "delivered") return send(409, { error: "the order has not come back" });
    const known = refunds.get(key(refunds.size)) ?? { number: `P-${2001 + refunds.size}`, amount: order.total };
    refunds.set(key(refunds.size), known);
    return send(201, { refund: known });
  }
  send(405, { error: "this cannot be done" });
}
