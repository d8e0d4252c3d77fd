/** A response as server-sent events. */

import type { FastifyReply } from "fastify";

export interface EventStream {
  /** `id`: what a reader that comes back says it had last. */
  write(event: string, data: object, id?: number): void;
  end(): void;
  isOver(): boolean;
  /** Called once, when either side has ended it. */
  onEnd(ended: () => void): void;
}

/** A reader that does not keep up is let go: it comes back, and resumes. */
const maxUnsentBytes = 1024 * 1024;

/** Begins to answer with events; a comment is written from time to time, and `beat` called. */
export function eventStream(reply: FastifyReply, heartbeatMs: number, beat: () => void): EventStream {
  reply.hijack();
  const response = reply.raw;
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) response.setHeader(name, value);
  }
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    connection: "close",
    // A proxy that collects would hold the events back.
    "x-accel-buffering": "no",
  });
  const isOver = (): boolean => response.writableEnded || response.destroyed;
  const send = (text: string): void => {
    if (isOver()) return;
    response.write(text);
    if (response.writableLength > maxUnsentBytes) response.destroy();
  };
  const heartbeat = setInterval(() => {
    send(": still here\n\n");
    beat();
  }, heartbeatMs);
  response.on("close", () => clearInterval(heartbeat));
  send(": hello\n\n");
  return {
    write: (event, data, id) =>
      send(`${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    end() {
      clearInterval(heartbeat);
      response.end();
    },
    isOver,
    onEnd: (ended) => void response.once("close", ended),
  };
}
