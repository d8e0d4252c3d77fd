/** The database's tables, step by step. A migration that has been released is never changed. */

import type { Pool } from "pg";

/** Every table of a conversation is keyed by it, so that a sharded PostgreSQL could distribute by that key. */
const migrations: readonly string[] = [
  `
  create table bodies (digest text primary key, kind text not null, id text not null, body jsonb not null);
  create table assets (digest text primary key, bytes bytea not null);
  create table releases (
    number integer primary key, digest text not null, content jsonb not null, commit_id text, author text,
    effect text not null, published_at timestamptz not null default now());
  create table lease (
    one boolean primary key default true check (one), id text not null, who text not null, place text not null,
    since timestamptz not null, expires timestamptz not null);
  create table tokens (hash text primary key, scopes text[] not null);
  create table conversations (
    id text primary key, channel text not null, token_hash text not null, language text not null,
    revision jsonb not null, state jsonb not null, version integer not null default 0,
    messages integer not null default 0, started timestamptz not null default now(), last_event timestamptz not null default now());
  create table messages (
    conversation text not null, seq integer not null, line jsonb not null, primary key (conversation, seq));
  create table taken (conversation text not null, id text not null, primary key (conversation, id));
  create table outbox (
    conversation text not null, id text not null, kind text not null, due timestamptz not null, work jsonb not null,
    tries integer not null default 0, claimed_until timestamptz, primary key (conversation, id));
  create index outbox_due on outbox (due);
  create table handoffs (
    conversation text not null, seq integer not null, "group" text not null, mode text not null, work jsonb not null,
    at timestamptz not null default now(), primary key (conversation, seq));
  `,
];

/** Brings the tables to this version. Safe when several platforms start at once. */
export async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock(7303014)");
    await client.query(
      "create table if not exists migrations (number integer primary key, at timestamptz not null default now())",
    );
    const { rows } = await client.query<{ last: number }>(
      "select coalesce(max(number), 0)::int as last from migrations",
    );
    for (let number = (rows[0]?.last ?? 0) + 1; number <= migrations.length; number += 1) {
      await client.query("begin");
      await client.query(migrations[number - 1] ?? "");
      await client.query("insert into migrations (number) values ($1)", [number]);
      await client.query("commit");
    }
  } finally {
    await client.query("select pg_advisory_unlock(7303014)").catch(() => undefined);
    client.release();
  }
}
