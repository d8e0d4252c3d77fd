/** What `plan`, `publish` and `start` share: the site, checked; the live side; the plan. */

import { speaking, type Target } from "#cli/environment.ts";
import { Failure } from "#cli/failure.ts";
import type { ReadSite } from "#cli/site.ts";
import { whoAndWhere } from "#cli/who.ts";
import { type CheckedContent, checked } from "#content/content.ts";
import type { Approval } from "#plan/approval.ts";
import { desiredOf, type KnownAssistants } from "#plan/bodies.ts";
import { type Live, nothingLive } from "#plan/live.ts";
import type { Plan } from "#plan/plan.ts";
import { planChanges } from "#plan/plan-changes.ts";
import { touchedBodies, withRunning } from "#plan/running.ts";
import type { PublishOptions } from "#publish/publish.ts";
import { type Commit, commitOf, isAncestor } from "#source/commit.ts";

export interface Prepared {
  readonly content: CheckedContent;
  readonly live: Live;
  readonly plan: Plan;
  readonly author: string | null;
  /** The plan of the same files against what is live by then. */
  planAgain(live: Live): Plan;
}

/** The plan for a target; null where the site has errors. `asked`: what Git was asked already. Throws `Failure`. */
export async function prepare(
  site: ReadSite,
  target: Target,
  asked?: Promise<Commit | null>,
): Promise<Prepared | null> {
  const content = checked(site.content, site.findings);
  if (!content) return null;
  const commit = await (asked ?? publishable(site.folder, target));
  return planned(content, await liveBeside(content, target), target, commit);
}

/** The commit whose plan this is; null: none stands behind the files, which only a local platform takes. Throws `Failure`. */
export async function publishable(folder: string, target: Target): Promise<Commit | null> {
  const commit = await commitOf(folder);
  if (commit && !commit.dirty) return commit;
  if (target.isLocal) return null;
  throw new Failure(
    commit ? "the site has changes that are not committed" : "the site is in no Git repository",
    `commit first: only "local" takes what nobody has reviewed`,
  );
}

/** What is live. Only what the files do not say is asked for: bodies are known by their content's digest. */
export async function liveBeside(content: CheckedContent, target: Target, known?: KnownAssistants): Promise<Live> {
  const { bodies } = desiredOf(content, target.environment, nothingLive, known);
  return speaking(target, () => target.driver.readLive(bodies));
}

export async function planned(
  content: CheckedContent,
  live: Live,
  target: Target,
  commit: Commit | null,
  known?: KnownAssistants,
): Promise<Prepared> {
  const options = { environment: target.environment, commit: commit?.id ?? null, ...(known && { known }) };
  const planAgain = (now: Live) => planChanges(content, now, options);
  const changes = planAgain(live);
  const standing = await speaking(target, () => target.driver.running(touchedBodies(changes, live)));
  const plan = withRunning(changes, content, live, standing);
  return { content, live, plan, planAgain, author: commit?.author ?? null };
}

/** How `publish` is to be run from this command line. */
export function publishOptions(
  site: ReadSite,
  target: Target,
  { planAgain, author }: Prepared,
  approval: Approval | null,
  report: (line: string) => void,
): PublishOptions {
  return {
    holder: whoAndWhere(),
    author,
    secretsMayBeMissing: target.isLocal,
    approval,
    onMoved: site.content.site.value?.publish?.on_moved ?? "stop",
    folder: `${target.dataFolder}/publish/${target.environment}`,
    stateUrl: target.stateUrl(),
    planAgain,
    ensureEngine: async () => (await import("#publish/engine.ts")).ensureEngine(report),
    isAncestor: (older, newer) => isAncestor(site.folder, older, newer),
    report,
  };
}
