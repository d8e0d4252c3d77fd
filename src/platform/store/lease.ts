/** The publish lease: one publish at a time, and a dead publisher's lease is over by itself. */

import { randomUUID } from "node:crypto";
import type { Pool } from "pg";

/** Without a heartbeat for this long, the holder is taken for dead. */
export const leaseSeconds = 15;

export type LeaseAnswer =
  | { readonly kind: "taken"; readonly id: string }
  | { readonly kind: "held"; readonly who: string; readonly where: string; readonly since: string };

export async function takeLease(pool: Pool, who: string, where: string): Promise<LeaseAnswer> {
  const id = randomUUID();
  for (;;) {
    const { rowCount } = await pool.query(
      `insert into lease (id, who, place, since, expires) values ($1, $2, $3, now(), now() + make_interval(secs => $4))
       on conflict (one) do update
         set id = excluded.id, who = excluded.who, place = excluded.place, since = now(), expires = excluded.expires
         where lease.expires < now()`,
      [id, who, where, leaseSeconds],
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

export async function dropLease(pool: Pool, id: string): Promise<void> {
  await pool.query("delete from lease where id = $1", [id]);
}
