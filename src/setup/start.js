import { root, run, setUp } from "./run.js";
import { join } from "node:path";

process.exitCode = await run(setUp(), [join(root, "src/cli/main.ts"), "start", ...process.argv.slice(2)]);
