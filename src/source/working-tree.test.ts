/** Files as they lie on the disk: what is no text, or not as files are written today, is seen for what it is. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { readFiles } from "#source/working-tree.ts";

const megabyte = 1024 * 1024;

test.each<[name: string, bytes: string | Uint8Array, read: object]>([
  ["a text", "name: “Web” 你好\r\n", { text: "name: “Web” 你好\r\n" }],
  ["an empty file", "", { text: "" }],
  ["a mark of its encoding before a text", "\uFEFFname: Web\n", { text: "name: Web\n" }],
  ["a text with the letter that stands for a broken one", "a\uFFFDb", { text: "a\uFFFDb" }],
  [
    "bytes that are no text",
    Uint8Array.of(0x61, 0xff, 0x62),
    { text: "a\uFFFDb", problem: "invalid-utf8", strange: { at: 1, encoding: "Windows-1252" } },
  ],
  [
    "a text of Windows' behind a mark, a wide letter and one that stands for a broken one",
    Buffer.concat([Buffer.from("\uFEFF😀\uFFFD\nCaf"), Uint8Array.of(0xe9), Buffer.from("\uFFFD")]),
    { text: "😀\uFFFD\nCaf\uFFFD\uFFFD", problem: "invalid-utf8", strange: { at: 7, encoding: "Windows-1252" } },
  ],
  [
    "a text in UTF-16",
    Buffer.from("\uFEFFname: Café", "utf16le"),
    { text: "name: Café", problem: "invalid-utf8", strange: { at: 0, encoding: "UTF-16" } },
  ],
  [
    "a text in UTF-16 the other way round",
    Buffer.from("\uFEFFname: Café", "utf16le").swap16(),
    { text: "name: Café", problem: "invalid-utf8", strange: { at: 0, encoding: "UTF-16" } },
  ],
  [
    "a text in UTF-16 that does not say so",
    Buffer.from("name: Cafe", "utf16le"),
    { text: "name: Cafe", problem: "invalid-utf8", strange: { at: 0, encoding: "UTF-16" } },
  ],
  ["a text as large as may be", "é".repeat(megabyte / 2), { text: "é".repeat(megabyte / 2) }],
  ["a text that is too large", `${"é".repeat(megabyte / 2)}a`, { text: "", problem: "too-large" }],
])("%s", async (_, bytes, read) => {
  const path = "channels/web.yaml";
  const site = mkdtempSync(join(tmpdir(), "parley-files-"));
  mkdirSync(dirname(join(site, path)));
  writeFileSync(join(site, path), bytes);
  const files = await readFiles(site);
  rmSync(site, { recursive: true });
  expect([...files.values()]).toEqual([{ path, ...read }]);
});

test("a folder where a file is awaited", async () => {
  const site = mkdtempSync(join(tmpdir(), "parley-files-"));
  mkdirSync(join(site, "channels", "web.yaml"), { recursive: true });
  const files = await readFiles(site);
  rmSync(site, { recursive: true });
  expect([...files.values()]).toEqual([{ path: "channels/web.yaml", text: "", problem: "not-a-file" }]);
});
