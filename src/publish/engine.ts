/**
 * The Pulumi engine: on PATH, in the user's cache, downloaded, or built from its own sources by `go`, in this order.
 * `@pulumi/pulumi` takes a second to import: it is, only for the download.
 */

import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The version that both ways of getting it have, and that the SDK was made with. */
export const engineVersion = "3.259.0";
const binaryName = process.platform === "win32" ? "pulumi.exe" : "pulumi";

export class EngineMissing extends Error {
  readonly fix =
    `install Pulumi ${engineVersion} (https://www.pulumi.com/docs/install) or Go 1.25.11 or newer, and start again`;
  constructor(why: string) {
    super(`the Pulumi engine is not to be had here: ${why}`);
    this.name = "EngineMissing";
  }
}

/** The engine's path. Throws `EngineMissing`. */
export async function ensureEngine(report: (line: string) => void): Promise<string> {
  const known = onPath() ?? inCache();
  if (known !== null) return known;
  return (await download(report)) ?? build(report);
}

/** One on PATH fits when its minor version is ours or newer, within the major one. */
function onPath(): string | null {
  try {
    const version = execFileSync(binaryName, ["version"], {
      encoding: "utf8",
      timeout: 10_000,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [, major, minor] = /v?(\d+)\.(\d+)\./.exec(version) ?? [];
    return major === "3" && Number(minor) >= Number(engineVersion.split(".")[1]) ? binaryName : null;
  } catch {
    return null;
  }
}

function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "parley", "pulumi", engineVersion, "bin");
}

function inCache(): string | null {
  const binary = join(cacheFolder(), binaryName);
  return existsSync(binary) ? binary : null;
}

async function download(report: (line: string) => void): Promise<string | null> {
  report(`downloading the Pulumi engine ${engineVersion} (once)`);
  const folder = mkdtempSync(join(tmpdir(), "parley-engine-"));
  try {
    const { PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
    const { SemVer } = await import("semver");
    const command = await PulumiCommand.install({ version: new SemVer(engineVersion) as never, root: folder });
    return keep(command.command);
  } catch {
    report("it cannot be downloaded from here");
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function build(report: (line: string) => void): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "parley-engine-"));
  try {
    cpSync(fileURLToPath(new URL("../publish/engine/", import.meta.url)), folder, { recursive: true });
    report(`building the Pulumi engine ${engineVersion} with go (about five minutes, once)`);
    const args = [
      "build",
      "-trimpath",
      "-ldflags",
      `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${engineVersion}`,
      "-o",
      binaryName,
      "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    ];
    const started = Date.now();
    const progress = setInterval(
      () => report(`still building (${Math.round((Date.now() - started) / 1000)} s)`),
      10_000,
    );
    try {
      await runGo(args, folder);
    } finally {
      clearInterval(progress);
    }
    return keep(join(folder, binaryName));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runGo(args: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("go", args, { cwd, stdio: ["ignore", "ignore", "pipe"] });
    let log = "";
    child.stderr.on("data", (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-500);
    });
    child.on("error", () =>
      reject(new EngineMissing("there is no way out to download it, and no go to build it with")),
    );
    child.on("exit", (code) =>
      code === 0 ? resolve() : reject(new EngineMissing(`go could not build it: ${log.trim().split("\n").at(-1)}`)),
    );
  });
}

/** Into the cache, whole or not at all. */
function keep(binary: string): string {
  const target = join(cacheFolder(), binaryName);
  mkdirSync(dirname(target), { recursive: true });
  const draft = `${target}.${process.pid}`;
  cpSync(binary, draft);
  renameSync(draft, target);
  return target;
}
