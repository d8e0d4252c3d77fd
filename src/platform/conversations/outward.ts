/**
 * Requests that leave the platform, for workflows and webhooks: to the host they name and no other, over connections
 * whose address was looked at first. A name is looked up once: what was checked is what is connected to.
 */

import { lookup } from "node:dns";
import { Agent, request as plainRequest } from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isPrivateAddress } from "#platform/conversations/private-address.ts";

/** Whether the operator lets requests go to this host (`host`, or `host:port`) though its address is a private one. */
export type AllowsPrivate = (host: string) => boolean;

export interface OutwardRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** It does no harm twice: it may go over a connection that is open already, and may just be closing. */
  readonly isRepeatable: boolean;
}

export interface OutwardAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The host's address is private, and the operator does not allow it. */
export class PrivateHost extends Error {
  readonly code = "PRIVATE_HOST";
  constructor(host: string) {
    super(`${host} is a private address, and PARLEY_PRIVATE_HOSTS does not name it`);
    this.name = "PrivateHost";
  }
}

export class AnswerTooLarge extends Error {
  constructor() {
    super("the answer is over 1 MB");
    this.name = "AnswerTooLarge";
  }
}

const maxAnswerBytes = 1024 * 1024;
const agents = {
  "http:": new Agent({ keepAlive: true, maxFreeSockets: 20 }),
  "https:": new SecureAgent({ keepAlive: true, maxFreeSockets: 20 }),
} as const;

export type Send = typeof sendOutward;

/** Sends one request; a redirect is an answer like any other. Rejects where no whole answer comes. */
export async function sendOutward(
  request: OutwardRequest,
  allowsPrivate: AllowsPrivate,
  signal: AbortSignal,
): Promise<OutwardAnswer> {
  try {
    return await sendOnce(request, allowsPrivate, signal);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    return sendOnce({ ...request, isRepeatable: false }, allowsPrivate, signal);
  }
}

/** The other side closed a connection that was kept open, just as it was to be used again. */
class StaleConnection extends Error {}

function sendOnce(
  { url, method, headers, body, isRepeatable }: OutwardRequest,
  allowsPrivate: AllowsPrivate,
  signal: AbortSignal,
): Promise<OutwardAnswer> {
  const { protocol } = url;
  if (protocol !== "http:" && protocol !== "https:") return Promise.reject(new Error(`${protocol} is not spoken`));
  const isFree = allowsPrivate(url.host);
  const name = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(name) !== 0 && !isFree && isPrivateAddress(name)) return Promise.reject(new PrivateHost(url.host));
  const send = protocol === "https:" ? secureRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method,
      headers: { ...headers, ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }) },
      agent: isRepeatable ? agents[protocol] : false,
      signal,
      ...(!isFree && { lookup: checkedLookup(url.host) }),
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      const isStale = request.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE");
      reject(isStale ? new StaleConnection() : error);
    });
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxAnswerBytes) request.destroy(new AnswerTooLarge());
        else chunks.push(chunk);
      });
      response.on("error", reject);
      response.on("end", () => {
        if (!response.complete) return reject(new Error("the answer broke off"));
        const entries = Object.entries(response.headers).map(([key, value]) => [key, String(value)]);
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(entries),
          body: Buffer.concat(chunks),
        });
      });
    });
    request.end(body);
  });
}

/** Finds a name's addresses, and none of them if one is private: who answers so is not to be trusted with another try. */
function checkedLookup(host: string): LookupFunction {
  return (name, options, done) => {
    lookup(name, { ...options, all: true }, (error, found) => {
      const [first] = found ?? [];
      if (error || !first) return done(error ?? new Error(`${name} has no address`), "");
      if (found.some(({ address }) => isPrivateAddress(address))) return done(new PrivateHost(host), "");
      if (options.all) done(null, found);
      else done(null, first.address, first.family);
    });
  };
}
