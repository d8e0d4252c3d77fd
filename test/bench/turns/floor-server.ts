/**
 * The floor: bare fastify, and for each message one transaction of two inserts, with none of a platform's promises.
 * Arguments: the database's address.
 */

import { randomUUID } from "node:crypto";
import fastify from "fastify";
import pg from "pg";

const [databaseUrl = ""] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
await pool.query(`
  create table if not exists messages (conversation text not null, id text not null, body json not null,
    primary key (conversation, id));
  create table if not exists outbox (id text primary key, body json not null)`);

const app = fastify();
app.post<{ Body: { conversation: string; id: string } }>("/messages", async ({ body }) => {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query({
      name: "message",
      text: "insert into messages values ($1, $2, $3)",
      values: [body.conversation, body.id, JSON.stringify(body)],
    });
    await client.query({
      name: "outbox",
      text: "insert into outbox values ($1, $2)",
      values: [randomUUID(), JSON.stringify(body)],
    });
    await client.query("commit");
  } finally {
    client.release();
  }
  return { taken: true };
});
process.stdout.write(`${await app.listen({ host: "127.0.0.1", port: 0 })}\n`);
process.once("SIGTERM", () => process.exit(0));
