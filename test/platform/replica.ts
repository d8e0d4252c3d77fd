/** A platform without limits, as a process of its own: says its address. Argument: the database's address. */

import { unlimited } from "../support/unlimited.ts";
import { startForTests } from "./start.ts";

const [databaseUrl = ""] = process.argv.slice(2);
const { address, stop } = await startForTests({ databaseUrl, more: { limits: unlimited } });
process.stdout.write(`${address}\n`);
process.once("SIGTERM", () => void stop().then(() => process.exit(0)));
