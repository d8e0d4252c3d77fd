/**
 * `npm pack` calls it: the package carries JavaScript in a few files (to find and load hundreds takes longer than to
 * check a small site), the widget's script, and the files that code reads.
 */

import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root, setUp } from "./run.js";

/** Where programs and threads begin. Each keeps its place below `dist`; what they share lies in `dist/code`. */
const entries = ["cli/main.ts", "cli/examine-worker.ts", "provider/main.ts"];

/** Libraries that every check of a site loads. All others stay packages of their own. */
const bundled = ["js-yaml", "@marcbachmann/cel-js", "re2js", "@orama/stemmers"];

/** What is neither code nor a test, and read by code at its own place below `src`. */
const readByCode = ["publish/engine/*", "checks/*/README.md"];

/**
 * What `validate` loads on its way, in the order in which it does, and before it what `rollback` loads, which waits for
 * nothing else. What each of these needs and none before it is one file, and not a dozen: whoever needs some of it loads
 * all of it, which is quicker than to find the parts.
 */
const together = ["cli/main.ts", "cli/rollback.ts", "cli/validate.ts", "cli/examine-part.ts"];

const node = setUp();
const source = join(root, "src");
const target = join(root, "dist");

rmSync(target, { recursive: true, force: true });
const { build } = await import("esbuild");

/** @type {import("esbuild").Plugin} */
const packagesOfTheirOwn = {
  name: "packages-of-their-own",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^#./]/ }, ({ path, kind }) =>
      kind === "entry-point" || bundled.some((name) => path === name || path.startsWith(`${name}/`))
        ? null
        : { path, external: true },
    ),
};

/** @type {import("esbuild").BuildOptions} */
const options = {
  absWorkingDir: root,
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
};

const programs = entries.map((entry) => `src/${entry}`);
const { metafile } = await build({ ...options, plugins: [packagesOfTheirOwn], metafile: true, write: false });
const { outputFiles } = await build({
  ...options,
  plugins: [groupedBy(metafile.inputs), packagesOfTheirOwn],
  write: false,
});
for (const { path, text } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, inAscii(text));
}

/**
 * The bundler leaves letters beyond ASCII in patterns and comments, where an escape means the same. One such letter, and
 * the engine keeps the whole file in two bytes a letter, and takes longer to read it and to compile what is in it.
 *
 * @param {string} code
 */
function inAscii(code) {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/**
 * The bundler puts into one file what the same programs and dynamic imports need. So each of these that needs some of a
 * group is made to need all of it.
 *
 * @param {import("esbuild").Metafile["inputs"]} inputs
 * @returns {import("esbuild").Plugin}
 */
function groupedBy(inputs) {
  /** @param {string} start */
  const neededBy = (start) => {
    const needed = new Set([start]);
    for (const file of needed) {
      for (const { path, kind, external } of inputs[file]?.imports ?? []) {
        if (!external && kind !== "dynamic-import") needed.add(path);
      }
    }
    return needed;
  };
  // A program stays where it begins.
  const grouped = new Set(programs);
  const groups = together.map((entry) => {
    const files = [...neededBy(`src/${entry}`)].filter((file) => file.startsWith("src/") && !grouped.has(file));
    for (const file of files) grouped.add(file);
    return files;
  });
  const dynamic = Object.values(inputs).flatMap(({ imports }) =>
    imports.filter(({ kind, external }) => kind === "dynamic-import" && !external).map(({ path }) => path),
  );
  const starts = new Map(
    [...programs, ...dynamic].map((start) => {
      const needed = neededBy(start);
      return [
        join(root, start),
        groups.flatMap((files, index) => (files.some((file) => needed.has(file)) ? [index] : [])),
      ];
    }),
  );
  return {
    name: "grouped",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^group:/ }, ({ path }) => ({ path, namespace: "group" }));
      onLoad({ filter: /./, namespace: "group" }, ({ path }) => ({
        contents: (groups[Number(path.slice("group:".length))] ?? [])
          .map((file) => `import ${JSON.stringify(join(root, file))};`)
          .join("\n"),
        resolveDir: root,
      }));
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const needed = starts.get(path);
        if (!needed) return null;
        const imports = needed.map((index) => `import "group:${index}";`);
        return { contents: [readFileSync(path, "utf8"), ...imports].join("\n"), loader: "ts" };
      });
    },
  };
}

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
