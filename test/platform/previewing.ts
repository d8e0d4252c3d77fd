/** A platform of its own for each test, where previews are made, and a shop that its connections ask. */

import { afterAll, beforeAll, beforeEach } from "vitest";
import { sql, startTestServer, type TestServer } from "../support/postgres.ts";
import { type FakeShop, startFakeShop } from "./fake-shop.ts";
import { type Answer, type Customer, type Running, runPlatform } from "./running.ts";
import { type SmallSite, smallSite } from "./small-site.ts";

export interface Wanted {
  readonly name?: string;
  readonly days?: number;
  readonly answers?: unknown;
}

export interface Previewing {
  readonly platform: Running;
  readonly shop: FakeShop;
  /** Another process on the same database, which stops when the test does not need it any more. */
  another(): Promise<Running>;
  preview(site: SmallSite, wanted?: Wanted): Promise<Answer>;
  /** The channels of the page that a preview's link leads to, by the site's own ids. */
  channelsOn(path: string): Promise<Readonly<Record<string, string>>>;
  opened(site: SmallSite, wanted?: Wanted): Promise<{ path: string; web: string; customer: Customer }>;
  sql(text: string, values?: readonly unknown[]): ReturnType<typeof sql>;
}

export const draft = () => smallSite({ hello: "Hello from the draft!" });

/** To be called once in a file. */
export function previewingForEach(begin: (made: Previewing) => void): void {
  let server: TestServer;
  let shop: FakeShop;
  beforeAll(async () => {
    server = await startTestServer();
    shop = await startFakeShop();
  });
  afterAll(async () => {
    await shop?.stop();
    await server?.stop();
  });
  const secret = (name: string, host: string) => (name === "SHOP" && host === shop.host ? "open sesame" : undefined);
  beforeEach(async () => {
    const databaseUrl = await server.newDatabase();
    const platform = await runPlatform({ databaseUrl, secret });
    const preview: Previewing["preview"] = async (site, { name = "acme/site#7", days = 14, answers = {} } = {}) => {
      await platform.admin("POST", "/bodies", { bodies: site.bodies });
      const { content } = site;
      return platform.admin("POST", "/previews", { name, content, commit: "abc", author: "Ann", days, answers });
    };
    const channelsOn: Previewing["channelsOn"] = async (path) => {
      const { body } = await platform.request("GET", path);
      return Object.fromEntries([...String(body).matchAll(/(\w+)=(~[\w-]+)/g)].map(([, id, to]) => [id, to]));
    };
    begin({
      platform,
      shop,
      another: () => runPlatform({ databaseUrl, secret }),
      preview,
      channelsOn,
      async opened(site, wanted) {
        const { path } = (await preview(site, wanted)).body;
        const { web = "" } = await channelsOn(path);
        return { path, web, customer: await platform.open(web) };
      },
      sql: (text, values) => sql(databaseUrl, text, values),
    });
    return () => platform.stop();
  });
}
