import { expect, test } from "vitest";
import type { ConnectionBody } from "#content/body.ts";
import { callsWith } from "#platform/conversations/api-call.ts";

const call = {
  kind: "call",
  call: "c1",
  workflow: "hello",
  step: "ask",
  connection: "shop",
  method: "get",
  path: "/orders",
  query: {},
  headers: {},
  timeoutMs: 1000,
  tries: 1,
  backoffMs: 1,
} as const;

/** The secret is the operator's, the header's name the author's: neither may end a conversation, or reach a log. */
test.each([
  ["a secret of several lines", "sesame\nopen", { bearer: { secret: "KEY" } }],
  ["a secret with letters that no header has", "sesame €", { header: { name: "x-key", secret: "KEY" } }],
  ["a header's name with a blank", "sesame", { header: { name: "x key", secret: "KEY" } }],
])("%s is a failed call, and is not told", async (_, secret, auth) => {
  const calls = callsWith(
    () => secret,
    () => false,
    () => Promise.reject(new Error("nothing is to be sent")),
  );
  const connection: ConnectionBody = { connection: "shop", base_url: "https://shop.example", auth };
  const result = await calls.ask(connection, call, new AbortController().signal);
  expect(result).toEqual({ kind: "failed", why: "a header's name or value cannot be sent" });
});
