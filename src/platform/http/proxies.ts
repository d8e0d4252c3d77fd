/** The operator's own proxies: what they say of a request is believed (where it came from, which trace it is part of). */

import proxyAddr from "@fastify/proxy-addr";

/** Whether an address is a proxy's; `hop` counts from the nearest. */
export type Trusts = (address: string, hop: number) => boolean;

/** `list` has addresses, networks and `loopback`, `linklocal` or `uniquelocal`, with commas. Throws where it has others. */
export function proxiesIn(list: string): Trusts {
  return proxyAddr.compile(list.split(",").map((entry) => entry.trim()));
}
