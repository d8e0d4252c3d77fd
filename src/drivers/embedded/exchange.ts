/**
 * One HTTP request and its answer, by Node's own client. `fetch` would do, but to load it takes longer than a request
 * does: so does an `import` of `node:http`, which loads all that it can export, `fetch`'s library among it.
 *
 * Certificates and proxies are as Node's variables say (`NODE_EXTRA_CA_CERTS`, `NODE_USE_ENV_PROXY`), and connections
 * are kept for the next request: that is Node's own agent's. A redirect is an answer, and is not followed.
 */

import type { IncomingMessage } from "node:http";

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  /** From the first byte sent to the last one received, in milliseconds. */
  readonly timeLimit: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly bytes: Uint8Array;
}

/** Nothing came within the time limit. */
export class TooLate extends Error {}

/** Throws `TooLate`, or what Node says of a connection that cannot be made or breaks. */
export async function exchange({ method, url, headers, body, timeLimit }: HttpRequest): Promise<HttpAnswer> {
  const to = new URL(url);
  // Who writes a password into an address would see it in every message about it.
  if (!/^https?:$/.test(to.protocol) || to.username !== "" || to.password !== "") throw noAddress();
  const client = process.getBuiltinModule(to.protocol === "https:" ? "node:https" : "node:http");
  const request = client.request(to, {
    method,
    headers: {
      ...headers,
      accept: "application/json",
      "accept-encoding": "gzip",
      "user-agent": "parley",
      ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }),
    },
  });
  let late: TooLate | null = null;
  const timer = setTimeout(() => {
    late = new TooLate();
    request.destroy(late);
  }, timeLimit);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request.on("response", resolve).on("error", reject).end(body);
    });
    const parts: Uint8Array[] = [];
    for await (const part of response) parts.push(part as Uint8Array);
    const sent = Buffer.concat(parts);
    const bytes = response.headers["content-encoding"] === "gzip" ? unzipped(sent) : sent;
    return { status: response.statusCode ?? 0, headers: response.headers, bytes };
  } catch (error) {
    // Of an answer that is cut off in the middle, only a broken connection is heard.
    throw late ?? error;
  } finally {
    clearTimeout(timer);
  }
}

/** A proxy before the platform may compress what it passes on. */
function unzipped(bytes: Uint8Array): Uint8Array {
  return process.getBuiltinModule("node:zlib").gunzipSync(bytes);
}

function noAddress(): Error {
  return Object.assign(new TypeError("this is no address of a platform"), { code: "ERR_INVALID_URL" });
}
