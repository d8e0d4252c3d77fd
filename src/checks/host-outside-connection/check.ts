/** A call's path stays below its connection's address. */

import type { Check } from "#checks/check.ts";
import { placeIn, stepsWithVerb } from "#checks/steps.ts";
import { parseTemplate } from "#expr/template.ts";
import type { Finding } from "#findings/finding.ts";

const methods = ["get", "post", "put", "patch", "delete"] as const;

export const hostOutsideConnection: Check = {
  name: "host-outside-connection",
  severity: "error",
  summary: "a call whose path could leave its connection's address",
  run: (content) =>
    stepsWithVerb(content, "call").flatMap((placed): Finding[] => {
      const { step } = placed;
      const method = methods.find((each) => step[each] !== undefined);
      const path = method === undefined ? undefined : step[method];
      const reason = path === undefined ? null : wayOut(path);
      if (method === undefined || reason === null) return [];
      return [
        {
          check: "host-outside-connection",
          severity: "error",
          message: `the ${method} of the step "${step.id}" ${reason}: "${path}"`,
          at: placeIn(placed, [method]),
          step: step.id,
          why: `a connection says where its calls and its secret may go, and "${step.call}" could be led elsewhere`,
          help: 'write a path that begins with one "/"; another host is another connection of the brand',
        },
      ];
    }),
};

/** How a path leads out of the connection; null where it stays below it. */
function wayOut(path: string): string | null {
  // What browsers and servers leave out when they read an address.
  const read = path.replace(/[\t\n\r]/g, "").trim();
  if (parseTemplate(read)[0]?.kind === "expression") return "begins with a value, which may hold another host";
  if (/^[a-z][a-z0-9+.-]*:/i.test(read)) return "is a whole address and no path";
  if (/^[/\\]{2}/.test(read)) return "begins with two slashes, behind which a host stands";
  if (/^[@:]/.test(read)) return `begins with "${read[0]}", which belongs to a host`;
  if (read.includes("\\")) return "has a backslash, which is read as a slash";
  if (
    read
      .split(/[?#]/)[0]
      ?.split("/")
      .some((part) => /^(?:\.|%2e){2}$/i.test(part))
  )
    return 'climbs up by ".."';
  return null;
}
