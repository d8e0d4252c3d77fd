/** Visitors of a page with the widget: real Chromium, a strict policy, a strict stand-in for the platform. */

import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { widgetScript } from "#widget/build.ts";
import type { ChannelInfo, CustomerEvent } from "#wire/customer.ts";
import type { MessageBody } from "#wire/message.ts";
import { launchBrowser } from "./browser.ts";
import { type CustomerApi, startCustomerApi } from "./customer-api.ts";

const info: ChannelInfo = {
  channel: "web-fr",
  name: "Lumi",
  assistant: "lumi",
  brand: { name: "Maison Lumière", color: "#7A1F3D", logo: "/v1/assets/1/logo.svg" },
  languages: ["en", "fr"],
  language: "en",
  position: "right",
};
const page = `<!doctype html><html lang="en"><head><title>A shop</title><link rel="icon" href="data:,"><script src="/parley-chat.js" defer></script></head>
<body><main><h1>A shop</h1><button id="help">Help</button></main><parley-chat channel="web-fr"></parley-chat></body></html>`;
const welcome: readonly MessageBody[] = [
  { type: "text", text: "Hello, I am **Lumi**!" },
  {
    type: "text",
    text: "What can I do?",
    choices: [
      { id: "order", label: "Track my order" },
      { id: "delivery", label: "Delivery" },
    ],
  },
];

/** What the assistant of these tests says. */
function answer(event: CustomerEvent): readonly MessageBody[] {
  if (event.kind === "language") return [{ type: "text", text: event.language === "fr" ? "Bonjour !" : "Hello!" }];
  if (event.kind === "fill") return [{ type: "text", text: `Thank you, ${event.values.name}.` }];
  if (event.kind === "text") return answers[event.text] ?? [{ type: "text", text: `You said ${event.text}` }];
  return event.option === "delivery" ? [cards] : [{ type: "text", text: `Picked ${event.option}` }];
}

const cards: MessageBody = {
  type: "cards",
  text: "Two ways:",
  cards: [
    {
      id: "home",
      title: "Home",
      text: "48 hours",
      image: "/v1/assets/2/home.svg",
      alt: "A house",
      choices: [{ id: "home.take", label: "Take home" }],
    },
    { id: "shop", title: "Shop", link: "https://shop.example/", choices: [{ id: "shop.take", label: "Take shop" }] },
  ],
};
const answers: Readonly<Record<string, readonly MessageBody[]>> = {
  form: [
    {
      type: "form",
      text: "Who are you?",
      fields: [
        { name: "name", type: "text", label: "Name" },
        { name: "mail", type: "email", label: "Email" },
      ],
    },
  ],
  account: [
    {
      type: "form",
      text: "Your account?",
      fields: [
        { name: "name", type: "text", label: "Name" },
        { name: "iban", type: "text", label: "IBAN", sensitive: true },
      ],
    },
  ],
  secret: [{ type: "text", text: "Your PIN?", sensitive: true }],
  picture: [{ type: "text", text: "A picture?", upload: { types: ["jpg", "png"], maxMb: 1 } }],
  everything: [
    {
      type: "articles",
      text: "Read:",
      articles: [{ id: "a", title: "Care", excerpt: "A soft cloth.", url: "https://help.example/a" }],
    },
    { type: "links", links: [{ label: "Parcel", url: "https://post.example/" }] },
    { type: "file", file: "/v1/assets/3/bill.pdf", name: "bill.pdf" },
    { type: "image", image: "/v1/assets/4/lamp.svg", alt: "A lamp" },
    cards,
  ],
  hostile: [
    {
      type: "text",
      text: "<img src=x onerror=alert(1)> [press](javascript:alert(2)) **<b>b</b>**",
      choices: [{ id: "x", label: "<script>alert(3)</script>" }],
    },
    { type: "links", links: [{ label: "bad link", url: "javascript:alert(4)" }] },
    { type: "image", image: "javascript:alert(5)", alt: "bad image" },
    { type: "file", file: "data:text/html,<script>alert(6)</script>", name: "bad file" },
    {
      type: "cards",
      cards: [
        { id: "c", title: "<i>bad card</i>", link: "javascript:alert(7)", image: "data:image/svg+xml,x", choices: [] },
      ],
    },
    { type: "articles", articles: [{ id: "a", title: "bad article", excerpt: "<u>u</u>", url: "vbscript:alert(8)" }] },
  ],
};

export interface Visited {
  readonly tab: Page;
  /** What went wrong in the page: errors, and dialogs that a hostile text opened. */
  readonly faults: readonly string[];
}

export interface Visitors {
  readonly api: CustomerApi;
  /** A visitor's first tab. */
  visit(options?: BrowserContextOptions, prepare?: () => void): Promise<Visited>;
  /** One more tab of the same visitor. */
  anotherTab(): Promise<Visited>;
  /** A first tab with the window open and the greeting read. */
  chat(options?: BrowserContextOptions): Promise<Visited>;
}

/** A browser for the file's tests, and a platform and a visitor for each. A test in which the widget broke the contract fails. */
export function useVisitors(): Visitors {
  let browser: Browser;
  let script: string;
  let api: CustomerApi;
  let context: BrowserContext;

  beforeAll(async () => {
    [browser, script] = await Promise.all([launchBrowser(), widgetScript()]);
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    api = await startCustomerApi({ info, script, page, open: welcome, answer });
  });
  afterEach(async () => {
    await context?.close();
    const { complaints } = api;
    await api.stop();
    expect(complaints).toEqual([]);
  });

  async function visit(options: BrowserContextOptions = {}, prepare?: () => void): Promise<Visited> {
    context = await browser.newContext({ locale: "en-GB", ...options });
    if (prepare) await context.addInitScript(prepare);
    return anotherTab();
  }

  async function anotherTab(): Promise<Visited> {
    const tab = await context.newPage();
    const faults: string[] = [];
    tab.on("pageerror", (error) => faults.push(error.message));
    tab.on("dialog", (dialog) => {
      faults.push(dialog.message());
      void dialog.dismiss();
    });
    await tab.goto(api.address);
    return { tab, faults };
  }

  async function chat(options: BrowserContextOptions = {}): Promise<Visited> {
    const visited = await visit(options);
    await visited.tab.getByRole("button", { name: "Open chat" }).click();
    await shows(visited.tab, "What can I do?");
    return visited;
  }

  return {
    visit,
    anotherTab,
    chat,
    get api() {
      return api;
    },
  };
}

export const log = (tab: Page): Locator => tab.locator(".log");
export const input = (tab: Page): Locator => tab.locator("textarea");

export async function shows(tab: Page, text: string): Promise<void> {
  await log(tab).getByText(text).first().waitFor();
}

export async function write(tab: Page, text: string): Promise<void> {
  await input(tab).fill(text);
  await input(tab).press("Enter");
}

/** What stands in the conversation's bubbles, from top to bottom. */
export function bubbles(tab: Page): Promise<readonly string[]> {
  return tab.locator(".log .bubble").allInnerTexts();
}

export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(condition, { timeout: 10_000 }).toBe(true);
}

/** The id, class or tag of what has the focus, within the widget too. */
export function focused(tab: Page): Promise<string> {
  return tab.evaluate(() => {
    const inner = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
    return inner?.id || inner?.className || inner?.localName || "";
  });
}
