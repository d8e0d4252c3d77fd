/** Asks an API what a workflow's `call` wants to know. Never rejects: whatever goes wrong is a result. */

import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectionBody } from "#content/body.ts";
import {
  type AllowsPrivate,
  AnswerTooLarge,
  type OutwardRequest,
  PrivateHost,
  type Send,
} from "#platform/conversations/outward.ts";
import type { Effect } from "#runtime/effect.ts";
import type { CallResult } from "#runtime/event.ts";
import { statusMayPass } from "#runtime/status-may-pass.ts";

type Call = Extract<Effect, { kind: "call" }>;

/** A secret's value, where the operator lets it go to that host (`host`, or `host:port`); undefined else. */
export type Secrets = (name: string, host: string) => string | undefined;

export interface Calls {
  /** Performs a call, with its repeats. `stop` ends it early: the result is then worth nothing. */
  ask(connection: ConnectionBody, call: Call, stop: AbortSignal): Promise<CallResult>;
}

/** What says where a request goes and where it ends is not an author's to say. */
const ownHeaders = ["host", "content-length", "transfer-encoding", "connection", "upgrade", "expect", "te", "trailer"];
const maxBackoffMs = 10_000;
const unsendable = "a header's name or value cannot be sent";

/** Whether asking twice does no harm. */
export function isRepeatable({ method, idempotencyKey }: Call): boolean {
  return idempotencyKey !== undefined || method === "get" || method === "put" || method === "delete";
}

export function callsWith(secrets: Secrets, allowsPrivate: AllowsPrivate, send: Send): Calls {
  return {
    async ask(connection, call, stop) {
      const request = requestOf(connection, call, secrets, allowsPrivate);
      if ("kind" in request) return request;
      for (let attempt = 1; ; attempt += 1) {
        const { result, mayPass } = await askOnce(request, call.timeoutMs, allowsPrivate, send, stop);
        if (!mayPass || attempt >= call.tries || stop.aborted) return result;
        const pause = Math.min(call.backoffMs * 2 ** (attempt - 1), maxBackoffMs);
        await sleep(pause * (0.75 + Math.random() / 2), undefined, { signal: stop }).catch(() => undefined);
      }
    },
  };
}

function failed(why: string): CallResult {
  return { kind: "failed", why };
}

function requestOf(
  connection: ConnectionBody,
  call: Call,
  secrets: Secrets,
  allowsPrivate: AllowsPrivate,
): OutwardRequest | CallResult {
  const url = urlOf(connection.base_url, call.path);
  if (!url) return failed("the path leads out of the connection's address");
  for (const [name, value] of Object.entries(call.query)) url.searchParams.append(name, value);
  let headers: Headers;
  try {
    headers = new Headers({ accept: "application/json", ...call.headers });
    for (const name of ownHeaders) headers.delete(name);
  } catch {
    return failed(unsendable);
  }
  let body: string | undefined;
  if (call.body !== undefined) {
    const isText = typeof call.body === "string" && headers.has("content-type");
    body = isText ? String(call.body) : JSON.stringify(call.body);
    if (!headers.has("content-type")) headers.set("content-type", "application/json");
  }
  if (call.idempotencyKey !== undefined) headers.set("idempotency-key", encodeURIComponent(call.idempotencyKey));
  const { bearer, basic, header, query } = connection.auth ?? {};
  const name = (bearer ?? basic ?? header ?? query)?.secret;
  if (name !== undefined) {
    const value = secrets(name, url.host);
    if (value === undefined) return failed(`the secret ${name} is not set, or not for ${url.host}`);
    // Whoever stands between could read it along: only in the operator's own network nobody does.
    if (url.protocol !== "https:" && !allowsPrivate(url.host)) {
      return failed(`the secret ${name} goes to ${url.host} by https alone`);
    }
    try {
      if (bearer) headers.set("authorization", `Bearer ${value}`);
      if (basic) headers.set("authorization", `Basic ${Buffer.from(`${basic.user}:${value}`).toString("base64")}`);
      if (header) headers.set(header.name, value);
    } catch {
      // What it says has the secret in it.
      return failed(unsendable);
    }
    if (query) url.searchParams.set(query.name, value);
  }
  return {
    url,
    method: call.method.toUpperCase(),
    headers: Object.fromEntries(headers),
    isRepeatable: isRepeatable(call),
    ...(body !== undefined && { body }),
  };
}

/** The path below the address; null where it climbs out of it, or leads to another host. */
function urlOf(base: string, path: string): URL | null {
  const root = new URL(base);
  const prefix = root.pathname.replace(/\/$/, "");
  const wanted = `${prefix}${path.startsWith("/") ? "" : "/"}${path}`;
  // Dots, also escaped ones, would climb. Nothing else of a path that the interpreter escaped may mean anything.
  if (wanted.split("/").some((part) => /^(\.|%2e){1,2}$/i.test(part)) || /[?#\\]/.test(wanted)) return null;
  const url = new URL(root.origin);
  url.pathname = wanted;
  return url.origin === root.origin && url.pathname.startsWith(prefix) ? url : null;
}

interface Attempt {
  readonly result: CallResult;
  /** What went wrong may be over when it is tried again. */
  readonly mayPass: boolean;
}

async function askOnce(
  request: OutwardRequest,
  timeoutMs: number,
  allowsPrivate: AllowsPrivate,
  send: Send,
  stop: AbortSignal,
): Promise<Attempt> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const { status, headers, body } = await send(request, allowsPrivate, AbortSignal.any([timeout, stop]));
    const result = { kind: "answer", status, headers, body: parsed(body.toString("utf8")) } as const;
    return { result, mayPass: statusMayPass(status) };
  } catch (error) {
    if (timeout.aborted) return { result: { kind: "timeout" }, mayPass: true };
    if (error instanceof PrivateHost || error instanceof AnswerTooLarge) {
      return { result: failed(error.message), mayPass: false };
    }
    const { code } = error as { code?: string };
    return { result: failed(`the API cannot be reached${code ? ` (${code})` : ""}`), mayPass: true };
  }
}

/** JSON, or the text itself where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
