/** A platform as a process of its own, to be killed: says its address on the standard output. Argument: its folder. */

import { startForTests } from "./start.ts";

const { address } = await startForTests({ dataFolder: process.argv[2] ?? "" });
process.stdout.write(`${address}\n`);
