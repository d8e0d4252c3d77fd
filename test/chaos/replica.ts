/** A replica as a process of its own, to be killed: says its address. Argument: the database's address. */

import { startForTests } from "../platform/start.ts";
import { unlimited } from "../support/unlimited.ts";

const { address } = await startForTests({ databaseUrl: process.argv[2] ?? "", more: { limits: unlimited } });
process.stdout.write(`${address}\n`);
