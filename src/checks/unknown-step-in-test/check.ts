/** Tests are read before they run, by the rehearsal, which finds this. */

import { foundElsewhere } from "#checks/check.ts";

export const unknownStepInTest = foundElsewhere(
  "unknown-step-in-test",
  "error",
  "a test that names a step no workflow has",
);
