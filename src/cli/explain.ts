/** `parley explain <check>`: a check's page. */

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { checks } from "#checks/index.ts";
import { Failure } from "#cli/failure.ts";
import type { Command } from "#cli/main.ts";

export const command: Command = {
  summary: "print a check's page: what, why, how to mend",
  usage: "parley explain <check>",
  async run([name]) {
    const check = checks.find((each) => each.name === name);
    const page = fileURLToPath(new URL(`../checks/${check?.name}/README.md`, import.meta.url));
    if (!check || !existsSync(page))
      throw new Failure(
        `there is no check "${name ?? ""}"`,
        `the checks are ${checks.map((each) => each.name).join(", ")}`,
      );
    process.stdout.write(readFileSync(page, "utf8"));
    return 0;
  },
};
