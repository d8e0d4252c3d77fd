/**
 * Connections through a pooler that gives each transaction another one (PgBouncer in transaction mode): a statement that
 * was prepared on one is unknown on the next, so none is prepared.
 */

import pg from "pg";

export class PooledClient extends pg.Client {}

const query = pg.Client.prototype.query as (this: pg.Client, ...given: readonly unknown[]) => unknown;
PooledClient.prototype.query = function unprepared(this: pg.Client, first: unknown, ...rest: readonly unknown[]) {
  if (typeof first !== "object" || first === null || !("name" in first) || !("text" in first)) {
    return query.call(this, first, ...rest);
  }
  const { name, ...unnamed } = first;
  return query.call(this, unnamed, ...rest);
} as typeof pg.Client.prototype.query;
