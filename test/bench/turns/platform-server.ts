/** A platform without limits, as a process of its own: says its address. Arguments: the database's address. */

import { pino } from "pino";
import { startPlatform } from "#platform/serve.ts";
import { unlimited } from "../../support/unlimited.ts";

const [databaseUrl = ""] = process.argv.slice(2);
const platform = await startPlatform({
  host: "127.0.0.1",
  port: 0,
  dataFolder: "",
  databaseUrl,
  adminToken: "bench",
  secret: () => undefined,
  allowsPrivate: () => false,
  limits: unlimited,
  log: pino({ level: "warn" }, pino.destination(2)),
  pages: { script: "", styles: "", front: () => "", chat: () => "", preview: () => "", over: () => "" },
  report: () => undefined,
});
process.stdout.write(`${platform.address}\n`);
process.once("SIGTERM", () => void platform.stop().then(() => process.exit(0)));
