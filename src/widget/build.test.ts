import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Script } from "node:vm";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { buildWidget, widgetScript } from "#widget/build.ts";

const folder = mkdtempSync(join(tmpdir(), "parley-widget-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the widget is one small classic script that any page can carry", async () => {
  const file = join(folder, "deep", "parley-chat.js");
  await buildWidget(file);
  const script = readFileSync(file, "utf8");
  expect(script).toBe(await widgetScript());
  expect(() => new Script(script)).not.toThrow();
  expect(gzipSync(script, { level: 9 }).length).toBeLessThan(23_000);
  // A page may have any charset, or none.
  expect(script.match(/\P{ASCII}+/gu)).toBeNull();
  // Schemas check on the platform's side; their library is as large as the widget.
  expect(script).not.toContain("additionalProperties");
});
