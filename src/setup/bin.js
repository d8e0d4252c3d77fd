#!/usr/bin/env node
import { fits, wanted } from "./version.js";

if (fits(process.version)) {
  const { runMain } = await import("../../dist/cli/main.js");
  runMain();
} else {
  process.stderr.write(
    `parley needs Node ${wanted} or newer, and this is ${process.version}.\nInstall it, or run: npx -p node@${wanted} -p parley parley …\n`,
  );
  process.exitCode = 2;
}
