/** Every check, in alphabetical order. A check that is not listed here does not run. */

import { brandMismatch } from "#checks/brand-mismatch/check.ts";
import { callTooSlow } from "#checks/call-too-slow/check.ts";
import { callWithoutErrorExit } from "#checks/call-without-error-exit/check.ts";
import type { Check, CheckOptions } from "#checks/check.ts";
import { defaultResponseMissing } from "#checks/default-response-missing/check.ts";
import { draftAssistant } from "#checks/draft-assistant/check.ts";
import { duplicateId } from "#checks/duplicate-id/check.ts";
import { emptySteps } from "#checks/empty-steps/check.ts";
import { handoffOutsideHours } from "#checks/handoff-outside-hours/check.ts";
import { handoffWithoutNoAgent } from "#checks/handoff-without-no-agent/check.ts";
import { hostOutsideConnection } from "#checks/host-outside-connection/check.ts";
import { idMismatch } from "#checks/id-mismatch/check.ts";
import { missingTranslation } from "#checks/missing-translation/check.ts";
import { noFallbackExit } from "#checks/no-fallback-exit/check.ts";
import { scheduleExpires } from "#checks/schedule-expires/check.ts";
import { schema } from "#checks/schema/check.ts";
import { undeclaredWorkflow } from "#checks/undeclared-workflow/check.ts";
import { unknownFile } from "#checks/unknown-file/check.ts";
import { unknownReference } from "#checks/unknown-reference/check.ts";
import { unknownTarget } from "#checks/unknown-target/check.ts";
import { unreachableStep } from "#checks/unreachable-step/check.ts";
import { unsafeRetry } from "#checks/unsafe-retry/check.ts";
import { yamlSyntax } from "#checks/yaml-syntax/check.ts";
import type { Content } from "#content/content.ts";
import type { Finding } from "#findings/finding.ts";

export const checks: readonly Check[] = [
  brandMismatch,
  callTooSlow,
  callWithoutErrorExit,
  defaultResponseMissing,
  draftAssistant,
  duplicateId,
  emptySteps,
  handoffOutsideHours,
  handoffWithoutNoAgent,
  hostOutsideConnection,
  idMismatch,
  missingTranslation,
  noFallbackExit,
  scheduleExpires,
  schema,
  undeclaredWorkflow,
  unknownFile,
  unknownReference,
  unknownTarget,
  unreachableStep,
  unsafeRetry,
  yamlSyntax,
];

/** Runs every check. */
export function check(content: Content, options: CheckOptions): readonly Finding[] {
  return checks.flatMap((each) => each.run(content, options));
}
