/** A site as a pull request would leave it, held against the base branch and against what is live. */

import { possibleExits } from "#checks/possible-exits.ts";
import { speaking, type Target, targetOf } from "#cli/environment.ts";
import { Failure } from "#cli/failure.ts";
import { triggerNotes } from "#cli/github/publish-branch.ts";
import { settingsNotes } from "#cli/github/settings-notes.ts";
import { prepare } from "#cli/prepare.ts";
import type { Settings } from "#cli/settings.ts";
import { since } from "#cli/since.ts";
import { type ReadSite, readSiteAndPast } from "#cli/site.ts";
import { checked } from "#content/content.ts";
import { type Driver, Refused } from "#drivers/driver.ts";
import { type Live, nothingLive } from "#plan/live.ts";
import { code, shortened } from "#plan/markdown.ts";
import { isEmpty, type Plan } from "#plan/plan.ts";
import { planChanges } from "#plan/plan-changes.ts";
import type { CoverageChange, Planned, PublishRefusal, Review } from "#plan/render-review.ts";
import { refusalOf } from "#publish/refusal.ts";
import { secretsMissing, unsetSecrets } from "#publish/unset-secrets.ts";
import { coverageOf, type Measure, measures, percentOf, type Shares } from "#rehearsal/coverage.ts";
import { isAncestor } from "#source/commit.ts";

export interface SiteReview {
  readonly review: Review;
  /** The merged site. */
  readonly site: ReadSite;
  /** Why there is no plan though the site has no error; null: there is one, or the errors say why. */
  readonly missing: Failure | null;
}

export interface Asked {
  /** The site as it is where the pull request goes. */
  readonly base: ReadSite;
  /** Of the branch that is checked out: where the platform is, and which token opens it. A pull request could send it elsewhere. */
  readonly settings: Settings;
  /** The merged site's folder. */
  readonly head: string;
  /** What it is held against there. */
  readonly baseCommit: string;
  /** Null: it is held against what the base branch says. */
  readonly environment: string | null;
  readonly run: string | null;
  /** The branch that it goes into, and the one that is published. */
  readonly into: string;
  readonly publishBranch: string;
}

export async function reviewOf(asked: Asked): Promise<SiteReview> {
  const { base, head, baseCommit, environment, run, into, publishBranch } = asked;
  const site = await readSiteAndPast(head);
  const errors = site.findings.filter(({ severity }) => severity === "error").length;
  const { findings } = await since(site, baseCommit, base);
  const isPublished = into === publishBranch;
  const { planned, missing } = isPublished ? await plan(asked, site) : { planned: null, missing: null };
  const notes = [
    ...(isPublished ? [] : [elsewhereNote(into, publishBranch)]),
    ...(missing ? [`**There is no plan:** ${code(shortened(missing.message))}. ${code(missing.fix)}`] : []),
    ...(planned && environment === null
      ? ["Held against what the base branch says, for no environment is named."]
      : []),
    ...(await triggerNotes(head, site.content.site.value)),
    ...(await settingsNotes(base, site, baseCommit)),
  ];
  return {
    review: {
      findings,
      errors,
      sources: site.sources,
      planned,
      isPublished,
      coverage: coverageChange(base, site),
      notes,
      run,
    },
    site,
    missing,
  };
}

/** Why there is no plan, and no check. */
function elsewhereNote(into: string, publishBranch: string): string {
  return `**There is no plan, and no check:** this goes into ${code(into)}, and what is published is ${code(publishBranch)} (${code("publish.branch")} in ${code("parley.yaml")}). What is found here is held against ${code(into)}; what goes live, the pull request into ${code(publishBranch)} will say.`;
}

interface Attempt {
  readonly planned: Planned | null;
  readonly missing: Failure | null;
}

async function plan({ base, settings, environment }: Asked, site: ReadSite): Promise<Attempt> {
  if (environment === null) return { planned: planAgainstBase(base, site), missing: null };
  try {
    // Whose part of the platform is planned is the pull request's: a site that is called otherwise is shown what that means.
    const target = targetOf(settings, environment, undefined, site.content.site.value?.site ?? null);
    const prepared = await prepare(site, target);
    if (!prepared) return { planned: null, missing: null };
    const refused = await refusedWhateverIsSaid(site, target, prepared.plan);
    return { planned: { plan: prepared.plan, live: prepared.live, isLive: true, refused }, missing: null };
  } catch (error) {
    if (error instanceof Failure) return { planned: null, missing: error };
    throw error;
  }
}

/** Why a publish of what is merged would be refused even with a person's yes to it; null: by what is known, it would not. */
async function refusedWhateverIsSaid(site: ReadSite, target: Target, plan: Plan): Promise<PublishRefusal | null> {
  if (isEmpty(plan)) return null;
  const refusal = await refusalOf(plan, {
    approval: { effect: plan.effect, approvers: [], changes: null },
    onMoved: "stop",
    // What is checked out here is the merge, with both sides as its parents.
    isAncestor: (older, newer) => isAncestor(site.folder, older, newer),
  });
  if (refusal || target.isLocal) return refusal;
  const names = await speaking(target, () => knownToBeUnset(plan, target.driver));
  return names === null ? null : secretsMissing(names, target.driver.address);
}

/** An older platform tells only those who may publish: then a publish will say it. */
async function knownToBeUnset(plan: Plan, driver: Driver): Promise<string | null> {
  try {
    return await unsetSecrets(plan, driver);
  } catch (error) {
    if (error instanceof Refused && error.status === 403) return null;
    throw error;
  }
}

/** As though the base branch had been published. */
function planAgainstBase(base: ReadSite, site: ReadSite): Planned | null {
  const content = checked(site.content, site.findings);
  if (!content) return null;
  const options = { environment: "local", commit: null };
  const before = checked(base.content, base.findings);
  const live = before ? asPublished(planChanges(before, nothingLive, options)) : nothingLive;
  return { plan: planChanges(content, live, options), live, isLive: false, refused: null };
}

function asPublished({ release, bodies, effect }: Plan): Live {
  const made = { commit: null, author: null, publishedAt: new Date(0).toISOString(), approvers: [], summary: [] };
  return {
    release: { number: 0, digest: effect, content: release, effect, kind: "publish", ...made },
    bodies,
    holds: [],
  };
}

const words: Readonly<Record<Measure, string>> = {
  steps: "steps",
  exits: "exits",
  languages: "steps in each language",
  triggers: "ways to begin",
};

function coverageChange(base: ReadSite, site: ReadSite): readonly CoverageChange[] {
  const sharesOf = ({ content, rehearsal }: ReadSite): Shares | null =>
    rehearsal?.isWhole ? coverageOf(content, rehearsal.results, possibleExits(content)).shares : null;
  const [was, is] = [sharesOf(base), sharesOf(site)];
  const percent = (shares: Shares | null, measure: Measure) =>
    shares && shares[measure].total > 0 ? percentOf(shares[measure]) : null;
  return measures.map((measure) => ({
    what: words[measure],
    before: percent(was, measure),
    after: percent(is, measure),
  }));
}
