/** Files that customers sent, as they are stored: below their conversation, and never changed. */

import type { Pool } from "pg";
import { inTransaction } from "#platform/store/in-transaction.ts";

export interface StoredFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** What is known of a file without its bytes. */
export interface FileFacts {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

export type Kept =
  /** Under this id there is this file now: the one that was given, or, where `isNew` is false, one that came before. */
  | { readonly kind: "kept"; readonly isNew: boolean; readonly file: FileFacts }
  /** With it, the conversation would hold too many, or too much. */
  | { readonly kind: "full" }
  /** There is no such conversation any more. */
  | { readonly kind: "gone" };

/** More than this in one conversation is no conversation. */
const maxFiles = 50;
const maxBytes = 100 * 1024 * 1024;

/** The first half of the number of a lock; the second is the conversation's. */
const lockNumber = 7303017;

/**
 * Keeps a file; the same id again keeps nothing new. Files of one conversation are kept one after another, so that each
 * counts those before. Turns go on meanwhile, and an erasure waits: it is to find the file.
 */
export async function keepFile(pool: Pool, conversation: string, id: string, file: StoredFile): Promise<Kept> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query("select from conversations where id = $1 for key share", [conversation]);
    await client.query("select pg_advisory_xact_lock($1, hashtext($2))", [lockNumber, conversation]);
    // A statement of its own: it sees what whoever had the lock before has written.
    const { rows } = await client.query<FileFacts & { fresh: boolean }>(
      `with kept as (
         insert into files (conversation, id, name, type, bytes)
           select $1, $2, $3, $4, $5 from (
             select count(*) as number, coalesce(sum(length(bytes)), 0) as total from files where conversation = $1) held
           where $6 and number < ${maxFiles} and total + length($5::bytea) <= ${maxBytes}
           on conflict do nothing returning name, type, length(bytes) as size)
       select name, type, size, true as fresh from kept
       union all select name, type, length(bytes), false from files where conversation = $1 and id = $2`,
      [conversation, id, file.name, file.type, file.bytes, rowCount === 1],
    );
    const [row] = rows;
    if (!row) return { kind: rowCount === 1 ? "full" : "gone" };
    const { fresh, ...facts } = row;
    return { kind: "kept", isNew: fresh, file: facts };
  });
}

/** Forgets a file that no turn took. */
export async function dropFile(pool: Pool, conversation: string, id: string): Promise<void> {
  await pool.query(
    `delete from files where conversation = $1 and id = $2
       and not exists (select from taken where conversation = $1 and id = $2)`,
    [conversation, id],
  );
}

export async function fileOf(pool: Pool, conversation: string, id: string): Promise<StoredFile | null> {
  const { rows } = await pool.query<StoredFile>(
    "select name, type, bytes from files where conversation = $1 and id = $2",
    [conversation, id],
  );
  return rows[0] ?? null;
}
