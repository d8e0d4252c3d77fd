/** What `npm start`, `npm test` and `npm run parley` have in common: set up, then hand over to the fitting Node. */

import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureDependencies } from "./dependencies.js";
import { ensureNode } from "./node.js";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Set-up speaks on standard error: what a command prints stays its own. */
export const report = (line) => process.stderr.write(`parley: ${line}\n`);

/** @returns {string} the Node that runs the project; ends the process with 2 where there is none */
export function setUp() {
  try {
    const node = ensureNode(report);
    ensureDependencies(root, node, report);
    return node;
  } catch (error) {
    report(error instanceof Error ? error.message : String(error));
    process.exit(2);
  }
}

/**
 * Runs a file of the checkout; signals are handed on, and its exit code is the answer.
 * @param {string} node @param {readonly string[]} args @returns {Promise<number>}
 */
export function run(node, args) {
  const child = spawn(node, ["--conditions=source", "--disable-warning=ExperimentalWarning", ...args], {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      INIT_CWD: process.env.INIT_CWD ?? process.cwd(),
      // The command line asks for this cache itself, but not before its own first file had to be read without one.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), "node-compile-cache"),
    },
  });
  // Ctrl-C reaches the child by itself: this process only has to outlive it.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve) => child.on("exit", (code, signal) => resolve(code ?? (signal ? 130 : 1))));
}
