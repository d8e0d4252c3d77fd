/**
 * The command line that is measured: the package, made anew, for that is what people run. `PARLEY` names another entry,
 * such as `src/cli/main.ts`.
 */

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export const entry = process.env.PARLEY ?? builtPackage();

function builtPackage(): string {
  const { status } = spawnSync(process.execPath, [join(root, "src/setup/build.js")], { stdio: "inherit" });
  if (status !== 0) process.exit(2);
  return join(root, "src/setup/bin.js");
}
