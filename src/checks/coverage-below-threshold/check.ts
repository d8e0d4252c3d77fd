/** Tests are run by the rehearsal, which finds this. */

import { foundElsewhere } from "#checks/check.ts";

export const coverageBelowThreshold = foundElsewhere(
  "coverage-below-threshold",
  "error",
  "tests that leave out more than parley.yaml allows",
);
