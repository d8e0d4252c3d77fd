/** The checks whose findings come of running tests. */
export const testChecks = [
  "call-without-stub",
  "coverage-below-threshold",
  "test-failed",
  "unknown-step-in-test",
  "unused-stub",
] as const;
