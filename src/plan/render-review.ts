/**
 * What a reviewer reads on a pull request: whether it can be merged, what is wrong in which file, and the whole plan.
 * Whatever the site's texts hold, they stand in code spans and blocks.
 */

import type { Finding, Sources } from "#findings/finding.ts";
import { locate } from "#findings/locate.ts";
import { unapprovable, wantsYes } from "#plan/guards.ts";
import type { Live } from "#plan/live.ts";
import { code, shortened } from "#plan/markdown.ts";
import { isEmpty, type Plan } from "#plan/plan.ts";
import { nothingChanges, planFoot, planSections, restOf } from "#plan/render-markdown.ts";
import { fitted, type Section } from "#plan/sections.ts";
import { howToSayYes } from "#plan/yes-line.ts";

export interface Review {
  /** Those that the change is about. */
  readonly findings: readonly Finding[];
  /** How many errors the whole site has once it is merged: with one, nothing of it is published. */
  readonly errors: number;
  readonly sources: Sources;
  /** It goes into the branch that is published. */
  readonly isPublished: boolean;
  /**
   * Null: the site has errors, and so no plan; or it goes elsewhere; or what it is held against could not be read, as one
   * of the notes says.
   */
  readonly planned: Planned | null;
  /** What the tests come by, before and after. */
  readonly coverage: readonly CoverageChange[];
  /** What else a reviewer must know: Markdown of our own, a paragraph each. */
  readonly notes: readonly string[];
  /** Who may be asked for what does not fit; null: nobody. */
  readonly run: string | null;
}

export interface Planned {
  readonly plan: Plan;
  /** What the plan was made against. */
  readonly live: Live;
  /** It was asked of the platform. Else it is what the base branch says, and nobody can say yes to the effect. */
  readonly isLive: boolean;
  /** Why a publish of what is merged would be refused whatever anybody says; null: as far as is known, it would not. */
  readonly refused: PublishRefusal | null;
}

export interface PublishRefusal {
  /** A check's name. */
  readonly check: string;
  readonly why: string;
  readonly fix: string;
}

export interface CoverageChange {
  readonly what: string;
  /** Per cent; null: nothing to come by. */
  readonly before: number | null;
  readonly after: number | null;
}

export interface Verdict {
  readonly conclusion: "success" | "failure" | "neutral";
  /** One line, of our own words and numbers alone. */
  readonly title: string;
}

/** Fails exactly when a publish of what is merged would be refused whatever anybody says. */
export function verdictOf({
  errors,
  isPublished,
  planned,
}: Pick<Review, "errors" | "isPublished" | "planned">): Verdict {
  if (!isPublished && errors === 0) {
    return { conclusion: "neutral", title: "goes into a branch that is not published" };
  }
  if (!planned) {
    const why = errors > 0 ? `cannot be merged: ${counted(errors, "error")}` : "could not be planned: a note says why";
    return { conclusion: "failure", title: why };
  }
  const { plan, refused } = planned;
  const stopping = unapprovable(plan.findings).length;
  if (stopping > 0)
    return { conclusion: "failure", title: `cannot be published: ${counted(stopping, "error")} in the plan` };
  if (refused) return { conclusion: "failure", title: `cannot be published: ${refused.check}` };
  if (isEmpty(plan)) return { conclusion: "success", title: "nothing that customers meet changes" };
  if (wantsYes(plan.findings).length > 0) return { conclusion: "neutral", title: "publishing it wants a person's yes" };
  const things = (["channel", "assistant", "brand"] as const).flatMap((thing) => {
    const count = plan.changes.filter((change) => change.thing === thing).length;
    return count === 0 ? [] : [counted(count, thing)];
  });
  return { conclusion: "success", title: `changes ${things.join(", ")}` };
}

/** Markdown of `limit` characters at most. */
export function renderReview(review: Review, limit: number): string {
  const { planned, notes, run } = review;
  const head = [`## Parley: ${verdictOf(review).title}`, ...refusedNote(planned), ...notes].join("\n\n");
  const foot = [
    ...(planned ? footOf(planned) : []),
    ...(run === null ? [] : [`[The run and its whole report](${run})`]),
  ].join("\n\n");
  const sections: readonly Section[] = [
    { heading: "What is found", blocks: findingBlocks(review), share: 4 },
    ...(planned && !isEmpty(planned.plan) ? planSections(planned.plan, planned.live) : []),
    { heading: "What the tests come by", blocks: coverageBlocks(review.coverage), share: 1 },
  ];
  const room = limit - head.length - foot.length - 4;
  return [head, fitted(sections, room, restOf), foot].filter((part) => part !== "").join("\n\n");
}

/** What the plan's findings do not say already. */
function refusedNote(planned: Planned | null): readonly string[] {
  if (!planned?.refused || unapprovable(planned.plan.findings).length > 0) return [];
  const { check, why, fix } = planned.refused;
  return [`**It would not be published:** ${code(check)}: ${code(shortened(why))}. ${code(shortened(fix))}`];
}

function footOf({ plan, isLive, refused }: Planned): readonly string[] {
  if (isEmpty(plan))
    return [isLive ? nothingChanges(plan) : "Nothing goes live by this: no customer meets anything new."];
  if (!isLive) return [];
  const asks = wantsYes(plan.findings).length > 0 && unapprovable(plan.findings).length === 0 && refused === null;
  return asks ? [planFoot(plan), howToSayYes(plan)] : [planFoot(plan)];
}

/** Of one file, this many findings, and of each so many letters: the rest is counted. */
const mostFindings = 20;

function findingBlocks({ findings, sources }: Review): readonly string[] {
  const byFile = Map.groupBy(findings, ({ at }) => at.file);
  return [...byFile].map(([file, own]) => {
    const lines = own.slice(0, mostFindings).map((finding) => {
      const { line } = locate(sources, file, finding.at.start);
      const fix = finding.help === undefined ? "" : `<br>fix: ${code(shortened(finding.help))}`;
      return `- line ${line}, **${finding.severity}** ${code(finding.check)}: ${code(shortened(finding.message))}${fix}`;
    });
    const more = own.length - lines.length;
    return [`**${code(file)}**`, "", ...lines, ...(more > 0 ? [`- … and ${more} more`] : [])].join("\n");
  });
}

function coverageBlocks(coverage: readonly CoverageChange[]): readonly string[] {
  const cell = (share: number | null): string => (share === null ? "–" : `${share} %`);
  const rows = coverage
    .filter(({ before, after }) => before !== null || after !== null)
    .map(({ what, before, after }) => `| ${what} | ${cell(before)} | ${cell(after)} |`);
  return rows.length === 0 ? [] : [["| | before | after |", "| --- | ---: | ---: |", ...rows].join("\n")];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
