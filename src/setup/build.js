/** `npm pack` calls it: the package carries compiled JavaScript, the widget's script, and the files that code reads. */

import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root, setUp } from "./run.js";

/** What is neither code nor a test, and read by code at its own place below `src`. */
const readByCode = ["publish/engine/*", "checks/*/README.md"];

const node = setUp();
const source = join(root, "src");
const target = join(root, "dist");

// The package manager prints the package's name on standard output, and nothing else may stand there.
const run = (args) => {
  if (spawnSync(node, args, { cwd: root, stdio: ["ignore", 2, 2] }).status !== 0) process.exit(1);
};

rmSync(target, { recursive: true, force: true });
run([join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json"]);
run(["--conditions=source", join(source, "widget/build.ts")]);
for (const file of globSync(readByCode, { cwd: source })) {
  const copy = join(target, relative(source, join(source, file)));
  mkdirSync(dirname(copy), { recursive: true });
  cpSync(join(source, file), copy);
}
