/**
 * The widget's script: built beforehand in the package, bundled on the spot in a checkout. Run by itself, it writes
 * `dist/widget/parley-chat.js`, one classic script that needs nothing beside it.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";

/** The script that `<script src="/parley-chat.js">` loads. */
export async function widgetScript(): Promise<string> {
  const built = fileURLToPath(new URL("../widget/parley-chat.js", import.meta.url));
  return existsSync(built) ? readFileSync(built, "utf8") : bundled();
}

/** Bundles the widget into a file, and makes the folders that it needs. */
export async function buildWidget(outFile: string): Promise<void> {
  mkdirSync(new URL(".", pathToFileURL(outFile)), { recursive: true });
  writeFileSync(outFile, await bundled());
}

async function bundled(): Promise<string> {
  // Here and not above: the package carries the built script, and no bundler.
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("./main.ts", import.meta.url))],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2023",
    // A page without a charset would garble anything else.
    charset: "ascii",
    legalComments: "none",
    conditions: ["source"],
    logLevel: "silent",
    plugins: [tightTemplates],
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

/** Makes `css` templates small, and takes the layout out of `html` ones: esbuild leaves both as they are. */
const tightTemplates: Plugin = {
  name: "tight-templates",
  setup(builder) {
    builder.onLoad({ filter: /[\\/]widget[\\/]styles[\\/]/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8")
        .replace(/\s+/g, " ")
        .replace(/ ?([{};,>]) ?/g, "$1")
        .replace(/(?<=[;{(][\w-]+): /g, ":")
        .replace(/(?<=[ (,:])0(?=\.\d)/g, "")
        .replace(/;}/g, "}"),
      loader: "ts",
    }));
    builder.onLoad({ filter: /[\\/]widget[\\/](?:views[\\/]|chat-element\.ts$)/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8")
        .replace(/>\n\s+</g, "><")
        .replace(/\n\s+/g, "\n"),
      loader: "ts",
    }));
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildWidget(fileURLToPath(new URL("../../dist/widget/parley-chat.js", import.meta.url)));
