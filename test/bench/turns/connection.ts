/** One connection to an HTTP server, asked one thing after another: as little work as a client can make of it. */

import { connect, type Socket } from "node:net";

export interface Reply {
  readonly status: number;
  readonly text: string;
}

export interface Connection {
  ask(method: string, path: string, token: string | null, body: unknown): Promise<Reply>;
  close(): void;
}

export function openConnection(address: string): Connection {
  const { hostname, port, host } = new URL(address);
  const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true });
  let received = Buffer.alloc(0);
  let waiting: { resolve(reply: Reply): void; reject(error: Error): void } | null = null;

  socket.on("data", (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const head = received.indexOf("\r\n\r\n");
    if (head === -1) return;
    const header = received.toString("latin1", 0, head);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(header)?.[1] ?? 0);
    if (received.length < head + 4 + length) return;
    const text = received.toString("utf8", head + 4, head + 4 + length);
    received = received.subarray(head + 4 + length);
    const { resolve } = waiting ?? {};
    waiting = null;
    resolve?.({ status: Number(header.slice(9, 12)), text });
  });
  const broken = (why: string) => () => {
    waiting?.reject(new Error(why));
    waiting = null;
  };
  socket.on("error", broken("the connection failed"));
  socket.on("close", broken("the connection was closed"));

  return {
    ask(method, path, token, body) {
      const text = body === undefined ? "" : JSON.stringify(body);
      const authorization = token === null ? "" : `authorization: Bearer ${token}\r\n`;
      const type =
        body === undefined ? "" : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n`;
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(`${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n${authorization}${type}\r\n${text}`);
      });
    },
    close: () => socket.destroy(),
  };
}
