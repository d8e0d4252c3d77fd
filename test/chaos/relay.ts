/** The one address in front of a primary and its standby, as an operator's proxy or virtual address is. */

import { createConnection, createServer, type Socket } from "node:net";
import { join } from "node:path";

export interface Relay {
  readonly port: number;
  /** From now on no answer comes through, though what is asked still arrives. */
  loseAnswers(): void;
  /** Connections made from now on lead to the server at this socket folder. Those from before say nothing any more. */
  leadTo(socket: string): void;
  /** Breaks the connections from before, as a host that is reached and does not know them does. */
  breakSilent(): void;
  stop(): Promise<void>;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  isSilent: boolean;
}

export async function startRelay(first: string): Promise<Relay> {
  const pairs = new Set<Pair>();
  let socket = first;
  const server = createServer((near) => {
    const far = createConnection(join(socket, ".s.PGSQL.5432"));
    const pair: Pair = { near, far, isSilent: false };
    pairs.add(pair);
    near.on("data", (chunk) => void far.write(chunk));
    far.on("data", (chunk) => {
      if (!pair.isSilent) near.write(chunk);
    });
    const close = (): void => {
      far.destroy();
      if (pair.isSilent) return;
      near.destroy();
      pairs.delete(pair);
    };
    near.on("close", () => {
      far.destroy();
      pairs.delete(pair);
    });
    far.on("close", close);
    for (const each of [near, far]) each.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the relay listens at no port");
  return {
    port: bound.port,
    loseAnswers() {
      for (const pair of pairs) pair.isSilent = true;
    },
    leadTo(next) {
      socket = next;
    },
    breakSilent() {
      for (const { near, isSilent } of pairs) if (isSilent) near.destroy();
    },
    async stop() {
      for (const { near, far } of pairs) {
        near.destroy();
        far.destroy();
      }
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
