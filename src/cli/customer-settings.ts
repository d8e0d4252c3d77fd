/** How customers are told apart, and how much they may ask: the operator's word, from the environment. */

import { readFileSync } from "node:fs";
import { Failure } from "#cli/failure.ts";
import type { IdentityTrust } from "#platform/http/customer-identity.ts";
import { defaultLimits, type Limits } from "#platform/http/limits.ts";
import { proxiesIn, type Trusts } from "#platform/http/proxies.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Read anew after this long, so that keys can change while the platform runs. */
const freshMs = 30_000;

/**
 * `PARLEY_IDENTITY_KEYS` is the https address of the company's key set, or a file that holds one; tokens are for
 * `PARLEY_IDENTITY_AUDIENCE`, else for `parley`. Null: nobody's identity is believed. Throws `Failure`.
 */
export function identityFrom(environment: Environment): IdentityTrust | null {
  const place = environment.PARLEY_IDENTITY_KEYS ?? "";
  if (place === "") return null;
  const audience = environment.PARLEY_IDENTITY_AUDIENCE || "parley";
  if (/^https?:/.test(place)) {
    if (!place.startsWith("https://")) {
      throw new Failure(
        `PARLEY_IDENTITY_KEYS is no https address: "${place}"`,
        "keys that come over a plain connection could be anybody's",
      );
    }
    return { keys: new URL(place), audience };
  }
  let known: unknown = readKeys(place);
  let readAt = performance.now();
  const keys = (): unknown => {
    if (performance.now() - readAt < freshMs) return known;
    readAt = performance.now();
    try {
      known = readKeys(place);
    } catch {
      // Half written, or away for a moment: what was known holds on.
    }
    return known;
  };
  return { keys, audience };
}

function readKeys(file: string): unknown {
  let set: unknown;
  try {
    set = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Failure(
      `PARLEY_IDENTITY_KEYS cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'name a file with a JSON Web Key Set: {"keys": […]}',
    );
  }
  if (!Array.isArray((set as { readonly keys?: unknown } | null)?.keys)) {
    throw new Failure(`the file of PARLEY_IDENTITY_KEYS is no key set: "${file}"`, 'it is to hold {"keys": […]}');
  }
  return set;
}

/** `PARLEY_PROXIES` lists addresses and networks; null: this machine's own alone. Throws `Failure`. */
export function proxiesFrom(environment: Environment): Trusts | null {
  const list = environment.PARLEY_PROXIES ?? "";
  if (list === "") return null;
  try {
    return proxiesIn(list);
  } catch (error) {
    throw new Failure(
      `PARLEY_PROXIES cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      "write addresses and networks with commas: 10.0.0.7, 10.1.0.0/16",
    );
  }
}

const names: Readonly<Record<string, keyof Limits>> = {
  "address-opens": "addressOpens",
  "address-events": "addressEvents",
  "address-reads": "addressReads",
  "address-megabytes": "addressMegabytes",
  "address-tokens": "addressTokens",
  "channel-opens": "channelOpens",
  "customer-opens": "customerOpens",
  "conversation-events": "conversationEvents",
  "address-streams": "addressStreams",
  "channel-streams": "channelStreams",
  "process-streams": "processStreams",
};

/** `PARLEY_LIMITS` lists what differs, a minute's worth each, or how many streams at once: `address-opens=600 conversation-events=60`. Throws `Failure`. */
export function limitsFrom(environment: Environment): Limits {
  const entries = (environment.PARLEY_LIMITS ?? "").split(/[\s,]+/).filter((entry) => entry !== "");
  const own = entries.map((entry) => {
    const [name = "", value = ""] = entry.split("=");
    const limit = Object.hasOwn(names, name) ? names[name] : undefined;
    if (!limit || !/^(?:[1-9]\d{0,8}|none)$/.test(value)) {
      throw new Failure(
        `PARLEY_LIMITS has an entry that is no limit: "${entry}"`,
        `write a number, or none, for ${Object.keys(names).join(", ")}: address-opens=600`,
      );
    }
    return [limit, value === "none" ? Number.POSITIVE_INFINITY : Number(value)] as const;
  });
  return { ...defaultLimits, ...Object.fromEntries(own) };
}
