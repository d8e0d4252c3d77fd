import { join } from "node:path";
import { root, run, setUp } from "./run.js";

process.exitCode = await run(setUp(), [join(root, "src/cli/main.ts"), "start", ...process.argv.slice(2)]);
