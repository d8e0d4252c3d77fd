/**
 * Who a customer is, as their company signs it (a JSON Web Token): the only thing that is believed of a customer. Keys
 * are told apart by their `kid`, so that a new one can be used beside the old before that is taken away.
 */

import { createRemoteJWKSet, importJWK, type JWK, type JWTHeaderParameters, jwtVerify } from "jose";
import { isKept } from "#content/kept-text.ts";

export interface IdentityTrust {
  /** A key set's https address, or what reads one's JSON, each time anew. */
  readonly keys: URL | (() => unknown);
  /** Whom a token must be for: one that the company made for another purpose is no word to us. */
  readonly audience: string;
}

export interface Identity {
  readonly id: string;
  /** `name`, `email` and `phone`, where they are signed. */
  readonly details: Readonly<Record<string, string>>;
  /** What else is signed. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** When it was signed, in seconds since 1970: the same again later is said anew. */
  readonly issued: number;
}

/** Null: it is no token of the company's, or not any more. Never rejects. */
export type IdentifyCustomer = (token: string) => Promise<Identity | null>;

/** Which kind of key an algorithm takes: a public key must never be taken for a shared secret. */
const kinds: Readonly<Record<string, string>> = { RS256: "RSA", ES256: "EC", EdDSA: "OKP", HS256: "oct" };
const registered: ReadonlySet<string> = new Set(["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]);
const detailNames = ["name", "email", "phone"] as const;
const maxClaims = 4096;
/** A shared secret of fewer bytes can be guessed. */
const minSecretBytes = 32;

export function customerIdentity({ keys, audience }: IdentityTrust): IdentifyCustomer {
  const keyOf = keys instanceof URL ? createRemoteJWKSet(keys) : (header: JWTHeaderParameters) => keyIn(keys(), header);
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keyOf as Parameters<typeof jwtVerify>[1], {
        audience,
        algorithms: Object.keys(kinds),
        requiredClaims: ["exp", "iat", "sub"],
        maxTokenAge: "1 day",
        clockTolerance: 30,
      });
      const { sub: id, iat: issued = 0 } = payload;
      if (typeof id !== "string" || id === "" || id.length > 200 || !isKept(id)) return null;
      const details = detailNames.flatMap((name) => {
        const value = payload[name];
        return typeof value === "string" && value.length <= 320 ? [[name, value] as const] : [];
      });
      const rest = Object.entries(payload).filter(([name]) => !registered.has(name));
      if (JSON.stringify(rest).length > maxClaims) return null;
      return { id, details: Object.fromEntries(details), claims: Object.fromEntries(rest), issued };
    } catch {
      return null;
    }
  };
}

async function keyIn(set: unknown, { kid, alg = "" }: JWTHeaderParameters): Promise<CryptoKey | Uint8Array> {
  const all = (set as { readonly keys?: unknown } | null)?.keys;
  const fitting = (Array.isArray(all) ? (all as readonly JWK[]) : []).filter(
    (key) =>
      key.kty === kinds[alg] && (key.alg === undefined || key.alg === alg) && (kid === undefined || key.kid === kid),
  );
  const [key, another] = fitting;
  if (!key || another) throw new Error("no key, or more than one, is meant");
  const imported = await importJWK(key, alg);
  if (imported instanceof Uint8Array && imported.length < minSecretBytes) throw new Error("the secret is too short");
  return imported;
}
