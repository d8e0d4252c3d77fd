/** A PostgreSQL at one address that is killed outright and started again on what it has written. */

import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBinaries, serverAccount } from "#platform/postgres/binaries.ts";
import { dataFolderOf, initialise } from "#platform/postgres/data-folder.ts";
import { temporaryFolder } from "../support/postgres.ts";
import { addressOf, ask, type Row, startServer } from "./server.ts";

export interface FallibleDatabase {
  readonly url: string;
  /** The same without a pooler between; absent: there is none. */
  readonly directUrl?: string;
  /** What happens to it, for the count of faults. */
  readonly fault: string;
  /** Kills it with all its processes; resolves when it, or what takes its place, answers. */
  crash(): Promise<void>;
  query(text: string): Promise<readonly Row[]>;
  stop(): Promise<void>;
}

/** The embedded programs; or others, by the folder with their `bin`. */
export async function startFallibleDatabase(programs?: string): Promise<FallibleDatabase> {
  const folder = temporaryFolder();
  const account = serverAccount();
  const home = programs ?? ensureBinaries(account, () => undefined);
  const data = dataFolderOf(folder.path, account);
  initialise(home, data, account);
  const socket = mkdtempSync(join("/tmp", "parley-chaos-"));
  if (account) chownSync(socket, account.uid, account.gid);
  const url = addressOf(socket);
  const start = () => startServer({ home, data, socket, account });
  let server = await start();
  return {
    url,
    fault: "PostgreSQL killed",
    query: (text) => ask(url, text),
    async crash() {
      await server.end("SIGKILL");
      server = await start();
    },
    async stop() {
      await server.end("SIGINT");
      rmSync(socket, { recursive: true, force: true });
      folder.remove();
    },
  };
}
