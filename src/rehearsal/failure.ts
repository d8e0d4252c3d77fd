/** What is wrong with a talk, at which place of its test. */

import type { Path } from "#content/node.ts";

export interface Failure {
  readonly check: "test-failed" | "call-without-stub";
  /** From the test file's root. */
  readonly path: Path;
  readonly at: "key" | "value";
  /** One sentence that stands alone. */
  readonly message: string;
  /** What came instead, in a few words. */
  readonly label?: string;
  readonly why?: string;
  readonly help?: string;
}
