/** Tests are run by the rehearsal, which finds this. */

import { foundElsewhere } from "#checks/check.ts";

export const unusedStub = foundElsewhere("unused-stub", "warning", "an answer of an API that no talk asks for");
