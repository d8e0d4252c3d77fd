/** Every channel has something to say while no assistant is published on it. */

import type { Check } from "#checks/check.ts";
import { placeOf } from "#content/place.ts";
import type { Finding } from "#findings/finding.ts";

export const defaultResponseMissing: Check = {
  name: "default-response-missing",
  severity: "warning",
  summary: "a channel without default_response",
  run: (content) =>
    [...content.channels.values()].flatMap((item): Finding[] => {
      if (!item.value || item.value.default_response) return [];
      return [
        {
          check: "default-response-missing",
          severity: "warning",
          message: `the channel "${item.id}" has no default response`,
          at: placeOf(item.file, item.root, ["channel"]),
          why: "while no assistant is published here, customers would read an apology that is not yours",
          help: "add default_response: { text: …, ask: [name, email], handoff: … }",
        },
      ];
    }),
};
