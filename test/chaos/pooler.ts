/** The real PgBouncer in transaction mode, before a database that is killed. */

import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { serverAccount } from "#platform/postgres/binaries.ts";
import type { FallibleDatabase } from "./database.ts";
import { ask } from "./server.ts";

const port = 6432;

/** Where Linux's packages put it; null: it is not installed. */
export function pgbouncer(): string | null {
  return (
    ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"].find((path) => existsSync(path)) ?? null
  );
}

/** The database, which listens at a socket, reached through a pooler; both stop together. */
export async function throughPooler(program: string, database: FallibleDatabase): Promise<FallibleDatabase> {
  const account = serverAccount();
  const folder = mkdtempSync(join("/tmp", "parley-pooler-"));
  const settings = join(folder, "pgbouncer.ini");
  const socket = decodeURIComponent(/@([^/]*)/.exec(database.url)?.[1] ?? "");
  writeFileSync(
    settings,
    `[databases]
* = host=${socket} user=parley
[pgbouncer]
unix_socket_dir = ${folder}
listen_port = ${port}
auth_type = any
pool_mode = transaction
default_pool_size = 5
max_client_conn = 200
# A database that was away is tried again at once, not after the usual 15 seconds.
server_login_retry = 1
`,
  );
  if (account) for (const path of [folder, settings]) chownSync(path, account.uid, account.gid);
  const child: ChildProcess = spawn(program, [settings], {
    stdio: "ignore",
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  const url = `postgresql://parley@${encodeURIComponent(folder)}:${port}/postgres`;
  for (const until = Date.now() + 20_000; ; await sleep(50)) {
    try {
      await ask(url, "select 1");
      break;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
  return {
    ...database,
    url,
    directUrl: database.url,
    async stop() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
      rmSync(folder, { recursive: true, force: true });
      await database.stop();
    },
  };
}
