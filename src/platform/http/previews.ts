/** Previews (see `wire/preview.ts`): made and ended through the admin API, and a page for whoever has the link. */

import type { FastifyInstance } from "fastify";
import type { Pool } from "pg";
import type { LiveSide } from "#platform/conversations/live-side.ts";
import type { Previews } from "#platform/conversations/previews.ts";
import { channelInfo, wishesOf } from "#platform/http/channel-info.ts";
import { keepPrivate } from "#platform/http/keep-private.ts";
import { missingBodies } from "#platform/http/missing-bodies.ts";
import type { Pages } from "#platform/http/pages.ts";
import { problem } from "#platform/http/problem.ts";
import type { Needs } from "#platform/http/scopes.ts";
import { siteOf } from "#platform/http/site-of.ts";
import type { StoredPreview } from "#platform/store/previews.ts";
import { requestsOf } from "#runtime/written-request.ts";
import { PreviewName, type PreviewRecord, PreviewRequest } from "#wire/preview.ts";

export interface PreviewsOptions {
  readonly pool: Pool;
  readonly live: LiveSide;
  readonly previews: Previews;
  /** Called when there are other previews. */
  released(): Promise<void>;
}

const maxPreview = 4 * 1024 * 1024;

/** Routes below `/admin/v1`. */
export function previewsApi(app: FastifyInstance, needs: Needs, options: PreviewsOptions): void {
  const { previews, released } = options;
  app.get("/previews", needs, async (request) => {
    const site = siteOf(request);
    const own = (await previews.list()).filter((each) => site === null || each.site === null || each.site === site);
    return { previews: await Promise.all(own.map((preview) => recordOf(preview, options))) };
  });
  app.post<{ Body: PreviewRequest }>(
    "/previews",
    { ...needs, bodyLimit: maxPreview, schema: { body: PreviewRequest } },
    async (request, reply) => {
      const answer = await previews.make(request.body, siteOf(request));
      switch (answer.kind) {
        case "made":
          await released();
          return recordOf(answer.preview, options);
        case "missing":
          return missingBodies(reply, answer.digests);
        case "taken":
          return problem(
            reply,
            409,
            "taken",
            `the preview "${request.body.name}" is another site's: name this one otherwise`,
          );
      }
    },
  );
  app.delete<{ Body: PreviewName }>(
    "/previews",
    { ...needs, schema: { body: PreviewName } },
    async (request, reply) => {
      await previews.remove(request.body.name, siteOf(request));
      await released();
      return reply.status(204).send();
    },
  );
}

async function recordOf(preview: StoredPreview, options: PreviewsOptions): Promise<PreviewRecord> {
  const { name, content, commit, author, made, expires } = preview;
  return {
    name,
    path: `/preview/${options.previews.pageOf(preview)}`,
    channels: Object.keys(content).sort(),
    commit,
    author,
    made: made.toISOString(),
    expires: expires.toISOString(),
    stubbed: [...(await stubbedIn(preview, options))],
  };
}

/** What it may not ask: connections, as `brand/connection`, and requests of others, with a colon behind that. */
async function stubbedIn(preview: StoredPreview, { live, previews }: PreviewsOptions): Promise<readonly string[]> {
  const stubbed = new Set<string>();
  for (const id of Object.keys(preview.content)) {
    const pinned = await live.onChannel(previews.channelOf(preview, id));
    if (!pinned) continue;
    const { brand, assistant } = pinned.program;
    for (const connection of Object.keys(brand.connections)) {
      if (!(await live.requests.hasConnection(brand, connection))) stubbed.add(`${brand.id}/${connection}`);
    }
    for (const request of requestsOf(Object.values(assistant?.workflows ?? {}))) {
      const place = `${brand.id}/${request.connection}`;
      if (stubbed.has(place) || (await live.requests.hasRequest(brand, request))) continue;
      stubbed.add(`${place}: ${request.says}`);
    }
  }
  return [...stubbed].sort();
}

/** The page that a preview's link leads to. */
export function servePreviews(app: FastifyInstance, options: PreviewsOptions, pages: Pages): void {
  const { live, previews } = options;
  app.get<{ Params: { page: string } }>("/preview/:page", async (request, reply) => {
    keepPrivate(reply).type("text/html; charset=utf-8");
    const preview = await previews.onPage(request.params.page);
    if (!preview) return reply.status(404).send(pages.over());
    const wishes = wishesOf(request.headers["accept-language"]);
    const channels = await Promise.all(
      Object.keys(preview.content)
        .sort()
        .map(async (id) => {
          const channel = previews.channelOf(preview, id);
          const pinned = await live.onChannel(channel);
          return pinned ? [{ ...channelInfo(channel, pinned.program, wishes), id }] : [];
        }),
    );
    return reply.send(pages.preview(await recordOf(preview, options), channels.flat()));
  });
}
