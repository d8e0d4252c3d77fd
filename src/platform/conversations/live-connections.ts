/** Whether what is live asks the very same of a connection: what a preview may ask is decided by nothing else. */

import type { Pool } from "pg";
import { type BrandBody, type ConnectionBody, canonicalJson, type Digest } from "#content/body.ts";
import { bodiesOf } from "#platform/store/bodies.ts";

export type HasConnection = (brand: BrandBody, connection: string) => Promise<boolean>;

/** `brands` are the digests of the brands that are live now. */
export function liveConnections(pool: Pool, brands: () => Promise<readonly Digest[]>): HasConnection {
  let known: { readonly of: string; readonly connections: Promise<ReadonlySet<string>> } | null = null;
  return async (brand, connection) => {
    const wanted = Object.hasOwn(brand.connections, connection) ? brand.connections[connection] : undefined;
    if (!wanted) return false;
    const digests = [...new Set(await brands())].sort();
    const of = digests.join(" ");
    if (known?.of !== of) {
      const connections = readConnections(pool, digests);
      const reading = { of, connections };
      known = reading;
      connections.catch(() => {
        if (known === reading) known = null;
      });
    }
    return (await known.connections).has(wordFor(brand.id, wanted));
  };
}

async function readConnections(pool: Pool, brands: readonly Digest[]): Promise<ReadonlySet<string>> {
  const bodies = await bodiesOf(pool, brands);
  return new Set(
    [...bodies.values()].flatMap((body) =>
      body.kind === "brand" ? Object.values(body.connections).map((each) => wordFor(body.id, each)) : [],
    ),
  );
}

/** All that it says: whose it is, the address, the secret's name, the answers. */
function wordFor(brand: string, connection: ConnectionBody): string {
  return canonicalJson([brand, connection]);
}
