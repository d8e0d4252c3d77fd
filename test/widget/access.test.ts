/** The widget for everybody: keyboard, screen readers, small screens, any look; and for the page around it. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { BrowserContextOptions } from "playwright-core";
import { describe, expect, test } from "vitest";
import { eventually, focused, input, log, shows, useVisitors, write } from "../support/visitors.ts";

const visitors = useVisitors();

describe("for everybody", () => {
  test("Escape closes, and the focus goes back to where it came from", async () => {
    const { tab } = await visitors.chat();
    await tab.keyboard.press("Escape");
    expect(await tab.getByRole("dialog").count()).toBe(0);
    expect(await focused(tab)).toBe("launcher");
    await tab.locator("#help").focus();
    await tab.evaluate(() => document.querySelector<HTMLElement & { open(): void }>("parley-chat")?.open());
    expect(await focused(tab)).toBe("textarea");
    await tab.keyboard.press("Escape");
    expect(await focused(tab)).toBe("help");
  });

  test("a message that arrives is spoken once, by name, and moves no focus; history is not spoken", async () => {
    const { tab } = await visitors.chat();
    await tab.getByRole("button", { name: "Close chat" }).first().focus();
    const before = await focused(tab);
    visitors.api.say({ type: "text", text: "**News** [here](https://a.example)" });
    await shows(tab, "News");
    expect(await tab.locator(".spoken p").last().textContent()).toBe("Lumi: News here");
    expect(await focused(tab)).toBe(before);
    await tab.reload();
    await tab.getByRole("button", { name: "Open chat" }).click();
    await shows(tab, "News");
    expect(await tab.locator(".spoken p").count()).toBe(0);
  });

  test("what came while the window was closed is counted, in every tab until it is seen", async () => {
    const { tab } = await visitors.chat();
    await tab.keyboard.press("Escape");
    visitors.api.say({ type: "text", text: "one" });
    visitors.api.say({ type: "text", text: "two" });
    await tab.getByRole("button", { name: "Open chat. Unread messages: 2" }).waitFor();
    await tab.reload();
    await tab.getByRole("button", { name: "Open chat. Unread messages: 2" }).click();
    await tab.keyboard.press("Escape");
    await tab.getByRole("button", { name: "Open chat", exact: true }).waitFor();
  });

  test("Shift+Enter begins a line, and an input method's Enter sends nothing", async () => {
    const { tab } = await visitors.chat();
    await input(tab).pressSequentially("a");
    await input(tab).press("Shift+Enter");
    await input(tab).pressSequentially("b");
    await input(tab).dispatchEvent("keydown", { key: "Enter", isComposing: true });
    expect(visitors.api.posted).toEqual([]);
    await input(tab).press("Enter");
    await shows(tab, "You said a");
    expect(visitors.api.posted[0]).toMatchObject({ kind: "text", text: "a\nb" });
  });

  test("a page hears what happens", async () => {
    const { tab } = await visitors.visit();
    await tab.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      for (const name of ["parley-open", "parley-close", "parley-message"])
        addEventListener(name, (event) => heard.push(`${name} ${(event as CustomEvent).detail?.from ?? ""}`.trim()));
    });
    await tab.getByRole("button", { name: "Open chat" }).click();
    await shows(tab, "What can I do?");
    await tab.keyboard.press("Escape");
    await eventually(() =>
      tab.evaluate(() => (window as unknown as { heard: string[] }).heard.includes("parley-close")),
    );
    expect(await tab.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual([
      "parley-open",
      "parley-message notice",
      "parley-message assistant",
      "parley-message assistant",
      "parley-close",
    ]);
  });

  test("a window in the page is a region, fits its place, and cannot be closed", async () => {
    const { tab } = await visitors.visit({ viewport: { width: 700, height: 500 } });
    await tab.evaluate(() => {
      document.querySelector("main")?.remove();
      document.body.style.margin = "0";
      document.querySelector("parley-chat")?.setAttribute("inline", "");
    });
    await shows(tab, "What can I do?");
    await tab.getByRole("region", { name: "Lumi" }).waitFor();
    for (let times = 0; times < 3; times += 1) await write(tab, "everything");
    await eventually(() => visitors.api.posted.length === 3);
    expect(await tab.evaluate(() => document.documentElement.scrollHeight)).toBe(500);
    await tab.keyboard.press("Escape");
    expect(await tab.getByRole("button", { name: /chat/ }).count()).toBe(0);
    expect(await focused(tab)).toBe("textarea");
  });

  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const looks: readonly [string, BrowserContextOptions][] = [
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["at 320 pixels", { viewport: { width: 320, height: 640 } }],
    ["without motion", { reducedMotion: "reduce" }],
  ];
  test.each(looks)("axe finds no fault: %s", async (_look, options) => {
    const { tab } = await visitors.chat({ bypassCSP: true, reducedMotion: "reduce", ...options });
    await write(tab, "everything");
    await shows(tab, "Two ways:");
    await write(tab, "form");
    await tab.getByLabel("Name").waitFor();
    visitors.api.failNext(["refuse"]);
    await write(tab, "lost");
    await tab.getByRole("alert").waitFor();
    await tab.evaluate(axe);
    const violations = await tab.evaluate(async () => {
      const run = (
        window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
      ).axe;
      return (await run.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    });
    expect(violations).toEqual([]);
  });

  test("at 320 pixels nothing has to be scrolled sideways, and every control is large enough", async () => {
    const { tab } = await visitors.chat({ viewport: { width: 320, height: 640 } });
    await write(tab, "everything");
    await shows(tab, "Two ways:");
    expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(await log(tab).evaluate((each) => each.scrollWidth - each.clientWidth)).toBe(0);
    for (const control of await tab
      .locator("parley-chat button:visible, parley-chat select, parley-chat textarea")
      .all()) {
      const box = await control.boundingBox();
      expect(
        Math.round(Math.min(box?.width ?? 0, box?.height ?? 0)),
        (await control.textContent()) ?? "",
      ).toBeGreaterThanOrEqual(44);
    }
  });
});
