/** Brands' files for browsers: named by their digests, so that a copy is never stale. */

import type { FastifyInstance } from "fastify";
import type { Pool } from "pg";
import type { Downloads } from "#platform/http/downloads.ts";
import { type Meter, readsNotTooMuch } from "#platform/http/limits.ts";
import { problem } from "#platform/http/problem.ts";
import { assetOf } from "#platform/store/bodies.ts";

/** Types that a browser may show; anything else it is to save. No HTML: a file must not act as a page of ours. */
const types: Readonly<Record<string, string>> = {
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  gif: "image/gif",
  avif: "image/avif",
  ico: "image/x-icon",
  pdf: "application/pdf",
  txt: "text/plain; charset=utf-8",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  webm: "video/webm",
};

export function serveAssets(app: FastifyInstance, pool: Pool, limits: Meter, downloads: Downloads): void {
  const reader = { onRequest: readsNotTooMuch(limits) };
  app.get<{ Params: { digest: string; name: string } }>("/assets/:digest/:name", reader, async (request, reply) => {
    const { digest, name } = request.params;
    const found = await downloads.take(request, reply, async () => {
      const bytes = /^[0-9a-f]{64}$/.test(digest) ? await assetOf(pool, digest) : null;
      return bytes && { bytes };
    });
    if (found === undefined) return reply;
    if (found === null) return problem(reply, 404, "not-found", "there is no such file here");
    const ending = name.split(".").at(-1)?.toLowerCase() ?? "";
    const type = Object.hasOwn(types, ending) ? types[ending] : undefined;
    if (type === undefined) reply.header("content-disposition", "attachment");
    return reply
      .header("content-type", type ?? "application/octet-stream")
      .header("cache-control", "public, max-age=31536000, immutable")
      .header("cross-origin-resource-policy", "cross-origin")
      .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
      .send(found.bytes);
  });
}
