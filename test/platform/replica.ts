/** A platform without limits, as a process of its own: says its address. Arguments: the database's address, and for how long it goes on serving when it is to stop. */

import { unlimited } from "../support/unlimited.ts";
import { startForTests } from "./start.ts";

const [databaseUrl = "", drainMs = "0"] = process.argv.slice(2);
const { address, stop } = await startForTests({ databaseUrl, more: { limits: unlimited, drainMs: Number(drainMs) } });
process.stdout.write(`${address}\n`);
process.once("SIGTERM", () => void stop().then(() => process.exit(0)));
