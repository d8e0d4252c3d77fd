/** Who publishes or goes back, and from where. */

import { hostname, userInfo } from "node:os";
import type { Holder } from "#drivers/driver.ts";

export function whoAndWhere(): Holder {
  return {
    who: process.env.GITHUB_ACTOR ?? safeUser(),
    where: process.env.GITHUB_RUN_ID ? `GitHub run ${process.env.GITHUB_RUN_ID}` : hostname(),
  };
}

function safeUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? "unknown"}`;
  }
}
