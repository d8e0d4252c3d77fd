/** Every check, in alphabetical order. A check that is not listed here does not run. */

import type { Check, CheckOptions } from "#checks/check.ts";
import { duplicateId } from "#checks/duplicate-id/check.ts";
import { emptySteps } from "#checks/empty-steps/check.ts";
import { idMismatch } from "#checks/id-mismatch/check.ts";
import { missingTranslation } from "#checks/missing-translation/check.ts";
import { schema } from "#checks/schema/check.ts";
import { unknownFile } from "#checks/unknown-file/check.ts";
import { unknownReference } from "#checks/unknown-reference/check.ts";
import { unknownTarget } from "#checks/unknown-target/check.ts";
import { unreachableStep } from "#checks/unreachable-step/check.ts";
import { yamlSyntax } from "#checks/yaml-syntax/check.ts";
import type { Content } from "#content/content.ts";
import type { Finding } from "#findings/finding.ts";

export const checks: readonly Check[] = [
  duplicateId,
  emptySteps,
  idMismatch,
  missingTranslation,
  schema,
  unknownFile,
  unknownReference,
  unknownTarget,
  unreachableStep,
  yamlSyntax,
];

/** Runs every check. */
export function check(content: Content, options: CheckOptions): readonly Finding[] {
  return checks.flatMap((each) => each.run(content, options));
}
