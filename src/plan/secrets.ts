/** The secrets that a plan's connections need, and the hosts they go to: names only. */

import type { Body, Digest } from "#content/body.ts";
import type { Auth } from "#content/brand.ts";

export interface NeededSecret {
  readonly name: string;
  /** `host` or `host:port`, as an address has it. */
  readonly host: string;
}

/** The name of the one that a connection is called with. */
export function secretOf(auth: Auth | undefined): string | undefined {
  return (auth?.bearer ?? auth?.basic ?? auth?.header ?? auth?.query)?.secret;
}

/** Each once, in the order of names. */
export function secretsOf(bodies: ReadonlyMap<Digest, Body>): readonly NeededSecret[] {
  const needed = new Map<string, NeededSecret>();
  for (const body of bodies.values()) {
    if (body.kind !== "brand") continue;
    for (const { auth, base_url } of Object.values(body.connections)) {
      const name = secretOf(auth);
      if (name === undefined || !URL.canParse(base_url)) continue;
      const { host } = new URL(base_url);
      needed.set(`${name}@${host}`, { name, host });
    }
  }
  return [...needed.values()].sort((a, b) => (`${a.name}@${a.host}` < `${b.name}@${b.host}` ? -1 : 1));
}
