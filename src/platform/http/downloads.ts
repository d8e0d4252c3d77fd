/**
 * Files on their way out. Each is held in memory until its reader has taken it, and a reader may take their time: so
 * many are under way at once, and so many bytes, of one address and of all. They are read with few of the database's
 * connections, because the others are for what is said.
 */

import type { FastifyReply, FastifyRequest } from "fastify";
import { fewAtOnce } from "#platform/conversations/few-at-once.ts";
import { atOnce } from "#platform/http/at-once.ts";
import { isOwnAddress, networkOf, tooMany } from "#platform/http/limits.ts";

export interface Downloads {
  /** What `read` finds, to be sent now; null: nothing. Undefined: too much is under way, and that was answered. */
  take<T extends { readonly bytes: Buffer }>(
    request: FastifyRequest,
    reply: FastifyReply,
    read: () => Promise<T | null>,
  ): Promise<T | null | undefined>;
}

const megabyte = 1024 * 1024;
const readsAtOnce = 2;
const most = { files: 500, bytes: 256 * megabyte };
const mostOfOne = { files: 30, bytes: 64 * megabyte };
/** Whoever takes longer is let go: some seconds, and the time that a slow line needs. */
const graceMs = 30_000;
const slowestBytesPerMs = 20;

export function downloadsOf(): Downloads {
  const reading = fewAtOnce(readsAtOnce);
  const files = atOnce();
  const bytes = atOnce();

  return {
    async take(request, reply, read) {
      const { ip } = request;
      const own = isOwnAddress(ip) ? null : networkOf(ip);
      const places = (what: "files" | "bytes") =>
        [["all", most[what]], ...(own === null ? [] : [[own, mostOfOne[what]] as const])] as const;
      const leave = files.enter(places("files"));
      if (!leave) return void tooMany(reply, 5);
      reply.raw.once("close", leave);
      const found = await reading(async () => (reply.raw.destroyed ? null : read()));
      if (!found || reply.raw.destroyed) return null;
      const release = bytes.enter(places("bytes"), found.bytes.length);
      if (!release) return void tooMany(reply, 5);
      const patience = setTimeout(() => reply.raw.destroy(), graceMs + found.bytes.length / slowestBytesPerMs).unref();
      reply.raw.once("close", () => {
        clearTimeout(patience);
        release();
      });
      return found;
    },
  };
}
