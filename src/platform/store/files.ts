/** Files that customers sent, as they are stored: below their conversation, and never changed. */

import type { Pool } from "pg";

export interface StoredFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** More files than this in one conversation are no conversation. */
const maxFiles = 50;

/** Keeps a file; the same id again keeps nothing new. False: the conversation has too many already. */
export async function keepFile(pool: Pool, conversation: string, id: string, file: StoredFile): Promise<boolean> {
  const { rows } = await pool.query<{ kept: boolean }>(
    `with kept as (
       insert into files (conversation, id, name, type, bytes)
         select $1, $2, $3, $4, $5 where (select count(*) from files where conversation = $1) < ${maxFiles}
         on conflict do nothing returning id)
     select exists (select from kept) or exists (select from files where conversation = $1 and id = $2) as kept`,
    [conversation, id, file.name, file.type, file.bytes],
  );
  return rows[0]?.kept ?? false;
}

export async function fileOf(pool: Pool, conversation: string, id: string): Promise<StoredFile | null> {
  const { rows } = await pool.query<StoredFile>(
    "select name, type, bytes from files where conversation = $1 and id = $2",
    [conversation, id],
  );
  return rows[0] ?? null;
}
