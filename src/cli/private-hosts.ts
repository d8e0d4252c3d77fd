/**
 * Which private addresses calls and webhooks may reach: the operator's word, never an author's. Whoever may edit a file
 * could otherwise ask whatever listens on the machine, or in the network around it.
 */

import { isIP } from "node:net";
import { Failure } from "#cli/failure.ts";
import { secretEntries } from "#cli/secrets.ts";
import type { AllowsPrivate } from "#platform/conversations/outward.ts";

/**
 * The hosts that `PARLEY_PRIVATE_HOSTS` lists, such as `shop.internal 10.1.2.3:8080`, and those of `PARLEY_SECRETS` that
 * are plainly of this machine or network: an address, or `localhost`. A name there may be made to point elsewhere by
 * others, so it is not enough. Throws `Failure` for an entry of another form.
 */
export function privateHostsFrom(environment: Readonly<Record<string, string | undefined>>): AllowsPrivate {
  const listed = (environment.PARLEY_PRIVATE_HOSTS ?? "").split(/[\s,]+/).filter((entry) => entry !== "");
  for (const entry of listed) {
    if (URL.canParse(`http://${entry}`) && new URL(`http://${entry}`).host === entry) continue;
    if (URL.canParse(`https://${entry}`) && new URL(`https://${entry}`).host === entry) continue;
    throw new Failure(
      `PARLEY_PRIVATE_HOSTS has an entry that is not a host: "${entry}"`,
      "write hosts as the connections' addresses have them: shop.internal 10.1.2.3:8080",
    );
  }
  const plain = secretEntries(environment)
    .map((entry) => entry.slice(entry.indexOf("@") + 1))
    .filter((host) => {
      const name = host.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
      return name === "localhost" || isIP(name) !== 0;
    });
  const allowed = new Set([...listed, ...plain]);
  return (host) => allowed.has(host);
}
