/** What a plan's connections need, and the platform lacks. */

import type { Driver } from "#drivers/driver.ts";
import type { Plan } from "#plan/plan.ts";
import { secretsOf } from "#plan/secrets.ts";
import type { Refusal } from "#publish/refusal.ts";

/** Their names and hosts, for people; null: nothing is missing. */
export async function unsetSecrets(
  { bodies }: Pick<Plan, "bodies">,
  driver: Pick<Driver, "missingSecrets">,
): Promise<string | null> {
  const unset = await driver.missingSecrets(secretsOf(bodies));
  return unset.length === 0 ? null : unset.map(({ name, host }) => `${name} for ${host}`).join(", ");
}

export function secretsMissing(names: string, address: string): Refusal {
  return {
    kind: "refused",
    check: "secret-missing",
    why: `the platform at ${address} lacks what its connections need: ${names}`,
    fix: "its operator sets them, each with its host: see the operator's guide, Secrets",
  };
}
