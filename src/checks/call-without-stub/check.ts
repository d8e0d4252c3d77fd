/** Tests are run by the rehearsal, which finds this. */

import { foundElsewhere } from "#checks/check.ts";

export const callWithoutStub = foundElsewhere(
  "call-without-stub",
  "error",
  "a test whose talk asks an API for what it has no answer to",
);
