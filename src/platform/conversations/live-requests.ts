/** What is live asks of whom: what a preview may ask is decided by nothing else. */

import type { Pool } from "pg";
import { type BrandBody, type ConnectionBody, canonicalJson, type Digest } from "#content/body.ts";
import { bodiesOf } from "#platform/store/bodies.ts";
import { requestsOf, type WrittenRequest } from "#runtime/written-request.ts";

export interface LiveRequests {
  /** Whether what is live asks the very same of a connection of this brand: the address, the secret, the answers. */
  hasConnection(brand: BrandBody, connection: string): Promise<boolean>;
  /** Whether an assistant that is live asks this of it, as it is written. */
  hasRequest(brand: BrandBody, request: WrittenRequest): Promise<boolean>;
}

interface Known {
  readonly connections: ReadonlySet<string>;
  readonly requests: ReadonlySet<string>;
}

/** `bodies` are the digests of the brands and assistants that are live now. */
export function liveRequests(pool: Pool, bodies: () => Promise<readonly Digest[]>): LiveRequests {
  let known: { readonly of: string; readonly all: Promise<Known> } | null = null;
  const read = async (): Promise<Known> => {
    const digests = [...new Set(await bodies())].sort();
    const of = digests.join(" ");
    if (known?.of !== of) {
      const all = readKnown(pool, digests);
      const reading = { of, all };
      known = reading;
      all.catch(() => {
        if (known === reading) known = null;
      });
    }
    return known.all;
  };
  return {
    async hasConnection(brand, connection) {
      const wanted = Object.hasOwn(brand.connections, connection) ? brand.connections[connection] : undefined;
      return wanted !== undefined && (await read()).connections.has(wordFor(brand.id, wanted));
    },
    hasRequest: async (brand, { key }) => (await read()).requests.has(wordFor(brand.id, key)),
  };
}

async function readKnown(pool: Pool, digests: readonly Digest[]): Promise<Known> {
  const connections = new Set<string>();
  const requests = new Set<string>();
  for (const body of (await bodiesOf(pool, digests)).values()) {
    if (body.kind === "brand") {
      for (const each of Object.values(body.connections)) connections.add(wordFor(body.id, each));
    } else if (body.kind === "assistant") {
      for (const { key } of requestsOf(Object.values(body.workflows))) requests.add(wordFor(body.brand, key));
    }
  }
  return { connections, requests };
}

/** Whose it is, and all that it says. */
function wordFor(brand: string, what: ConnectionBody | string): string {
  return canonicalJson([brand, what]);
}
