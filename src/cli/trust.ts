/** Which pipelines the operator trusts without a stored token, from the environment. */

import { Failure } from "#cli/failure.ts";
import type { Trust } from "#platform/http/workload-identity.ts";
import type { Scope } from "#wire/admin.ts";

const githubIssuer = "https://token.actions.githubusercontent.com";
const scopes: readonly Scope[] = ["read", "preview", "publish"];

/**
 * `PARLEY_TRUST` lists them: `repo:acme/site:environment:production=read+publish repo:acme/site:pull_request=read`;
 * `PARLEY_AUDIENCE` is this platform's public address, as `parley.yaml` names it. Null: nobody. Throws `Failure`.
 */
export function trustFrom(environment: Readonly<Record<string, string | undefined>>): Trust | null {
  const entries = (environment.PARLEY_TRUST ?? "").split(/\s+/).filter((entry) => entry !== "");
  if (entries.length === 0) return null;
  const audience = environment.PARLEY_AUDIENCE ?? "";
  if (!/^https?:\/\/[^/\s]+$/.test(audience)) {
    throw new Failure(
      "PARLEY_TRUST needs PARLEY_AUDIENCE, this platform's public address",
      "set it as parley.yaml has it: PARLEY_AUDIENCE=https://chat.example.com",
    );
  }
  return { issuer: environment.PARLEY_TRUST_ISSUER ?? githubIssuer, audience, subjects: new Map(entries.map(subject)) };
}

function subject(entry: string): readonly [string, readonly Scope[]] {
  const [, name = "", list = ""] = /^(\S+)=([a-z+]+)$/.exec(entry) ?? [];
  const granted = list.split("+");
  const known = granted.filter((scope): scope is Scope => scopes.some((each) => each === scope));
  if (name === "" || name.includes("*") || known.length !== granted.length) {
    throw new Failure(
      `PARLEY_TRUST has an entry that is not a subject and its scopes: "${entry}"`,
      "write whole subjects: repo:acme/site:environment:production=read+publish",
    );
  }
  return [name, known];
}
