/** A real PostgreSQL for tests: one server a test file, a database of its own for each test. */

import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbedded } from "#platform/postgres/embedded.ts";

export interface TestServer {
  /** The address of a new, empty database. */
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** A folder for a test's data, which the database's account can reach too. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "parley-test-"));
  chmodSync(path, 0o755);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * The embedded server; or, by hand, one of your own: `PARLEY_TEST_DATABASE` is its address, as somebody who may make
 * databases, and `PARLEY_TEST_POOLER` that of a pooler before it, such as PgBouncer.
 */
export async function startTestServer(): Promise<TestServer> {
  const own = process.env.PARLEY_TEST_DATABASE;
  return own === undefined ? startEmbeddedServer() : useServer(own, process.env.PARLEY_TEST_POOLER ?? own);
}

function useServer(direct: string, through: string): TestServer {
  const admin = new pg.Pool({ connectionString: direct, max: 1 });
  const made: string[] = [];
  return {
    async newDatabase() {
      const name = `test_${randomUUID().replaceAll("-", "")}`;
      await admin.query(`create database ${name}`);
      made.push(name);
      return databaseAt(through, name);
    },
    async stop() {
      for (const name of made) await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

/** The same server's address, with another database. */
export function databaseAt(address: string, name: string): string {
  const [server = "", query] = address.split("?");
  return `${server.replace(/\/[^/]*$/, `/${name}`)}${query === undefined ? "" : `?${query}`}`;
}

/** Past the pooler, where tests go through one. */
export function directTo(databaseUrl: string): string | undefined {
  const { PARLEY_TEST_DATABASE: direct, PARLEY_TEST_POOLER: pooler } = process.env;
  const [, name] = /\/([^/?]*)(\?|$)/.exec(databaseUrl) ?? [];
  return direct && pooler && name ? databaseAt(direct, name) : undefined;
}

async function startEmbeddedServer(): Promise<TestServer> {
  const folder = temporaryFolder();
  const server = await startEmbedded(folder.path, () => undefined);
  const admin = new pg.Pool({ ...server.connection, max: 1 });
  // A connection that is being closed when the server stops may say so: unheard, that would be an error.
  admin.on("error", () => undefined);
  const { host, user } = server.connection;
  let count = 0;
  return {
    async newDatabase() {
      count += 1;
      await admin.query(`create database test${count}`);
      return `postgresql://${user}@${encodeURIComponent(host ?? "")}/test${count}`;
    },
    async stop() {
      await admin.end();
      await server.stop();
      folder.remove();
    },
  };
}

/** One statement on a database, past the platform: what a test looks at, or brings about. */
export async function sql(
  databaseUrl: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    return (await client.query(text, [...values])).rows;
  } finally {
    await client.end();
  }
}
