/** The driver for Parley's own platform: a client of its admin API. */

import type { Body, Digest } from "#content/body.ts";
import { type Driver, Held, type Holder, Moved, Refused, type ReleaseRequest, Unreachable } from "#drivers/driver.ts";
import type { Live, Release } from "#plan/live.ts";

const timeoutMs = 30_000;
/** Uploads are cut into requests of about this many characters. */
const batchLetters = 1_000_000;
const tries = 3;

interface ErrorBody {
  readonly error?: {
    readonly code?: string;
    readonly message?: string;
    readonly live?: number | null;
    readonly holder?: Holder;
    readonly since?: string;
  };
}

/** A driver for the platform at `address`. The token goes into one header, and nowhere else. */
export function embeddedDriver(address: string, token: string): Driver {
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const bytes = body instanceof Uint8Array;
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { "content-type": bytes ? "application/octet-stream" : "application/json" }),
    };
    for (let attempt = 1; ; attempt += 1) {
      let response: Response;
      let text: string;
      try {
        response = await fetch(`${address}/admin/v1${path}`, {
          method,
          headers,
          redirect: "error",
          signal: AbortSignal.timeout(timeoutMs),
          ...(body !== undefined && { body: bytes ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
        });
        text = await response.text();
      } catch (error) {
        const cause =
          (error as { cause?: { code?: string } }).cause?.code ??
          (error instanceof Error ? error.message : String(error));
        // Everything here may be asked twice: a release that was made already answers as the same one.
        if (attempt < tries && cause !== "ECONNREFUSED") continue;
        throw new Unreachable(address, cause === "ECONNREFUSED" ? "nothing answers there" : cause);
      }
      if (response.ok) return (text === "" ? undefined : JSON.parse(text)) as T;
      if (attempt < tries && (response.status === 429 || response.status >= 500)) {
        await new Promise((resolve) => setTimeout(resolve, 200 * attempt * (1 + Math.random())));
        continue;
      }
      throw refusal(response.status, text, body);
    }
  };

  return {
    address,
    async readLive(): Promise<Live> {
      const { release } = await ask<{ release: Release | null }>("GET", "/live");
      const digests = new Set<Digest>();
      for (const entry of Object.values(release?.content ?? {})) {
        digests.add(entry.channel).add(entry.brand);
        for (const target of entry.targets) digests.add(target.assistant).add(target.brand);
      }
      if (digests.size === 0) return { release, bodies: new Map() };
      const { bodies } = await ask<{ bodies: Record<Digest, Body> }>("POST", "/bodies/fetch", {
        digests: [...digests],
      });
      return { release, bodies: new Map(Object.entries(bodies)) };
    },
    missing: async (digests) => (await ask<{ missing: Digest[] }>("POST", "/bodies/missing", { digests })).missing,
    async uploadBodies(bodies) {
      let batch: Record<Digest, Body> = {};
      let letters = 0;
      for (const [digest, body] of bodies) {
        batch[digest] = body;
        letters += JSON.stringify(body).length;
        if (letters < batchLetters) continue;
        await ask("POST", "/bodies", { bodies: batch });
        [batch, letters] = [{}, 0];
      }
      if (letters > 0) await ask("POST", "/bodies", { bodies: batch });
    },
    uploadAsset: async (digest, bytes) => void (await ask("PUT", `/assets/${digest}`, bytes)),
    release: (request: ReleaseRequest) => ask<Release>("POST", "/releases", request),
    history: async (limit) => (await ask<{ releases: Release[] }>("GET", `/releases?limit=${limit}`)).releases,
    async acquireLease(holder) {
      const { lease } = await ask<{ lease: string }>("POST", "/lease", holder);
      return {
        id: lease,
        renew: async () => void (await ask("PUT", `/lease/${lease}`)),
        release: async () => void (await ask("DELETE", `/lease/${lease}`)),
      };
    },
  };
}

function refusal(status: number, text: string, body: unknown): Error {
  let error: ErrorBody["error"];
  try {
    error = (JSON.parse(text) as ErrorBody).error;
  } catch {
    return new Refused(status, "not-parley", `the answer (status ${status}) is not a Parley platform's`);
  }
  if (error?.code === "moved") return new Moved((body as ReleaseRequest).expects, error.live ?? null);
  if (error?.code === "held" && error.holder) return new Held(error.holder, error.since ?? "");
  return new Refused(status, error?.code ?? "refused", error?.message ?? `status ${status}`);
}
