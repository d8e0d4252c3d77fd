/** What an API answers in a chat: the one who plays says it. */

import type { Call } from "#rehearsal/stage.ts";
import type { StubAnswer } from "#runtime/stubs.ts";
import { requestOf } from "#runtime/stubs.ts";

/** Asks for an answer. */
export function shownCall(call: Call): string {
  const body = call.body === undefined ? "" : ` with ${JSON.stringify(call.body)}`;
  return `(${call.connection} is asked for ${requestOf(call)}${body}. Its answer? timeout, a status, JSON, or both: 404 {"error": "…"})\n`;
}

/** `timeout`, `404`, `{…}` or `201 {…}`; null: none of them. */
export function answerFrom(line: string): StubAnswer | null {
  const text = line.trim();
  if (text === "timeout") return "timeout";
  const status = /^([1-5][0-9]{2})(?:\s+|$)/.exec(text);
  const json = status ? text.slice(status[0].length) : text;
  if (json === "") return status ? { status: Number(status[1]) } : null;
  try {
    return { ...(status && { status: Number(status[1]) }), body: JSON.parse(json) as unknown };
  } catch {
    return null;
  }
}
