/** How a publish from GitHub ended, for the pull request and for the commit's check. */

import type { Approval } from "#plan/approval.ts";
import { code } from "#plan/markdown.ts";
import type { Plan } from "#plan/plan.ts";
import { summaryOf } from "#plan/summary.ts";
import { waitingText } from "#plan/waiting.ts";
import { howToSayYes } from "#plan/yes-line.ts";
import type { Outcome } from "#publish/publish.ts";

export interface Waits {
  readonly kind: "waits";
  /** In milliseconds since 1970. */
  readonly until: number;
  readonly why: string;
}

export type Ending = Outcome | Waits;

/** The check in which a commit's publish says how it ended. */
export const publishCheckName = "Parley publish";

export interface EndingCheck {
  readonly conclusion: "success" | "failure" | "neutral";
  readonly title: string;
  /** For the next look at the site's windows; null: nothing waits for them. */
  readonly text: string | null;
}

export function checkOf(ending: Ending, plan: Plan): EndingCheck {
  switch (ending.kind) {
    case "waits":
      return { conclusion: "neutral", title: `waits until ${momentText(ending.until)}`, text: waitingText(plan) };
    case "nothing":
      return { conclusion: "success", title: "nothing to publish", text: null };
    case "published":
      return { conclusion: "success", title: `published as release ${ending.release.number}`, text: null };
    case "refused":
      return { conclusion: "failure", title: `not published: ${ending.check}`, text: null };
    case "failed":
      return { conclusion: "failure", title: "the publish failed", text: null };
  }
}

export interface Told {
  readonly plan: Plan;
  readonly approval: Approval | null;
  /** The run's page; null: this is none. */
  readonly run: string | null;
  /** Nobody has said yes to it, and somebody must. */
  readonly asks: boolean;
  /** Whether the windows are looked at each hour. */
  readonly isLookedAt: boolean;
}

export function endingMarkdown(ending: Ending, { plan, approval, run, asks, isLookedAt }: Told): string {
  const where = code(plan.environment);
  const link = run === null ? "" : `\n\n[The run](${run})`;
  switch (ending.kind) {
    case "waits":
      return `## Parley: waits until ${momentText(ending.until)}\n\n${code(ending.why)}. What was live on ${where} still is. What goes live then is planned anew, and a person is asked then if one must be.\n\n${isLookedAt ? "It begins within the hour after that." : nobodyLooks}${link}`;
    case "nothing":
      return `## Parley: nothing to publish\n\n${where} already is what the files say.${link}`;
    case "published": {
      const yes = approval ? `\n\nA yes was given by ${approval.approvers.map((name) => code(name)).join(", ")}.` : "";
      const lines = summaryOf(plan).map((line) => `- ${code(line)}`);
      return `## Parley: published as release ${ending.release.number}\n\nLive on ${where} now:\n\n${lines.join("\n")}${yes}${link}`;
    }
    case "refused":
      return `## Parley: not published\n\n${code(ending.check)}: ${code(ending.why)}\n\nWhat was live on ${where} still is. ${asks ? howToSayYes(plan) : code(ending.fix)}${link}`;
    case "failed":
      return `## Parley: the publish failed\n\n${code(ending.why)}\n\n${code(ending.fix)}${link}`;
  }
}

const nobodyLooks =
  "**Nobody begins it then:** set the repository's variable `PARLEY_WINDOWS` to `true`, which has the windows looked at each hour, or run `publish.yml` by hand when they are open.";

/** To the minute, as windows are. */
function momentText(moment: number): string {
  return `${new Date(moment).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
