/** `parley publish`: makes what the files say what customers meet. */

import { parseArgs } from "node:util";
import { approvalOf, approvalOptions } from "#cli/approval.ts";
import { speaking, type Target } from "#cli/environment.ts";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { dataOption, environmentOption, format, formatOption, siteOption } from "#cli/options.ts";
import { planText } from "#cli/plan-text.ts";
import { type Prepared, publishOptions } from "#cli/prepare.ts";
import { printFindings } from "#cli/print-findings.ts";
import { readAndPrepare } from "#cli/read-and-prepare.ts";
import type { ReadSite } from "#cli/site.ts";
import { type Closed, closedNow, momentOf, until } from "#cli/wait.ts";
import type { Approval } from "#plan/approval.ts";
import { isEmpty } from "#plan/plan.ts";
import { planJson } from "#plan/render-json.ts";
import { journalText } from "#publish/journal.ts";
import { type Outcome, publish } from "#publish/publish.ts";

export const command: Command = {
  summary: "publish: plan, and then make it so",
  usage: `parley publish [--env NAME] [--at MOMENT] [--no-wait] [--approve EFFECT] [--plan FILE] [--approver NAME]…
       [--site DIR] [--data DIR] [--format text|json]

  --at MOMENT      begin then, and plan anew then: --at 2026-11-30T09:00+01:00
  --no-wait        outside the site's windows, refuse instead of waiting
  --approve EFFECT a person's yes to the plan with this effect; another effect is refused
  --plan FILE      the plan that was approved, as plan --format json printed it: what moved since is told
  --approver NAME  who said yes, for the release's history`,
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...siteOption,
        ...formatOption,
        ...environmentOption,
        ...dataOption,
        ...approvalOptions,
        at: { type: "string" },
        "no-wait": { type: "boolean", default: false },
      },
    });
    const asJson = format(values.format) === "json";
    const approval = approvalOf(values);
    if (values.at !== undefined) await until(momentOf(values.at));
    const folder = findSite(values.site);
    for (;;) {
      // Read and planned anew after each wait: what was planned before it may be another thing by then.
      const { site, target, prepared } = await readAndPrepare(folder, values.env, values.data);
      if (!prepared) return printFindings(site, format(values.format));
      const closed = target.isLocal || isEmpty(prepared.plan) ? null : closedNow(site.content.site.value?.publish);
      if (closed && closed.until !== null && !values["no-wait"]) {
        report(`waiting: ${closed.text}`);
        await until(closed.until);
        continue;
      }
      if (!asJson) process.stdout.write(planText(prepared.plan, site));
      const outcome = closed ? outsideWindow(closed) : await publishPrepared(site, target, prepared, approval);
      process.stdout.write(
        asJson
          ? `${JSON.stringify({ plan: planJson(prepared.plan, site.sources), outcome }, null, 2)}\n`
          : outcomeText(outcome),
      );
      return outcome.kind === "published" || outcome.kind === "nothing" ? 0 : 1;
    }
  },
};

const report = (line: string) => void process.stderr.write(`parley: ${line}\n`);

/** What a publish answers that does not wait. */
export function outsideWindow({ text }: Closed): Outcome {
  return {
    kind: "refused",
    check: "outside-window",
    why: text,
    fix: "publish again then, or without --no-wait, which waits",
  };
}

/** Publishes, and sees that it left nothing to do. Throws `Failure`. */
export async function publishPrepared(
  site: ReadSite,
  target: Target,
  prepared: Prepared,
  approval: Approval | null,
): Promise<Outcome> {
  try {
    const options = await publishOptions(site, target, prepared, approval, report);
    return await speaking(target, () => publish(prepared.plan, target.driver, options));
  } catch (error) {
    if (error instanceof Error && error.name === "EngineMissing" && "fix" in error)
      throw new Failure(error.message, String(error.fix));
    throw error;
  }
}

/** The outcome for people; empty where the plan had said all. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case "nothing":
      return "";
    case "published":
      return `Published as release ${outcome.release.number}.\n`;
    case "refused":
      return `Refused [${outcome.check}]: ${outcome.why}\n  ${outcome.fix}\n`;
    case "failed":
      return `Failed: ${outcome.why}\n  ${journalText(outcome.journal)}\n  ${outcome.fix}\n`;
  }
}
