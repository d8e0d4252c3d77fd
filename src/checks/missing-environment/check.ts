/** A connection is reached in every environment that the site is published to. */

import type { Check } from "#checks/check.ts";
import { placeOfKey } from "#content/place.ts";
import type { Finding } from "#findings/finding.ts";

export const missingEnvironment: Check = {
  name: "missing-environment",
  severity: "warning",
  summary: "a connection with no address in one of the site's environments",
  run: (content) => {
    const environments = Object.keys(content.site.value?.environments ?? {});
    return [...content.brands.values()].flatMap(({ connections }) =>
      [...connections.values()].flatMap((item): Finding[] => {
        const addresses = item.value?.base_url;
        if (addresses === undefined || typeof addresses === "string") return [];
        // A name that is none is told already, and may be the one that is missing.
        if (Object.keys(addresses).some((name) => !environments.includes(name))) return [];
        const without = environments.filter((name) => addresses[name] === undefined);
        if (without.length === 0) return [];
        const names = without.map((name) => `"${name}"`).join(", ");
        return [
          {
            check: "missing-environment",
            severity: "warning",
            message: `the connection "${item.id}" has no address in ${names}`,
            at: placeOfKey(item.file, item.root, ["base_url"]),
            why: "what is published there could not call it: each call would leave by its errors",
            help: `add ${without.map((name) => `"${name}: https://…"`).join(" and ")}, or write one address for all`,
          },
        ];
      }),
    );
  },
};
