/**
 * Pipelines without a stored token: GitHub signs who runs (OpenID Connect), and the operator says which of them may do
 * what. Nothing in such a token is believed before its signature, issuer, audience and time have been.
 */

import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from "jose";
import type { Holder } from "#platform/store/tokens.ts";
import type { Scope } from "#wire/admin.ts";

export interface Trust {
  /** Who signs: `https://token.actions.githubusercontent.com`. */
  readonly issuer: string;
  /** Whom the token must be for: this platform's own public address, so that no other platform's token opens this one. */
  readonly audience: string;
  /** What each subject may do, such as `repo:acme/site:environment:production`; letter by letter. */
  readonly subjects: ReadonlyMap<string, readonly Scope[]>;
}

export type Identify = (token: string) => Promise<Holder | null>;

/** What the bearer of a signed token may do; null: nothing, or it is no such token. Never rejects. */
export function workloadIdentity(trust: Trust): Identify {
  const keys: JWTVerifyGetKey = createRemoteJWKSet(new URL(`${trust.issuer.replace(/\/$/, "")}/.well-known/jwks`));
  return async (token) => {
    // Three parts with dots: everything else is a token of the platform's own.
    if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return null;
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: trust.issuer,
        audience: trust.audience,
        algorithms: ["RS256"],
        requiredClaims: ["exp", "iat", "sub"],
        clockTolerance: 30,
      });
      const { sub = "" } = payload;
      const scopes = trust.subjects.get(sub);
      return scopes ? { name: sub, scopes } : null;
    } catch {
      return null;
    }
  };
}
