/** A server in front of a platform that fails when it is told to: what a driver must bear from networks and proxies. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Fault =
  /** Answered here; the platform never hears of it. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly text?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection is cut before the platform hears of the request. */
  | { readonly kind: "cut-before" }
  /** The platform does what was asked, and the connection is cut before its answer is passed on. */
  | { readonly kind: "cut-after" };

export interface Unsteady {
  readonly address: string;
  /** `METHOD /path` of every request so far. */
  readonly requests: readonly string[];
  /** What happens to the next requests, one each; then all goes well. */
  next(...faults: readonly Fault[]): void;
  /** What happens to the next request of this `METHOD /path`; `heard` is called when it happens. */
  at(request: string, fault: Fault, heard: () => void): void;
  stop(): Promise<void>;
}

/** Passes everything on to `target`, but for the faults. */
export async function startUnsteady(target: string): Promise<Unsteady> {
  const faults: Fault[] = [];
  const requests: string[] = [];
  const planned = new Map<string, { readonly fault: Fault; heard(): void }>();
  const server = createServer((request, response) => {
    const name = `${request.method} ${request.url}`;
    requests.push(name);
    const plan = planned.get(name);
    planned.delete(name);
    const fault = plan?.fault ?? faults.shift();
    passOn(target, request, response, fault, plan?.heard).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    next: (...more) => void faults.push(...more),
    at: (request, fault, heard) => void planned.set(request, { fault, heard }),
    stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

async function passOn(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
  heard: () => void = () => undefined,
) {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  if (fault?.kind === "cut-before") {
    heard();
    return void request.socket.destroy();
  }
  if (fault?.kind === "answer") {
    return void response.writeHead(fault.status, { ...fault.headers }).end(fault.text ?? "");
  }
  const { authorization, "content-type": type, "parley-site": site } = request.headers;
  const answer = await fetch(target + request.url, {
    method: request.method ?? "GET",
    headers: {
      ...(authorization !== undefined && { authorization }),
      ...(type !== undefined && { "content-type": type }),
      ...(site !== undefined && { "parley-site": String(site) }),
    },
    ...(parts.length > 0 && { body: Buffer.concat(parts) }),
  });
  const text = await answer.text();
  if (fault?.kind === "cut-after") {
    heard();
    return void request.socket.destroy();
  }
  response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
}
