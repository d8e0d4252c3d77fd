/** Tests are run by the rehearsal, which finds this. */

import { foundElsewhere } from "#checks/check.ts";

export const testFailed = foundElsewhere("test-failed", "error", "a conversation test whose talk goes otherwise");
