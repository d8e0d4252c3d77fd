/** Customers' files for whoever has an address that is good: the customer, the agents, the APIs. */

import type { FastifyInstance } from "fastify";
import type { Pool } from "pg";
import type { FileLink, FileLinks } from "#platform/conversations/file-links.ts";
import type { Downloads } from "#platform/http/downloads.ts";
import { type Meter, readsNotTooMuch } from "#platform/http/limits.ts";
import { problem } from "#platform/http/problem.ts";
import { fileOf } from "#platform/store/files.ts";

/** Types that a browser may show; anything else it is to save. */
const shown: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"]);

export interface FilesOptions {
  readonly pool: Pool;
  readonly links: FileLinks;
  readonly limits: Meter;
}

export function serveFiles(app: FastifyInstance, { pool, links, limits }: FilesOptions, downloads: Downloads): void {
  const reader = { onRequest: readsNotTooMuch(limits) };
  app.get<{ Params: FileLink }>("/files/:conversation/:file/:until/:signature/*", reader, async (request, reply) => {
    const { conversation, file } = request.params;
    const link = links.look(request.params);
    if (link === "over") {
      const message = "this address was good for a day: read the conversation again for a new one";
      return problem(reply.header("cache-control", "no-store"), 410, "link-over", message);
    }
    const found = await downloads.take(request, reply, async () =>
      link === "good" ? fileOf(pool, conversation, file) : null,
    );
    if (found === undefined) return reply;
    if (found === null) return problem(reply, 404, "not-found", "there is no such file here");
    if (!shown.has(found.type)) reply.header("content-disposition", "attachment");
    return reply
      .header("content-type", found.type)
      .header("cache-control", "private, max-age=3600, immutable")
      .header("x-robots-tag", "noindex")
      .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
      .send(found.bytes);
  });
}
