/** A site as a pull request would leave it, held against the base branch and against what is live. */

import { possibleExits } from "#checks/possible-exits.ts";
import { targetOf } from "#cli/environment.ts";
import { Failure } from "#cli/failure.ts";
import { prepare } from "#cli/prepare.ts";
import { since } from "#cli/since.ts";
import { type ReadSite, readSiteAndPast } from "#cli/site.ts";
import { checked } from "#content/content.ts";
import { type Live, nothingLive } from "#plan/live.ts";
import { code } from "#plan/markdown.ts";
import type { Plan } from "#plan/plan.ts";
import { planChanges } from "#plan/plan-changes.ts";
import type { CoverageChange, Planned, Review } from "#plan/render-review.ts";
import { coverageOf, type Measure, measures, percentOf, type Shares } from "#rehearsal/coverage.ts";

export interface SiteReview {
  readonly review: Review;
  /** The merged site. */
  readonly site: ReadSite;
  /** Why there is no plan though the site has no error; null: there is one, or the errors say why. */
  readonly missing: Failure | null;
}

/** `head` is the merged site's folder, `baseCommit` what it is held against there. */
export async function reviewOf(
  base: ReadSite,
  head: string,
  baseCommit: string,
  environment: string | null,
  run: string | null,
): Promise<SiteReview> {
  const site = await readSiteAndPast(head);
  const errors = site.findings.filter(({ severity }) => severity === "error").length;
  const { findings } = await since(site, baseCommit, base);
  const { planned, missing } = await plan(base, site, environment);
  const notes = [
    ...(missing ? [`**There is no plan:** ${code(missing.message)}. ${code(missing.fix)}`] : []),
    ...(planned && environment === null
      ? ["Held against what the base branch says, for no environment is named."]
      : []),
    ...settingsNotes(base, site),
  ];
  return {
    review: { findings, errors, sources: site.sources, planned, coverage: coverageChange(base, site), notes, run },
    site,
    missing,
  };
}

interface Attempt {
  readonly planned: Planned | null;
  readonly missing: Failure | null;
}

async function plan(base: ReadSite, site: ReadSite, environment: string | null): Promise<Attempt> {
  if (environment === null) return { planned: planAgainstBase(base, site), missing: null };
  try {
    // The base's word for where the platform is, and which token opens it: a pull request could send it elsewhere.
    const prepared = await prepare(site, targetOf(base, environment, undefined));
    return { planned: prepared && { plan: prepared.plan, live: prepared.live, isLive: true }, missing: null };
  } catch (error) {
    if (error instanceof Failure) return { planned: null, missing: error };
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
  return { plan: planChanges(content, live, options), live, isLive: false };
}

function asPublished({ release, bodies, effect }: Plan): Live {
  const made = { commit: null, author: null, publishedAt: new Date(0).toISOString(), approvers: [], summary: [] };
  return {
    release: { number: 0, digest: effect, content: release, effect, kind: "publish", ...made },
    bodies,
    holds: [],
  };
}

/** Settings that decide what a publish may do are no part of a plan: they are told apart. */
function settingsNotes(base: ReadSite, site: ReadSite): readonly string[] {
  const was = base.content.site.value;
  const is = site.content.site.value;
  const changed = (["environments", "publish", "coverage"] as const).filter(
    (key) => JSON.stringify(was?.[key] ?? null) !== JSON.stringify(is?.[key] ?? null),
  );
  if (changed.length === 0) return [];
  const keys = changed.map((key) => code(key)).join(", ");
  return [
    `**The settings change:** ${keys} in ${code("parley.yaml")}. This plan was made where the base branch publishes.`,
  ];
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
