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

const bearer = { bearer: { secret: "KEY" } } as const;

test.each([
  ["http://shop.example", false, { kind: "failed", why: "the secret KEY goes to shop.example by https alone" }],
  ["http://shop.internal", true, { kind: "answer", status: 204, headers: {}, body: "" }],
  ["https://shop.example", false, { kind: "answer", status: 204, headers: {}, body: "" }],
])("a secret goes to %s, which is the operator's own: %s", async (base_url, isOwn, expected) => {
  const calls = callsWith(
    () => "sesame",
    () => isOwn,
    () => Promise.resolve({ status: 204, headers: {}, body: Buffer.alloc(0) }),
  );
  const connection: ConnectionBody = { connection: "shop", base_url, auth: bearer };
  expect(await calls.ask(connection, call, new AbortController().signal)).toMatchObject(expected);
});

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
