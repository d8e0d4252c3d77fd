/** Previews as they are stored: by name, until they end. Their links are no part of the database: see `previews.ts`. */

import type { Pool, PoolClient } from "pg";
import { eraseConversations } from "#platform/store/erase.ts";
import type { StubbedCalls } from "#runtime/stubs.ts";
import type { ReleaseRecord } from "#wire/admin.ts";
import type { PreviewRequest } from "#wire/preview.ts";

export interface StoredPreview {
  readonly name: string;
  /** Made by chance when the name is new: what its links are worked out from. */
  readonly nonce: string;
  readonly content: ReleaseRecord["content"];
  readonly commit: string | null;
  readonly author: string | null;
  readonly made: Date;
  readonly expires: Date;
  /** Whose; null: it was made by somebody who names no site. */
  readonly site: string | null;
}

const columns = "name, nonce, content, commit_id as commit, author, made, expires, site";

/** Those that have not ended, by name. */
export async function storedPreviews(database: Pool | PoolClient): Promise<readonly StoredPreview[]> {
  const { rows } = await database.query<StoredPreview>(
    `select ${columns} from previews where expires > now() order by name collate "C"`,
  );
  return rows;
}

/** A new preview, or what the one of this name shows from now on; its links stay. Null: the one of this name is another site's. */
export async function keepPreview(
  client: PoolClient,
  nonce: string,
  site: string | null,
  { name, content, commit, author, days, answers }: PreviewRequest,
): Promise<StoredPreview | null> {
  const { rows } = await client.query<StoredPreview>(
    `insert into previews (name, nonce, content, answers, commit_id, author, expires, site)
       values ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7), $8)
     on conflict (name) do update set content = excluded.content, answers = excluded.answers,
       commit_id = excluded.commit_id, author = excluded.author, made = now(), expires = excluded.expires,
       site = coalesce(excluded.site, previews.site)
       where previews.site is null or excluded.site is null or previews.site = excluded.site
     returning ${columns}`,
    [name, nonce, JSON.stringify(content), JSON.stringify(answers), commit, author, days, site],
  );
  return rows[0] ?? null;
}

/** Ends the one of this name, unless it is another site's, and those whose time is over. */
export async function dropPreviews(client: PoolClient, name: string | null, site: string | null): Promise<void> {
  await client.query(
    `delete from previews where expires <= now()
       or (name = $1 and (site is null or $2::text is null or site = $2))`,
    [name, site],
  );
}

/** What stands in for a brand's connections; a preview that has ended has nothing. */
export async function answersOf(pool: Pool, preview: string, brand: string): Promise<StubbedCalls> {
  const { rows } = await pool.query<{ answers: StubbedCalls | null }>(
    "select answers -> $2 as answers from previews where name = $1",
    [preview, brand],
  );
  return rows[0]?.answers ?? {};
}

/** Everything that was said on a preview's channel that is not one of these; it is nobody's record. */
export async function forgetConversations(client: PoolClient, stay: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    "select id from conversations where channel like '~%' and channel <> all($1)",
    [stay],
  );
  await eraseConversations(
    client,
    rows.map(({ id }) => id),
  );
}
