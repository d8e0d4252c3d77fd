/**
 * A primary with a synchronous standby, behind one address. A crash loses the answers that are on their way, kills the
 * primary outright and promotes the standby; then a new standby is made for the next one. PostgreSQL's embedded
 * programs suffice: a standby begins with a copy of the primary's files.
 */

import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { ensureBinaries, serverAccount, serverHome } from "#platform/postgres/binaries.ts";
import { initialise } from "#platform/postgres/data-folder.ts";
import type { FallibleDatabase } from "./database.ts";
import { startRelay } from "./relay.ts";
import { addressOf, ask, type ServerProcess, startServer } from "./server.ts";

/** What connections to the primary that is gone do: they break at once, or nothing is heard on them any more. */
export type Gone = "broken" | "silent";

interface Member {
  readonly data: string;
  readonly socket: string;
  readonly process: ServerProcess;
}

const settings = { wal_keep_size: "1GB", max_wal_senders: "5" };
/** Long enough for what was asked to be written, and its answer to be lost. */
const lostForMs = 60;

export async function startPrimaryAndStandby(gone: (failover: number) => Gone): Promise<FallibleDatabase> {
  const account = serverAccount();
  const home = ensureBinaries(account, () => undefined);
  const parent = account ? serverHome(account) : "/tmp";
  mkdirSync(parent, { recursive: true });
  const root = mkdtempSync(join(parent, "standby-"));
  chmodSync(root, 0o755);
  let made = 0;

  function places(): Pick<Member, "data" | "socket"> {
    made += 1;
    const socket = mkdtempSync(join("/tmp", "parley-standby-"));
    if (account) chownSync(socket, account.uid, account.gid);
    return { data: join(root, String(made)), socket };
  }

  async function firstPrimary(): Promise<Member> {
    const place = places();
    initialise(home, place.data, account);
    return { ...place, process: await startServer({ home, account, settings, ...place }) };
  }

  /** What a base backup does, but for its program: the files are copied while the server says what it writes. */
  async function standbyOf(primary: Member): Promise<Member> {
    const place = places();
    const client = new pg.Client(addressOf(primary.socket));
    await client.connect();
    await client.query("select pg_backup_start('standby', true)");
    copyData(primary.data, place.data);
    const { rows } = await client.query<{ labelfile: string }>("select labelfile from pg_backup_stop(false)");
    await client.end();
    for (const [name, text] of [
      ["backup_label", rows[0]?.labelfile ?? ""],
      ["standby.signal", ""],
    ] as const) {
      const file = join(place.data, name);
      writeFileSync(file, text);
      if (account) chownSync(file, account.uid, account.gid);
    }
    rmSync(join(place.data, "postmaster.pid"), { force: true });
    const follows = `host=${primary.socket} user=parley application_name=standby`;
    const process = await startServer({
      home,
      account,
      settings: { ...settings, primary_conninfo: follows },
      ...place,
    });
    await ask(addressOf(primary.socket), "alter system set synchronous_standby_names = 'standby'");
    await ask(addressOf(primary.socket), "select pg_reload_conf()");
    await until(primary, "select from pg_stat_replication where sync_state = 'sync' and state = 'streaming'");
    return { ...place, process };
  }

  async function until({ socket }: Member, question: string): Promise<void> {
    for (const end = Date.now() + 60_000; Date.now() < end; await sleep(20)) {
      if ((await ask(addressOf(socket), question)).length > 0) return;
    }
    throw new Error(`this did not come true: ${question}`);
  }

  async function remove({ data, socket, process }: Member): Promise<void> {
    await process.end("SIGKILL");
    rmSync(socket, { recursive: true, force: true });
    rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  let primary = await firstPrimary();
  let standby = await standbyOf(primary);
  const relay = await startRelay(primary.socket);
  let failovers = 0;
  return {
    url: `postgresql://parley@127.0.0.1:${relay.port}/postgres`,
    fault: "failed over",
    query: (text) => ask(addressOf(primary.socket), text),
    async crash() {
      failovers += 1;
      relay.loseAnswers();
      await sleep(lostForMs);
      const former = primary;
      await former.process.end("SIGKILL");
      await ask(addressOf(standby.socket), "select pg_promote()");
      await until(standby, "select where not pg_is_in_recovery()");
      primary = standby;
      relay.leadTo(primary.socket);
      if (gone(failovers) === "broken") relay.breakSilent();
      await remove(former);
      standby = await standbyOf(primary);
    },
    async stop() {
      await relay.stop();
      // The standby first: a primary that stops waits for it.
      await remove(standby);
      await remove(primary);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Files that go away while they are copied are none that matter. */
function copyData(from: string, to: string): void {
  try {
    execFileSync("cp", ["-a", from, to], { stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    if (!existsSync(join(to, "global", "pg_control"))) throw error;
  }
}
