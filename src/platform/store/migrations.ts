/**
 * The database's tables, step by step. A migration that has been released is never changed.
 *
 * Documents are `json`, not `jsonb`: they are kept as they were written, so that a digest stays true to its text, and
 * no character a customer may type is refused. Every table of a conversation is keyed by it, so that a sharded
 * PostgreSQL could distribute by that key.
 */

import pg, { type ClientConfig } from "pg";

const migrations: readonly string[] = [
  `
  create table bodies (digest text primary key, kind text not null, id text not null, body json not null);
  create table assets (digest text primary key, bytes bytea not null);
  create table releases (
    number integer primary key, digest text not null, content json not null, commit_id text, author text,
    effect text not null, published_at timestamptz not null default now());
  create table lease (
    one boolean primary key default true check (one), id text not null, who text not null, place text not null,
    since timestamptz not null, expires timestamptz not null);
  create table tokens (
    name text primary key, hash text not null unique, scopes text[] not null, made timestamptz not null default now());
  create table keys (name text primary key, key bytea not null);
  create table conversations (
    id text primary key, channel text not null, revision json not null, state json not null,
    version integer not null, seq integer not null, speaker text not null, typing boolean not null,
    status text not null, language text not null, started timestamptz not null, said timestamptz not null);
  create table messages (
    conversation text not null, seq integer not null, line json not null, primary key (conversation, seq));
  create table taken (conversation text not null, id text not null, primary key (conversation, id));
  create table outbox (
    conversation text not null, id text not null, kind text not null, due timestamptz not null, work json not null,
    tries integer not null default 0, claimed_until timestamptz, primary key (conversation, id));
  create index outbox_due on outbox (due);
  create table handoffs (
    conversation text not null, id text not null, "group" text not null, mode text not null, details json not null,
    at timestamptz not null, withdrawn timestamptz, primary key (conversation, id));
  `,
  `
  alter table releases add column kind text not null default 'publish', add column approvers json not null default '[]',
    add column summary json not null default '[]';
  create table holds (
    digest text primary key, kind text not null, id text not null, release integer not null, who text not null);
  create table publishes (
    lease text primary key, who text not null, place text not null, began timestamptz not null default now(),
    ended timestamptz, outcome text, commit_id text, effect text, release integer);
  create index publishes_began on publishes (began);
  alter table conversations add column recalled boolean not null default false;
  `,
  `
  create table files (
    conversation text not null, id text not null, name text not null, type text not null, bytes bytea not null,
    at timestamptz not null default now(), primary key (conversation, id));
  `,
  // The condition is a column that turns change, so that about half of them write a row's place into every index anew.
  `
  create index conversations_under_way on conversations (id) where status <> 'ended';
  `,
  `
  create table previews (
    name text primary key, nonce text not null, content json not null, answers json not null, commit_id text,
    author text, made timestamptz not null default now(), expires timestamptz not null);
  create index conversations_of_previews on conversations (channel) where channel like '~%';
  `,
  `
  alter table handoffs add column brand text not null default '', add column state text not null default 'waiting',
    add column agent json, add column changed timestamptz;
  update handoffs set state = 'withdrawn' where withdrawn is not null;
  create index handoffs_open on handoffs (brand, "group", at) where state in ('waiting', 'claimed');
  create index handoffs_at on handoffs (at);
  create table notes (
    conversation text not null, id text not null, agent json not null, text text not null,
    at timestamptz not null default now(), primary key (conversation, id));
  create table presence (
    brand text not null, "group" text not null, agent text not null, name text not null, until timestamptz not null,
    primary key (agent, brand, "group"));
  create table webhooks (
    name text primary key, url text not null, secret text not null, former text, former_until timestamptz,
    made timestamptz not null default now());
  create table deliveries (
    conversation text not null, id text not null, kind text not null, due timestamptz not null, work json not null,
    tries integer not null default 0, claimed_until timestamptz, primary key (conversation, id));
  create index deliveries_due on deliveries (due);
  `,
  // By columns that no turn changes, but the one that says who the customer is.
  `
  alter table conversations add column brand text not null default '', add column customer text;
  update conversations c set brand = b.id from bodies b where b.digest = c.revision ->> 'brand';
  create index conversations_kept on conversations (brand, started);
  create index conversations_customer on conversations (customer) where customer is not null;
  create table audit (
    number bigint generated always as identity primary key, at timestamptz not null default now(), who text not null,
    what text not null, about text not null);
  `,
  // Room on each page for what turns rewrite: a row that stays on its page is written to no index.
  `
  alter table conversations set (fillfactor = 50);
  `,
  // The name by which a rollback may be asked for again.
  `
  alter table releases add column request text;
  create unique index releases_request on releases (request) where request is not null;
  `,
  // The channels that something was taken from, where others still run it.
  `
  alter table holds add column if not exists channels json;
  `,
  // Whose: which site made a release, and what each site has in it. A platform of the version before goes on meanwhile: what
  // it makes says neither, and leaves each its own.
  `
  alter table releases add column site text, add column sites json;
  create index releases_sites on releases (number) where sites is not null;
  alter table publishes add column site text;
  alter table previews add column site text;
  `,
];

const lockNumber = 7303014;

/** Brings the tables to this version. Safe when several platforms start at once. */
export async function migrate(connection: ClientConfig): Promise<void> {
  const client = new pg.Client(connection);
  // Whoever waits for a query hears of it; nobody else is to.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [lockNumber]);
    await client.query(
      "create table if not exists migrations (number integer primary key, at timestamptz not null default now())",
    );
    const { rows } = await client.query<{ last: number }>("select coalesce(max(number), 0) as last from migrations");
    const last = rows[0]?.last ?? 0;
    if (last > migrations.length) {
      throw new Error(
        `the database was made by a newer Parley: its tables are at step ${last}, and this one knows ${migrations.length}`,
      );
    }
    for (const [index, sql] of migrations.entries()) {
      if (index < last) continue;
      await client.query("begin");
      await client.query(sql);
      await client.query("insert into migrations (number) values ($1)", [index + 1]);
      await client.query("commit");
    }
  } finally {
    // A broken transaction and the lock both end with the session.
    await client.end();
  }
}
