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
  stop(): Promise<void>;
}

/** Passes everything on to `target`, but for the faults. */
export async function startUnsteady(target: string): Promise<Unsteady> {
  const faults: Fault[] = [];
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const fault = faults.shift();
    passOn(target, request, response, fault).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    next: (...more) => void faults.push(...more),
    stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

async function passOn(target: string, request: IncomingMessage, response: ServerResponse, fault: Fault | undefined) {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  if (fault?.kind === "cut-before") return void request.socket.destroy();
  if (fault?.kind === "answer") {
    return void response.writeHead(fault.status, { ...fault.headers }).end(fault.text ?? "");
  }
  const { authorization, "content-type": type } = request.headers;
  const answer = await fetch(target + request.url, {
    method: request.method ?? "GET",
    headers: {
      ...(authorization !== undefined && { authorization }),
      ...(type !== undefined && { "content-type": type }),
    },
    ...(parts.length > 0 && { body: Buffer.concat(parts) }),
  });
  const text = await answer.text();
  if (fault?.kind === "cut-after") return void request.socket.destroy();
  response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
}
