/**
 * One call of the admin API: time limits, repeated tries, and every way it can fail turned into the drivers' errors.
 *
 * Everything in this API may be asked twice: bodies are named by their content, and the same release again answers as
 * the one that is live. So a call whose answer got lost is repeated, whatever its method.
 */

import { Held, type Holder, Moved, Refused, Unreachable } from "#drivers/driver.ts";
import { exchange, TooLate } from "#drivers/embedded/exchange.ts";

export interface Connection {
  /** Without a slash at its end. */
  readonly address: string;
  /** Or what gives it, where it is short-lived. */
  readonly token: string | (() => Promise<string>);
  /** Whose part of the platform is meant; null: all of it. */
  readonly site: string | null;
}

export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/admin/v1`. */
  readonly path: string;
  /** Bytes go as they are, everything else as JSON. */
  readonly body?: unknown;
  /** For one try, in milliseconds. */
  readonly timeLimit?: number;
  readonly tries?: number;
}

const defaultTimeLimit = 30_000;
const defaultTries = 4;
const firstPause = 150;
const longestPause = 10_000;

/** The answer as `read` understands it; null from `read` means that it is no answer of a platform's. */
export async function ask<T>(
  connection: Connection,
  call: Call,
  read: (answer: unknown, call: Call) => T | null,
): Promise<T> {
  return understood(connection, call, textOf(await answerOf(connection, call)), read);
}

/** The answer as it is: a file. */
export async function askBytes(connection: Connection, call: Call): Promise<Uint8Array> {
  return (await answerOf(connection, call)).bytes;
}

/** The first answer that is no error. */
async function answerOf(connection: Connection, call: Call): Promise<Answered> {
  const tries = call.tries ?? defaultTries;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send(connection, await tokenOf(connection), call);
    if (answer.kind === "answered" && answer.status < 300) return answer;
    const passes = answer.kind === "silent" || answer.status === 429 || answer.status >= 500;
    if (passes && attempt < tries) {
      await pause(attempt, answer.kind === "answered" ? answer.retryAfter : null);
      continue;
    }
    throw answer.kind === "silent"
      ? new Unreachable(connection.address, answer.why)
      : refusal(connection, call, answer);
  }
}

async function tokenOf({ token }: Connection): Promise<string> {
  const value = typeof token === "string" ? token : await token();
  // A header that cannot be sent is quoted in the error of whoever tries: the token must not be.
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new Refused(401, "unauthorized", "the token is empty, or holds characters that no token has");
}

interface Answered {
  readonly kind: "answered";
  readonly status: number;
  readonly bytes: Uint8Array;
  /** Where a redirect leads. */
  readonly location: string | null;
  /** What the platform asks to wait, in seconds. */
  readonly retryAfter: number | null;
}

type Answer = Answered | { readonly kind: "silent"; readonly why: string };

async function send({ address, site }: Connection, token: string, call: Call): Promise<Answer> {
  const { method, path, body, timeLimit = defaultTimeLimit } = call;
  const isBytes = body instanceof Uint8Array;
  try {
    const { status, headers, bytes } = await exchange({
      method,
      url: `${address}/admin/v1${path}`,
      headers: {
        authorization: `Bearer ${token}`,
        ...(site !== null && { "parley-site": site }),
        ...(body !== undefined && { "content-type": isBytes ? "application/octet-stream" : "application/json" }),
      },
      body: body === undefined || isBytes ? body : JSON.stringify(body),
      timeLimit,
    });
    const retryAfter = Number.parseInt(headers["retry-after"] ?? "", 10);
    return {
      kind: "answered",
      status,
      bytes,
      // A redirect would carry the token to another host: it is told, and not followed.
      location: headers.location ?? null,
      retryAfter: Number.isNaN(retryAfter) ? null : retryAfter,
    };
  } catch (error) {
    return { kind: "silent", why: reasonOf(error, timeLimit) };
  }
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing answers there",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  ERR_STREAM_PREMATURE_CLOSE: "the connection was cut",
  ETIMEDOUT: "no connection can be made",
  EHOSTUNREACH: "there is no way to this host",
  ENETUNREACH: "there is no way to this host",
  ENOTFOUND: "there is no host of this name",
  EAI_AGAIN: "its name cannot be looked up now",
  EPROTO: "what answers there does not speak TLS",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by itself",
  ERR_INVALID_URL: "this is no address",
};

function reasonOf(error: unknown, timeLimit: number): string {
  if (error instanceof TooLate) return `no answer within ${timeLimit / 1000} seconds`;
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code?.startsWith("HPE_")) return "what answers there does not speak HTTP";
  return reasons[code ?? ""] ?? code ?? error.message;
}

/** Twice as long each time, and never at the same moment as everybody else's. */
function pause(attempt: number, retryAfter: number | null): Promise<void> {
  const wanted = retryAfter === null ? firstPause * 2 ** (attempt - 1) : retryAfter * 1000;
  const length = Math.min(wanted, longestPause) * (0.75 + Math.random() / 2);
  return new Promise((resolve) => setTimeout(resolve, length));
}

function understood<T>(
  { address }: Connection,
  call: Call,
  text: string,
  read: (answer: unknown, call: Call) => T | null,
): T {
  const value = read(parsed(text), call);
  if (value !== null) return value;
  throw new Unreachable(
    address,
    `what answers to ${call.method} ${call.path} there is no Parley platform of this version`,
  );
}

/** Undefined: not JSON. An empty answer is null. */
function parsed(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface ErrorBody {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly live?: unknown;
  readonly holder?: unknown;
  readonly since?: unknown;
}

function textOf({ bytes }: Answered): string {
  return new TextDecoder().decode(bytes);
}

function refusal({ address }: Connection, call: Call, answered: Answered): Error {
  const { status, location } = answered;
  if (status < 400) return new Unreachable(address, `it sends elsewhere${location ? `, to ${location}` : ""}`);
  const answer = parsed(textOf(answered));
  const error = isRecord(answer) && isRecord(answer.error) ? (answer.error as ErrorBody) : null;
  if (error === null) return new Unreachable(address, `what answers there (status ${status}) is no Parley platform`);
  if (error.code === "moved" && (typeof error.live === "number" || error.live === null)) {
    return new Moved(expectedOf(call.body), error.live);
  }
  if (error.code === "held" && isHolder(error.holder)) return new Held(error.holder, String(error.since ?? ""));
  if (status >= 500) return new Unreachable(address, `it fails (status ${status})`);
  return new Refused(status, String(error.code ?? "refused"), String(error.message ?? `status ${status}`));
}

function expectedOf(body: unknown): number | null {
  return isRecord(body) && typeof body.expects === "number" ? body.expects : null;
}

function isHolder(value: unknown): value is Holder {
  return isRecord(value) && typeof value.who === "string" && typeof value.where === "string";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
