/** The publish lease: one publish at a time, and a dead publisher's lease is over by itself. */

import { randomUUID } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import type { LeaseEnd, LeaseRequest, PublishRecord } from "#wire/admin.ts";

/** Without a heartbeat for this long, the holder is taken for dead. */
export const leaseSeconds = 15;

export type LeaseAnswer =
  | { readonly kind: "taken"; readonly id: string }
  | { readonly kind: "held"; readonly who: string; readonly where: string; readonly since: string };

/** The lease that is taken begins a line of the history, in the same statement. */
export async function takeLease(
  pool: Pool,
  { who, where, commit, effect }: LeaseRequest,
  site: string | null,
): Promise<LeaseAnswer> {
  const id = randomUUID();
  for (;;) {
    const { rowCount } = await pool.query(
      `with taken as (
         insert into lease (id, who, place, since, expires)
         values ($1, $2, $3, now(), now() + make_interval(secs => $4))
         on conflict (one) do update
           set id = excluded.id, who = excluded.who, place = excluded.place, since = now(), expires = excluded.expires
           where lease.expires < now()
         returning lease.id)
       insert into publishes (lease, who, place, commit_id, effect, site) select id, $2, $3, $5, $6, $7 from taken`,
      [id, who, where, leaseSeconds, commit, effect, site],
    );
    if (rowCount === 1) return { kind: "taken", id };
    const { rows } = await pool.query<{ who: string; place: string; since: Date }>(
      "select who, place, since from lease",
    );
    // None: the holder has just let go.
    if (rows[0]) return { kind: "held", who: rows[0].who, where: rows[0].place, since: rows[0].since.toISOString() };
  }
}

/** The holder's heartbeat. False: the lease is another's, or was let go. */
export async function renewLease(pool: Pool, id: string): Promise<boolean> {
  const { rowCount } = await pool.query("update lease set expires = now() + make_interval(secs => $2) where id = $1", [
    id,
    leaseSeconds,
  ]);
  return rowCount === 1;
}

/** Whether a publish has the lease still, which then nobody takes before the transaction ends; and the release it made. */
export async function leaseOf(
  client: PoolClient,
  id: string,
): Promise<{ readonly isHeld: boolean; readonly made: number | null }> {
  const held = await client.query("select from lease where id = $1 and expires >= now() for update", [id]);
  const { rows } = await client.query<{ release: number | null }>("select release from publishes where lease = $1", [
    id,
  ]);
  return { isHeld: held.rowCount === 1, made: rows[0]?.release ?? null };
}

/** In the transaction that makes it, so that the history knows also where the publisher says no more. */
export async function noteRelease(client: PoolClient, id: string, release: number): Promise<void> {
  await client.query("update publishes set release = $2 where lease = $1", [id, release]);
}

/**
 * Gives the lease back, and writes down how the publish ended. The release that another one made is not its own, also where
 * it says so: it may have slept, and not know.
 */
export async function dropLease(pool: Pool, id: string, { outcome, release }: LeaseEnd): Promise<void> {
  await pool.query(
    `with dropped as (delete from lease where id = $1)
     update publishes set ended = now(), outcome = $2, release = coalesce(release,
       (select $3::integer where not exists (select from publishes other where other.release = $3 and other.lease <> $1)))
     where lease = $1 and ended is null`,
    [id, outcome, release],
  );
}

/** Of a publish that never said how it ended, and whose lease is over or another's. */
const died = "died: what was live stayed, or its release stands by itself";

/** The newest first; of a site: its own, and those of nobody that is known. */
export async function publishes(pool: Pool, limit: number, site: string | null): Promise<readonly PublishRecord[]> {
  const { rows } = await pool.query<
    Omit<PublishRecord, "began" | "ended" | "where" | "commit"> & {
      place: string;
      commit_id: string | null;
      alive: boolean;
      began: Date;
      ended: Date | null;
    }
  >(
    `select publishes.*, exists (select from lease where id = publishes.lease and expires >= now()) as alive
     from publishes where $2::text is null or site is null or site = $2 order by began desc limit $1`,
    [limit, site],
  );
  return rows.map(({ who, place, began, ended, outcome, commit_id, effect, release, alive }) => ({
    who,
    where: place,
    began: began.toISOString(),
    ended: ended?.toISOString() ?? null,
    outcome: outcome ?? (alive ? null : died),
    commit: commit_id,
    effect,
    release,
  }));
}
