/** A conversation in the widget, as customers meet it. */

import { describe, expect, test } from "vitest";
import { eventually, focused, input, log, shows, useVisitors, write } from "../support/visitors.ts";

const visitors = useVisitors();

describe("a conversation", () => {
  test("opens, is spoken in, and shows every kind of message", async () => {
    const { tab, faults } = await visitors.chat();
    await expect(tab.getByRole("heading", { name: "Lumi" }).isVisible()).resolves.toBe(true);
    await shows(tab, "This conversation is kept for 90 days.");
    await write(tab, "everything");
    await shows(tab, "Two ways:");
    for (const name of ["Care", "Parcel", "bill.pdf", "A lamp"])
      await expect(log(tab).getByRole("link", { name }).first().getAttribute("rel")).resolves.toContain("noopener");
    await expect(log(tab).getByRole("img", { name: "A house" }).count()).resolves.toBe(1);
    await log(tab).getByRole("button", { name: "Take shop" }).click();
    await shows(tab, "Picked shop.take");
    expect(visitors.api.posted.map(({ kind }) => kind)).toEqual(["text", "pick"]);
    expect(faults).toEqual([]);
  });

  test("is led by the keyboard alone, and an option can be taken once", async () => {
    const { tab } = await visitors.visit();
    await tab.getByRole("button", { name: "Open chat" }).waitFor();
    await tab.keyboard.press("Tab");
    await tab.keyboard.press("Tab");
    expect(await focused(tab)).toBe("launcher");
    await tab.keyboard.press("Enter");
    await shows(tab, "What can I do?");
    expect(await focused(tab)).toBe("textarea");
    for (let steps = 0; steps < 3; steps += 1) await tab.keyboard.press("Shift+Tab");
    await tab.keyboard.press("Tab");
    expect(await focused(tab)).toBe("choice");
    await tab.keyboard.press("Enter");
    await shows(tab, "Picked order");
    expect(await focused(tab)).toBe("textarea");
    for (const option of await log(tab).locator(".choice").all()) expect(await option.isDisabled()).toBe(true);
    await expect(log(tab).locator(".choice.taken").textContent()).resolves.toBe("Track my order");
    expect(visitors.api.posted).toHaveLength(1);
  });

  test("takes a form, each field checked, and closes it afterwards", async () => {
    const { tab } = await visitors.chat();
    await write(tab, "form");
    await tab.getByLabel("Name").fill("Ann");
    await tab.getByLabel("Email").fill("no address");
    await tab.locator(".fields button").click();
    expect(visitors.api.posted).toHaveLength(1);
    await tab.getByLabel("Email").fill("ann@example.com");
    await tab.locator(".fields button").click();
    await shows(tab, "Thank you, Ann.");
    expect(await tab.locator(".fields").count()).toBe(0);
    expect(visitors.api.posted.at(-1)).toMatchObject({
      kind: "fill",
      values: { name: "Ann", mail: "ann@example.com" },
    });
  });

  test("hides what is for nobody else's eyes, while it is typed and afterwards", async () => {
    const { tab } = await visitors.chat();
    await write(tab, "account");
    await tab.getByLabel("Name").fill("Ann");
    const iban = tab.getByLabel("IBAN");
    expect([await iban.getAttribute("type"), await iban.getAttribute("autocomplete")]).toEqual(["password", "off"]);
    visitors.api.failNext(["refuse"]);
    await iban.fill("FR7630006000");
    await tab.locator(".fields button").click();
    await shows(tab, "Ann, •••");
    await tab.getByRole("button", { name: "Try again" }).click();
    await shows(tab, "Thank you, Ann.");
    await write(tab, "secret");
    await shows(tab, "Your PIN?");
    const pin = tab.locator(".composer [name=text]");
    await eventually(async () => (await pin.getAttribute("type")) === "password");
    await pin.fill("4711");
    await pin.press("Enter");
    await eventually(async () => (await log(tab).locator(".customer .bubble").last().textContent()) === "•••");
    expect(visitors.api.posted.at(-1)).toMatchObject({ kind: "text", text: "4711" });
    await eventually(async () => (await focused(tab)) === "textarea");
    expect(await log(tab).textContent()).not.toContain("FR76");
  });

  test("sends a file where one is asked for, also after it failed", async () => {
    const { tab } = await visitors.chat();
    await write(tab, "picture");
    const field = tab.locator("input[type=file]");
    await field.waitFor();
    expect(await field.getAttribute("accept")).toBe(".jpg,.png");
    visitors.api.failNext(["refuse"]);
    await field.setInputFiles({ name: "my lamp.jpg", mimeType: "image/jpeg", buffer: Buffer.from("a lamp") });
    await tab.getByRole("button", { name: "Try again" }).click();
    await shows(tab, "Thank you for my lamp.jpg");
    await log(tab).locator(".customer").getByRole("link", { name: "my lamp.jpg" }).waitFor();
    expect(visitors.api.files).toEqual(["my lamp.jpg: a lamp"]);
    expect(await field.count()).toBe(0);
    expect(visitors.api.complaints).toEqual([]);
  });

  test("sends files while people have it, and offers that no longer than they do", async () => {
    const { tab } = await visitors.chat();
    await shows(tab, "What can I do?");
    expect(await tab.locator("input[type=file]").count()).toBe(0);
    visitors.api.signal("people", { on: true });
    visitors.api.signal("queue", { text: "Number 2 in the queue" });
    const field = tab.getByLabel("Choose a file");
    await field.setInputFiles({ name: "lamp.txt", mimeType: "text/plain", buffer: Buffer.from("a lamp") });
    await shows(tab, "Thank you for lamp.txt");
    expect(visitors.api.files).toContain("lamp.txt: a lamp");
    await write(tab, "thanks");
    visitors.api.signal("people", { on: false });
    await eventually(async () => (await field.count()) === 0);
    visitors.api.signal("people", { on: true });
    await field.waitFor();
    // Whoever comes back is told anew: meanwhile they may have gone.
    visitors.api.drop();
    await eventually(async () => (await field.count()) === 0);
    expect(await log(tab).textContent()).not.toContain("Number 2 in the queue");
    expect(visitors.api.complaints).toEqual([]);
  });

  test("changes its language, and keeps it after a reload", async () => {
    const { tab } = await visitors.chat();
    await tab.getByLabel("Language").selectOption("fr");
    await shows(tab, "Bonjour !");
    await expect(input(tab).getAttribute("placeholder")).resolves.toBe("Écrivez un message");
    await tab.reload();
    await tab.getByRole("button", { name: "Ouvrir la discussion" }).click();
    await shows(tab, "Bonjour !");
  });

  test("begins in the visitor's language", async () => {
    const { tab } = await visitors.visit({ locale: "fr" });
    await tab.getByRole("button", { name: "Open chat" }).click();
    await eventually(async () => (await input(tab).getAttribute("placeholder")) === "Écrivez un message");
  });

  test("shows who is on top now, and that they are writing", async () => {
    const { tab } = await visitors.chat();
    visitors.api.signal("typing", { on: true });
    await log(tab).locator(".dots").waitFor();
    visitors.api.signal("queue", { text: "Number 2 in the queue" });
    await log(tab).getByText("Number 2 in the queue").waitFor();
    visitors.api.signal("queue", { text: null });
    await log(tab).getByText("Number 2 in the queue").waitFor({ state: "detached" });
    visitors.api.signal("name", { name: "Claire" });
    await tab.getByRole("heading", { name: "Claire" }).waitFor();
    visitors.api.say({ type: "text", text: "I am Claire." }, { from: "agent", name: "Claire" });
    await shows(tab, "I am Claire.");
    expect(await log(tab).locator(".dots").count()).toBe(0);
    await tab.reload();
    await tab.getByRole("button", { name: /Open chat/ }).click();
    await tab.getByRole("heading", { name: "Claire" }).waitFor();
  });

  test("shows hostile texts as text, and runs nothing", async () => {
    const { tab, faults } = await visitors.chat();
    await write(tab, "hostile");
    await shows(tab, "bad article");
    await shows(tab, "<img src=x onerror=alert(1)> [press](javascript:alert(2)) <b>b</b>");
    await log(tab).getByRole("button", { name: "<script>" }).waitFor();
    await expect(log(tab).locator("a, img, script, b, i:not(.dots i), u").count()).resolves.toBe(0);
    await write(tab, "<img src=x onerror=alert(9)>");
    await shows(tab, "You said <img src=x onerror=alert(9)>");
    expect(faults).toEqual([]);
  });
});
