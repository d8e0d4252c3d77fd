/** The widget's script: built beforehand in the package, bundled on the spot in a checkout. */

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { BuildOptions } from "esbuild";

/** The script that `<script src="/parley-chat.js">` loads. */
export async function widgetScript(): Promise<string> {
  const built = fileURLToPath(new URL("./parley-chat.js", import.meta.url));
  if (existsSync(built)) return readFileSync(built, "utf8");
  const { build } = await import("esbuild");
  const entry = fileURLToPath(new URL("./parley-chat.ts", import.meta.url));
  const options = {
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "ascii",
    conditions: ["source"],
    logLevel: "silent",
  } satisfies BuildOptions;
  const { outputFiles } = await build({ ...options, write: false });
  return outputFiles[0]?.text ?? "";
}
