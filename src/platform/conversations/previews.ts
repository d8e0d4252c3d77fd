/**
 * Previews at hand: what each of their links leads to. A link is worked out from the preview's name, what chance gave it
 * and a key of the platform's, so that it stays while the branch moves on, cannot be guessed, and leads nowhere once the
 * preview is gone.
 */

import { createHmac, randomBytes } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { digestOf } from "#content/body.ts";
import {
  dropPreviews,
  forgetConversations,
  keepPreview,
  type StoredPreview,
  storedPreviews,
} from "#platform/store/previews.ts";
import { missingFrom } from "#platform/store/releases.ts";
import type { ReleaseRecord } from "#wire/admin.ts";
import { type PreviewRequest, previewMark } from "#wire/preview.ts";

export interface PreviewedChannel {
  readonly preview: StoredPreview;
  /** Its id in the site. */
  readonly id: string;
  readonly entry: ReleaseRecord["content"][string];
}

export type PreviewAnswer =
  | { readonly kind: "made"; readonly preview: StoredPreview }
  | { readonly kind: "missing"; readonly digests: readonly string[] }
  /** Another site has one of this name. */
  | { readonly kind: "taken" };

export interface Previews {
  /** Those that have not ended, by name. */
  list(): Promise<readonly StoredPreview[]>;
  /** What a channel id leads to that begins with the mark; null: nothing any more. */
  onChannel(channel: string): Promise<PreviewedChannel | null>;
  /** The preview whose page this is; null: nobody's any more. */
  onPage(page: string): Promise<StoredPreview | null>;
  /** The last part of the page's address. */
  pageOf(preview: StoredPreview): string;
  /** For the customer API: the id of one of its channels. */
  channelOf(preview: StoredPreview, id: string): string;
  /** `site`: whose; null: it is not said. */
  make(request: PreviewRequest, site: string | null): Promise<PreviewAnswer>;
  /** Ends one, unless it is another site's; null: only those whose time is over. What was said on them goes too. */
  remove(name: string | null, site: string | null): Promise<void>;
  /** Another process may have made or ended some. */
  moved(): void;
}

/** The word that something changed may be lost on its way: all is read again after this long. */
const freshMs = 5000;
/** 192 bits. */
const linkLetters = 32;
const lockNumber = 7303016;

export function isPreview(channel: string): boolean {
  return channel.startsWith(previewMark);
}

interface Known {
  readonly previews: readonly StoredPreview[];
  readonly channels: ReadonlyMap<string, PreviewedChannel>;
  readonly pages: ReadonlyMap<string, StoredPreview>;
}

export function previewsOf(pool: Pool, key: Buffer): Previews {
  let known: Promise<Known> | null = null;
  let readAt = 0;

  const linkOf = ({ name, nonce }: StoredPreview, what: string): string =>
    createHmac("sha256", key)
      .update(JSON.stringify([name, nonce, what]))
      .digest("base64url")
      .slice(0, linkLetters);
  const pageOf = (preview: StoredPreview): string => linkOf(preview, "page");
  const channelOf = (preview: StoredPreview, id: string): string => `${previewMark}${linkOf(preview, `channel ${id}`)}`;
  const channelsOf = (preview: StoredPreview): readonly string[] =>
    Object.keys(preview.content).map((id) => channelOf(preview, id));

  const read = (): Promise<Known> => {
    const now = performance.now();
    if (known && now - readAt < freshMs) return known;
    readAt = now;
    const reading = storedPreviews(pool).then((previews) => ({
      previews,
      pages: new Map(previews.map((preview) => [pageOf(preview), preview])),
      channels: new Map(
        previews.flatMap((preview) =>
          Object.entries(preview.content).map(
            ([id, entry]) => [channelOf(preview, id), { preview, id, entry }] as const,
          ),
        ),
      ),
    }));
    known = reading;
    reading.catch(() => {
      if (known === reading) known = null;
    });
    return reading;
  };

  /** One change at a time: what is forgotten is what no preview has, whichever process made it. */
  async function change<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let isBroken = true;
    try {
      await client.query("begin");
      await client.query("select pg_advisory_xact_lock($1)", [lockNumber]);
      const before = new Map((await storedPreviews(client)).map(({ name, content }) => [name, digestOf(content)]));
      const done = await work(client);
      // Who tries the drafts is to meet the newest ones: on what is another now, conversations begin anew.
      const same = (await storedPreviews(client)).filter(({ name, content }) => before.get(name) === digestOf(content));
      await forgetConversations(client, same.flatMap(channelsOf));
      await client.query("commit");
      isBroken = false;
      known = null;
      return done;
    } finally {
      client.release(isBroken);
    }
  }

  return {
    pageOf,
    channelOf,
    list: async () => (await read()).previews,
    async onChannel(channel) {
      const found = (await read()).channels.get(channel) ?? null;
      return found && isOver(found.preview) ? null : found;
    },
    async onPage(page) {
      const found = (await read()).pages.get(page) ?? null;
      return found && isOver(found) ? null : found;
    },
    make: (request, site) =>
      change<PreviewAnswer>(async (client) => {
        const digests = await missingFrom(client, request.content);
        if (digests.length > 0) return { kind: "missing", digests };
        // One whose time is over has left its links behind: they are not to come back to life.
        await dropPreviews(client, null, null);
        const nonce = randomBytes(16).toString("base64url");
        const preview = await keepPreview(client, nonce, site, request);
        return preview ? { kind: "made", preview } : { kind: "taken" };
      }),
    remove: (name, site) => change((client) => dropPreviews(client, name, site)),
    moved() {
      known = null;
    },
  };
}

function isOver({ expires }: StoredPreview): boolean {
  return expires.getTime() <= Date.now();
}
