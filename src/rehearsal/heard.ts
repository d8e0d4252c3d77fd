/** Which workflow's steps the tests came by, for whoever must tell steps of the same id apart. */

import type { Heard } from "#content/rename/scope.ts";
import type { Rehearsal } from "#rehearsal/rehearse.ts";
import type { TestResult } from "#rehearsal/rehearse-site.ts";

/** What was heard in the first language of each test: steps are the same in all of them. */
export function heardIn(results: readonly TestResult[]): Heard {
  const first = new Map<string, Rehearsal>();
  for (const { file, index, rehearsals } of results) {
    if (rehearsals[0]) first.set(`${file} ${index}`, rehearsals[0]);
  }
  return {
    speaker(file, test, item) {
      const rehearsal = first.get(`${file} ${test}`);
      const at = [...(rehearsal?.items ?? [])].find(([, index]) => index === item)?.[0];
      // What the customer does answers the step that spoke last.
      const line = rehearsal?.stage.lines.slice(0, (at ?? -1) + 1).findLast(({ kind }) => kind === "bot");
      return line?.kind === "bot" ? { workflow: line.workflow, step: line.step.split(".")[0] ?? "" } : null;
    },
    came: (file, test, workflow, step) =>
      first
        .get(`${file} ${test}`)
        ?.stage.passages.some((each) => each.kind === "entered" && each.workflow === workflow && each.step === step) ===
      true,
  };
}
