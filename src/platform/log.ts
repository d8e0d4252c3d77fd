/** The platform's log, for operators: no customer's words, no tokens, no secrets. */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Logger, pino } from "pino";
import type { Traces } from "#platform/traces/traces.ts";

/** What an error says of itself, and no more: a database's also quotes the rows that it is about. */
const serializers = {
  err: ({ name, message, code, stack }: Error & { readonly code?: string }) => ({ name, message, code, stack }),
};

/**
 * Into the data folder's `platform.log`; without a folder, on standard error. `level` is pino's: `info`, `warn`. Where
 * there are traces, a line says in which it was written.
 */
export function openLog(folder: string | null, level: string, traces: Traces | null): Logger {
  const options = { level, serializers, ...(traces && { mixin: traces.logged }) };
  if (folder === null) return pino(options, pino.destination({ dest: 2, sync: true }));
  mkdirSync(folder, { recursive: true });
  // Little is written, and what is written last, before an end, counts most.
  return pino(options, pino.destination({ dest: join(folder, "platform.log"), sync: true, append: true }));
}
