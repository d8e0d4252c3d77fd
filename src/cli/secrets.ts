/**
 * Which secret may go to which host: the operator's word, never an author's. A workflow that names any other variable
 * of the machine, or another host, gets nothing.
 */

import { Failure } from "#cli/failure.ts";

/** A secret's value, where it may go to this host (`host`, or `host:port`). */
export type Secrets = (name: string, host: string) => string | undefined;

/**
 * The secrets that `PARLEY_SECRETS` lists, such as `SHOP_API_TOKEN@api.shop.example CRM_KEY@crm.example:8443`; their
 * values are the variables of those names. Throws `Failure` for an entry of another form.
 */
export function secretsFrom(environment: Readonly<Record<string, string | undefined>>): Secrets {
  const allowed = new Set(secretEntries(environment));
  for (const entry of allowed) {
    if (/^[A-Z][A-Z0-9_]*@[^@/\s]+$/.test(entry)) continue;
    throw new Failure(
      `PARLEY_SECRETS has an entry that is not NAME@host: "${entry}"`,
      "write names and hosts only: SHOP_API_TOKEN@api.shop.example",
    );
  }
  return (name, host) => (allowed.has(`${name}@${host}`) ? environment[name] : undefined);
}

/** The entries as they stand. */
export function secretEntries(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return (environment.PARLEY_SECRETS ?? "").split(/[\s,]+/).filter((entry) => entry !== "");
}
