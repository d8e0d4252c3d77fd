/** Every check, in alphabetical order. A check that is not listed here does not run. */

import { brandMismatch } from "#checks/brand-mismatch/check.ts";
import { callTooSlow } from "#checks/call-too-slow/check.ts";
import { callWithoutErrorExit } from "#checks/call-without-error-exit/check.ts";
import { callWithoutStub } from "#checks/call-without-stub/check.ts";
import { changedOutsideGit } from "#checks/changed-outside-git/check.ts";
import { channelOfAnotherSite } from "#checks/channel-of-another-site/check.ts";
import { channelTakeover } from "#checks/channel-takeover/check.ts";
import type { Check, CheckOptions } from "#checks/check.ts";
import { confusablePhrases } from "#checks/confusable-phrases/check.ts";
import { constantCondition } from "#checks/constant-condition/check.ts";
import { coverageBelowThreshold } from "#checks/coverage-below-threshold/check.ts";
import { deadEnd } from "#checks/dead-end/check.ts";
import { defaultResponseMissing } from "#checks/default-response-missing/check.ts";
import { draftAssistant } from "#checks/draft-assistant/check.ts";
import { duplicateId } from "#checks/duplicate-id/check.ts";
import { duplicateLabel } from "#checks/duplicate-label/check.ts";
import { duplicatePhrase } from "#checks/duplicate-phrase/check.ts";
import { emptySteps } from "#checks/empty-steps/check.ts";
import { expressionSyntax } from "#checks/expression-syntax/check.ts";
import { handoffOutsideHours } from "#checks/handoff-outside-hours/check.ts";
import { handoffWithoutNoAgent } from "#checks/handoff-without-no-agent/check.ts";
import { held } from "#checks/held/check.ts";
import { hostOutsideConnection } from "#checks/host-outside-connection/check.ts";
import { idMismatch } from "#checks/id-mismatch/check.ts";
import { idOfAnotherSite } from "#checks/id-of-another-site/check.ts";
import { ignoreWithoutReason } from "#checks/ignore-without-reason/check.ts";
import { labelTooLong } from "#checks/label-too-long/check.ts";
import { literalSecret } from "#checks/literal-secret/check.ts";
import { loopWithoutInput } from "#checks/loop-without-input/check.ts";
import { maybeUnset } from "#checks/maybe-unset/check.ts";
import { missingAltText } from "#checks/missing-alt-text/check.ts";
import { missingAsset } from "#checks/missing-asset/check.ts";
import { missingElse } from "#checks/missing-else/check.ts";
import { missingEnvironment } from "#checks/missing-environment/check.ts";
import { missingPhrases } from "#checks/missing-phrases/check.ts";
import { missingTranslation } from "#checks/missing-translation/check.ts";
import { movedSinceApproval } from "#checks/moved-since-approval/check.ts";
import { neverStarted } from "#checks/never-started/check.ts";
import { noFallbackExit } from "#checks/no-fallback-exit/check.ts";
import { noWayOut } from "#checks/no-way-out/check.ts";
import { notADescendant } from "#checks/not-a-descendant/check.ts";
import { otherSites } from "#checks/other-sites/check.ts";
import { placeholderMismatch } from "#checks/placeholder-mismatch/check.ts";
import { protected_ } from "#checks/protected/check.ts";
import { recursiveRun } from "#checks/recursive-run/check.ts";
import { runInputs } from "#checks/run-inputs/check.ts";
import { runningConversations } from "#checks/running-conversations/check.ts";
import { sameAsDefault } from "#checks/same-as-default/check.ts";
import { scheduleExpires } from "#checks/schedule-expires/check.ts";
import { schema } from "#checks/schema/check.ts";
import { sensitiveLeak } from "#checks/sensitive-leak/check.ts";
import { staleTranslation } from "#checks/stale-translation/check.ts";
import { stepDegrades } from "#checks/step-degrades/check.ts";
import { testFailed } from "#checks/test-failed/check.ts";
import { tooManyArticles } from "#checks/too-many-articles/check.ts";
import { tooManyCards } from "#checks/too-many-cards/check.ts";
import { tooManyOptions } from "#checks/too-many-options/check.ts";
import { tooManyTakeovers } from "#checks/too-many-takeovers/check.ts";
import { tooMuchRemoved } from "#checks/too-much-removed/check.ts";
import { typeMismatch } from "#checks/type-mismatch/check.ts";
import { undeclaredLanguage } from "#checks/undeclared-language/check.ts";
import { undeclaredWorkflow } from "#checks/undeclared-workflow/check.ts";
import { unknownFile } from "#checks/unknown-file/check.ts";
import { unknownReference } from "#checks/unknown-reference/check.ts";
import { unknownStepInTest } from "#checks/unknown-step-in-test/check.ts";
import { unknownTarget } from "#checks/unknown-target/check.ts";
import { unknownVariable } from "#checks/unknown-variable/check.ts";
import { unquotedText } from "#checks/unquoted-text/check.ts";
import { unreachableStep } from "#checks/unreachable-step/check.ts";
import { unsafeRegex } from "#checks/unsafe-regex/check.ts";
import { unsafeRetry } from "#checks/unsafe-retry/check.ts";
import { unusedIgnore } from "#checks/unused-ignore/check.ts";
import { unusedStub } from "#checks/unused-stub/check.ts";
import { unusedVariable } from "#checks/unused-variable/check.ts";
import { unverifiedIdentity } from "#checks/unverified-identity/check.ts";
import { workflowTooLarge } from "#checks/workflow-too-large/check.ts";
import { yamlSyntax } from "#checks/yaml-syntax/check.ts";
import type { Content } from "#content/content.ts";
import type { Finding } from "#findings/finding.ts";

export const checks: readonly Check[] = [
  brandMismatch,
  callTooSlow,
  callWithoutErrorExit,
  callWithoutStub,
  changedOutsideGit,
  channelOfAnotherSite,
  channelTakeover,
  confusablePhrases,
  constantCondition,
  coverageBelowThreshold,
  deadEnd,
  defaultResponseMissing,
  draftAssistant,
  duplicateId,
  duplicateLabel,
  duplicatePhrase,
  emptySteps,
  expressionSyntax,
  handoffOutsideHours,
  handoffWithoutNoAgent,
  held,
  hostOutsideConnection,
  idMismatch,
  idOfAnotherSite,
  ignoreWithoutReason,
  labelTooLong,
  literalSecret,
  loopWithoutInput,
  maybeUnset,
  missingAltText,
  missingAsset,
  missingElse,
  missingEnvironment,
  missingPhrases,
  missingTranslation,
  movedSinceApproval,
  neverStarted,
  noFallbackExit,
  noWayOut,
  notADescendant,
  otherSites,
  placeholderMismatch,
  protected_,
  recursiveRun,
  runInputs,
  runningConversations,
  sameAsDefault,
  scheduleExpires,
  schema,
  sensitiveLeak,
  staleTranslation,
  stepDegrades,
  testFailed,
  tooManyArticles,
  tooManyCards,
  tooManyOptions,
  tooManyTakeovers,
  tooMuchRemoved,
  typeMismatch,
  undeclaredLanguage,
  undeclaredWorkflow,
  unknownFile,
  unknownReference,
  unknownStepInTest,
  unknownTarget,
  unknownVariable,
  unquotedText,
  unreachableStep,
  unsafeRegex,
  unsafeRetry,
  unusedIgnore,
  unusedStub,
  unusedVariable,
  unverifiedIdentity,
  workflowTooLarge,
  yamlSyntax,
];

/** Runs every check. */
export function check(content: Content, options: CheckOptions): readonly Finding[] {
  return checks.flatMap((each) => each.run(content, options));
}
