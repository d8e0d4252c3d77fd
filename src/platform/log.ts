/** The platform's log, for operators: no customer's words, no tokens, no secrets. */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Logger, pino } from "pino";

/** Into the data folder's `platform.log`; without a folder, warnings and worse on standard error. */
export function openLog(folder: string | null): Logger {
  if (folder === null) return pino({ level: "warn" }, pino.destination({ dest: 2, sync: true }));
  mkdirSync(folder, { recursive: true });
  // Little is written, and what is written last, before an end, counts most.
  return pino({ level: "info" }, pino.destination({ dest: join(folder, "platform.log"), sync: true, append: true }));
}
