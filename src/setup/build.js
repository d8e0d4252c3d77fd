/**
 * `npm pack` calls it: the package carries JavaScript in a few files (to find and load hundreds takes longer than to
 * check a small site), the widget's script, and the files that code reads.
 */

import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root, setUp } from "./run.js";

/** Where programs and threads begin. Each keeps its place below `dist`; what they share lies in `dist/code`. */
const entries = ["cli/main.ts", "cli/examine-worker.ts", "provider/main.ts"];

/** Libraries that every check of a site loads. All others stay packages of their own. */
const bundled = ["js-yaml", "@marcbachmann/cel-js", "re2js", "@orama/stemmers"];

/** What is neither code nor a test, and read by code at its own place below `src`. */
const readByCode = ["publish/engine/*", "checks/*/README.md"];

const node = setUp();
const source = join(root, "src");
const target = join(root, "dist");

rmSync(target, { recursive: true, force: true });
const { build } = await import("esbuild");
await build({
  entryPoints: entries.map((entry) => join(source, entry)),
  outdir: target,
  outbase: source,
  chunkNames: "code/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  conditions: ["source"],
  legalComments: "inline",
  logLevel: "warning",
  plugins: [
    {
      name: "packages-of-their-own",
      setup: ({ onResolve }) =>
        onResolve({ filter: /^[^#./]/ }, ({ path, kind }) =>
          kind === "entry-point" || bundled.some((name) => path === name || path.startsWith(`${name}/`))
            ? null
            : { path, external: true },
        ),
    },
  ],
});

// The package manager prints the package's name on standard output, and nothing else may stand there.
const widget = spawnSync(node, ["--conditions=source", join(source, "widget/build.ts")], {
  cwd: root,
  stdio: ["ignore", 2, 2],
});
if (widget.status !== 0) process.exit(1);
for (const file of globSync(readByCode, { cwd: source })) {
  const copy = join(target, relative(source, join(source, file)));
  mkdirSync(dirname(copy), { recursive: true });
  cpSync(join(source, file), copy);
}
