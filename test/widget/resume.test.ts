/** What the widget does when tabs, networks and platforms fail it: nothing is lost, nothing doubled. */

import { describe, expect, test } from "vitest";
import { bubbles, eventually, focused, shows, useVisitors, write } from "../support/visitors.ts";

const visitors = useVisitors();

describe("nothing is lost and nothing doubled", () => {
  test("a reload and another tab show the same conversation", async () => {
    const { tab } = await visitors.chat();
    await write(tab, "one");
    await shows(tab, "You said one");
    const before = await bubbles(tab);
    await tab.reload();
    await tab.getByRole("button", { name: "Open chat" }).click();
    await shows(tab, "You said one");
    expect(await bubbles(tab)).toEqual(before);
    const { tab: other } = await visitors.anotherTab();
    await other.getByRole("button", { name: "Open chat" }).click();
    await write(other, "two");
    await shows(tab, "You said two");
    expect(await bubbles(tab)).toEqual([...before, "two", "You said two"]);
    expect(visitors.api.count()).toBe(1);
  });

  test("two tabs that open at the same moment have one conversation", async () => {
    const { tab } = await visitors.visit();
    const { tab: other } = await visitors.anotherTab();
    await Promise.all([tab, other].map((each) => each.getByRole("button", { name: "Open chat" }).click()));
    await Promise.all([tab, other].map((each) => shows(each, "What can I do?")));
    expect(visitors.api.count()).toBe(1);
  });

  test("a stream that drops is taken up where it was", async () => {
    const { tab } = await visitors.chat();
    visitors.api.drop();
    visitors.api.say({ type: "text", text: "said while away" });
    await shows(tab, "said while away");
    visitors.api.drop();
    await write(tab, "one");
    await shows(tab, "You said one");
    expect(await bubbles(tab)).toEqual([
      "Hello, I am Lumi!",
      "What can I do?",
      "said while away",
      "one",
      "You said one",
    ]);
    expect(await tab.getByRole("alert").count()).toBe(0);
  });

  test("a tab that nobody looks at gives its connection back, and catches up when it is seen", async () => {
    const { tab } = await visitors.visit();
    await tab.clock.install();
    await tab.getByRole("button", { name: "Open chat" }).click();
    await shows(tab, "What can I do?");
    const look = (hidden: boolean): Promise<void> =>
      tab.evaluate((now) => {
        Object.defineProperty(document, "hidden", { value: now, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    const streams = (): number => visitors.api.newest().streams.size;
    await look(true);
    await tab.clock.fastForward("00:50");
    expect(streams()).toBe(1);
    await tab.clock.fastForward("00:11");
    await eventually(() => streams() === 0);
    await tab.clock.fastForward("05:00");
    visitors.api.say({ type: "text", text: "said while away" });
    await look(false);
    await shows(tab, "said while away");
    expect(streams()).toBe(1);
    expect(await tab.getByRole("alert").count()).toBe(0);
  });

  test("a connection that stays lost is said, and so is its return", async () => {
    const { tab } = await visitors.chat();
    visitors.api.setDown(true);
    visitors.api.drop();
    await tab.getByRole("alert").getByText("Connection lost").waitFor();
    visitors.api.say({ type: "text", text: "said while away" });
    visitors.api.setDown(false);
    await shows(tab, "said while away");
    expect(await tab.getByRole("alert").count()).toBe(0);
    await expect(tab.locator(".spoken").textContent()).resolves.toContain("Connected again.");
  });

  test("what failed is sent again, with its id, in its place", async () => {
    const { tab } = await visitors.chat();
    visitors.api.failNext(["refuse"]);
    await write(tab, "one");
    await tab.getByRole("alert").getByText("Not sent").waitFor();
    await tab.getByRole("button", { name: "Try again" }).click();
    await shows(tab, "You said one");
    expect(await bubbles(tab)).toEqual(["Hello, I am Lumi!", "What can I do?", "one", "You said one"]);
    expect(new Set(visitors.api.posted.map(({ id }) => id)).size).toBe(1);
  });

  test("what was taken while its answer was lost is there once", async () => {
    const { tab } = await visitors.chat();
    visitors.api.failNext(["lose answer"]);
    await write(tab, "one");
    await shows(tab, "You said one");
    await write(tab, "two");
    await shows(tab, "You said two");
    expect(await bubbles(tab)).toEqual([
      "Hello, I am Lumi!",
      "What can I do?",
      "one",
      "You said one",
      "two",
      "You said two",
    ]);
    expect(await tab.getByRole("alert").count()).toBe(0);
  });

  test("a language that did not arrive is taken back, and said", async () => {
    const { tab } = await visitors.chat();
    visitors.api.failNext(["refuse"]);
    await tab.getByLabel("Language").selectOption("fr");
    await tab.getByRole("alert").getByText("The language could not be changed.").waitFor();
    await expect(tab.getByLabel("Language").inputValue()).resolves.toBe("en");
  });

  test("a conversation that is gone gives way to a new one", async () => {
    const { tab } = await visitors.chat();
    visitors.api.forget();
    await tab.getByText("This conversation has ended.").waitFor();
    await tab.getByRole("button", { name: "Start a new conversation" }).click();
    await shows(tab, "What can I do?");
    expect(await focused(tab)).toBe("textarea");
    expect(visitors.api.count()).toBe(1);
  });

  test("one that was gone before the page opened is not mentioned", async () => {
    const { tab } = await visitors.chat();
    visitors.api.forget();
    await tab.reload();
    await tab.getByRole("button", { name: "Open chat" }).click();
    await shows(tab, "What can I do?");
    expect(visitors.api.count()).toBe(1);
  });

  test("a browser that refuses storage still chats", async () => {
    const { tab, faults } = await visitors.visit({}, () => {
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("refused", "SecurityError");
        },
      });
    });
    await tab.getByRole("button", { name: "Open chat" }).click();
    await shows(tab, "What can I do?");
    await write(tab, "one");
    await shows(tab, "You said one");
    expect(faults).toEqual([]);
  });
});
