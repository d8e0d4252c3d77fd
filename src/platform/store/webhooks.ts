/** Webhooks: where the company's own programs hear of what people do. Their secrets sign, so they are kept as they are. */

import { randomBytes } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import type { WebhookRecord } from "#wire/admin.ts";

export interface Webhook {
  readonly name: string;
  readonly url: string;
  /** The newest first; after a change, the former one signs too for a day. */
  readonly secrets: readonly string[];
}

/** A secret in the form of standardwebhooks.com. */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

export async function webhooks(pool: Pool): Promise<readonly Webhook[]> {
  const { rows } = await pool.query<{ name: string; url: string; secret: string; former: string | null }>(
    `select name, url, secret, case when former_until > now() then former end as former
     from webhooks order by name collate "C"`,
  );
  return rows.map(({ name, url, secret, former }) => ({
    name,
    url,
    secrets: former === null ? [secret] : [secret, former],
  }));
}

export async function listWebhooks(pool: Pool): Promise<readonly WebhookRecord[]> {
  const { rows } = await pool.query<{ name: string; url: string; made: Date }>(
    `select name, url, made from webhooks order by name collate "C"`,
  );
  return rows.map(({ name, url, made }) => ({ name, url, made: made.toISOString() }));
}

/** Makes a webhook, or gives one another address. Answers the secret of a new one; null: it has the one it had. */
export async function setWebhook(client: PoolClient, name: string, url: string): Promise<string | null> {
  const secret = newSecret();
  const { rows } = await client.query<{ secret: string }>(
    `insert into webhooks (name, url, secret) values ($1, $2, $3)
     on conflict (name) do update set url = excluded.url returning secret`,
    [name, url, secret],
  );
  return rows[0]?.secret === secret ? secret : null;
}

/** A new secret in place of the old, which signs for one day more. Null: there is no such webhook. */
export async function renewSecret(client: PoolClient, name: string): Promise<string | null> {
  const secret = newSecret();
  const { rowCount } = await client.query(
    `update webhooks set former = secret, former_until = now() + interval '1 day', secret = $2 where name = $1`,
    [name, secret],
  );
  return rowCount === 1 ? secret : null;
}

/** What was still to be delivered to it goes too. False: there is no such webhook. */
export async function dropWebhook(client: PoolClient, name: string): Promise<boolean> {
  const { rowCount } = await client.query("delete from webhooks where name = $1", [name]);
  await client.query("delete from deliveries where kind = $1", [name]);
  return rowCount === 1;
}
