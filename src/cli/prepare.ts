/** What `plan`, `publish` and `start` share: the site, checked; the live side; the plan. */

import { speaking, type Target } from "#cli/environment.ts";
import { Failure } from "#cli/failure.ts";
import type { ReadSite } from "#cli/site.ts";
import { whoAndWhere } from "#cli/who.ts";
import { type CheckedContent, checked } from "#content/content.ts";
import type { Approval } from "#plan/approval.ts";
import { desiredOf, type KnownAssistants } from "#plan/bodies.ts";
import { type Live, nothingLive } from "#plan/live.ts";
import { isEmpty, type Plan } from "#plan/plan.ts";
import { planChanges } from "#plan/plan-changes.ts";
import { touchedBodies, withRunning } from "#plan/running.ts";
import type { PublishOptions } from "#publish/publish.ts";
import { authorOf, type Commit, commitOf, isAncestor } from "#source/commit.ts";

export interface Prepared {
  readonly live: Live;
  readonly plan: Plan;
  /** Whose author publishes; null: nobody stands behind the files. */
  readonly commit: Commit | null;
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

/** Of the assistants that are `known`, `content` may lack the workflows; `withWorkflows` has those of what changes. */
export async function planned(
  content: CheckedContent,
  live: Live,
  target: Target,
  commit: Commit | null,
  known: KnownAssistants = new Map(),
  withWorkflows: (plan: Plan) => CheckedContent = () => content,
): Promise<Prepared> {
  const options = { environment: target.environment, commit: commit?.id ?? null, known };
  const planAgain = (now: Live) => planChanges(content, now, options);
  const changes = planAgain(live);
  const standing = await speaking(target, () => target.driver.running(touchedBodies(changes, live)));
  // Where nobody is under way, nobody asks where in the files they stand.
  const plan = standing.length === 0 ? changes : withRunning(changes, withWorkflows(changes), live, standing);
  return { live, plan, planAgain, commit };
}

/** How `publish` is to be run from this command line. */
export async function publishOptions(
  site: ReadSite,
  target: Target,
  { plan, planAgain, commit }: Prepared,
  approval: Approval | null,
  report: (line: string) => void,
): Promise<PublishOptions> {
  return {
    holder: whoAndWhere(),
    author: isEmpty(plan) || commit === null ? null : await authorOf(site.folder, commit),
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
