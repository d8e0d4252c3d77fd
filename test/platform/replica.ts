/**
 * A platform without limits, as a process of its own: says its address. Arguments: the database's address, for how
 * long it goes on serving when it is to stop, and the database's address without a pooler where there is one between.
 */

import { unlimited } from "../support/unlimited.ts";
import { startForTests } from "./start.ts";

const [databaseUrl = "", drainMs = "0", directUrl = ""] = process.argv.slice(2);
const { address, stop } = await startForTests({
  databaseUrl,
  more: { limits: unlimited, drainMs: Number(drainMs), ...(directUrl && { directUrl }) },
});
process.stdout.write(`${address}\n`);
process.once("SIGTERM", () => void stop().then(() => process.exit(0)));
