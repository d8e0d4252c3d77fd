/** A customer's conversations: found by what is known of them, and given out whole. */

import type { Pool, QueryConfig } from "pg";
import { handoffsOf, notesOf } from "#platform/store/handoffs.ts";
import { readable } from "#platform/store/readable-json.ts";
import type { State } from "#runtime/state.ts";
import type { CustomerRef, ExportedConversation } from "#wire/admin.ts";
import type { ConversationMessage } from "#wire/message.ts";

/** Millions of conversations take longer than anything else that is asked. */
const lookThroughMs = 600_000;

/** Ids of their conversations. By a detail that they typed, every conversation is looked through. */
export async function conversationsOf(pool: Pool, customer: CustomerRef): Promise<readonly string[]> {
  const { id, email, phone, conversation } = customer;
  // Named first: what a query may wait for is not in the library's type.
  const question: QueryConfig & { readonly query_timeout: number } = {
    text: `select id from conversations
     where id = $1 or customer = $2
       or ($3::text is not null and lower((${readable("state")}) -> 'user' ->> 'email') = lower($3))
       or ($4::text is not null and (${readable("state")}) -> 'user' ->> 'phone' = $4)
     order by started`,
    values: [conversation ?? null, id ?? null, email ?? null, phone ?? null],
    query_timeout: lookThroughMs,
  };
  const { rows } = await pool.query<{ id: string }>(question);
  return rows.map((row) => row.id);
}

/** As it is kept: where the files' bytes can be had, nobody keeps. */
export type KeptConversation = Omit<ExportedConversation, "files"> & {
  readonly files: readonly Omit<ExportedConversation["files"][number], "url">[];
};

/** All that is kept of one conversation; null: it has gone. */
export async function keptConversation(pool: Pool, id: string): Promise<KeptConversation | null> {
  const { rows } = await pool.query<{
    channel: string;
    language: string;
    started: Date;
    said: Date;
    state: State;
    customer: string | null;
  }>("select channel, language, started, said, state, customer from conversations where id = $1", [id]);
  const [row] = rows;
  if (!row) return null;
  const [messages, files, handoffs, notes] = await Promise.all([
    pool.query<{ line: ConversationMessage }>("select line from messages where conversation = $1 order by seq", [id]),
    pool.query<{ id: string; name: string; type: string; bytes: number; at: Date }>(
      "select id, name, type, length(bytes) as bytes, at from files where conversation = $1 order by at",
      [id],
    ),
    handoffsOf(pool, id),
    notesOf(pool, id),
  ]);
  return {
    conversation: id,
    channel: row.channel,
    language: row.language,
    started: row.started.toISOString(),
    said: row.said.toISOString(),
    customer: row.customer,
    user: row.state.user,
    variables: variablesOf(row.state),
    messages: messages.rows.map(({ line }) => line),
    files: files.rows.map(({ at, ...file }) => ({ ...file, at: at.toISOString() })),
    handoffs: [...handoffs],
    notes,
  };
}

/** What the workflows under way know, the one that runs now last. */
function variablesOf({ frames, interrupted, waiting }: State): ExportedConversation["variables"] {
  const known = [...(interrupted?.frames ?? []), ...frames].map(({ workflow, values }) => ({ workflow, values }));
  const answered = [interrupted?.waiting, waiting].flatMap((each) => (each?.kind === "form" ? [each.values] : []));
  return [...known, ...answered.map((values) => ({ workflow: null, values }))];
}
