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
import { isEmpty, type Plan } from "#plan/plan.ts";
import { planJson } from "#plan/render-json.ts";
import { journalText } from "#publish/journal.ts";
import { type Outcome, publish } from "#publish/publish.ts";
import { movedMeanwhile, type Refusal, refusalOf } from "#publish/refusal.ts";

export const command: Command = {
  usage: `parley publish [--env NAME] [--at MOMENT] [--no-wait] [--approve EFFECT] [--plan FILE] [--approver NAME]…
       [--site DIR] [--data DIR] [--format text|json]

  --at MOMENT      show the plan, begin then, and stop where the plan is another one by then: --at 2026-11-30T09:00+01:00
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
    const at = values.at === undefined ? null : momentOf(values.at);
    const folder = findSite(values.site);
    let shown: Plan | null = null;
    for (;;) {
      // Read and planned anew after each wait: what was planned before it may be another thing by then.
      const { site, target, prepared } = await readAndPrepare(folder, values.env, values.data);
      if (!prepared) {
        const code = await printFindings(site, format(values.format));
        report("the site has errors: nothing is published, and what is live stays");
        return code;
      }
      const { plan } = prepared;
      const settings = site.content.site.value?.publish;
      const begin = Math.max(at ?? 0, Date.now());
      const closed = target.isLocal || isEmpty(plan) ? null : closedNow(settings, begin);
      const wait = isEmpty(plan) ? null : waitOf(closed, at, values["no-wait"]);
      const isNew = shown?.effect !== plan.effect;
      const moved = shown && !approval ? movedMeanwhile(shown, plan, settings?.on_moved ?? "stop") : null;
      const refusal = moved ?? (wait !== null || closed ? await refusedNow(site, target, prepared, approval) : null);
      if (wait !== null && !refusal) {
        // A plan that waits is for people, whoever reads how it ends.
        if (isNew) process[asJson ? "stderr" : "stdout"].write(planText(plan, site));
        report(`waiting until ${new Date(wait).toISOString()} to publish: ${closed?.text ?? "--at says so"}`);
        shown ??= plan;
        await until(wait);
        continue;
      }
      if (!asJson && isNew) process.stdout.write(planText(plan, site));
      const outcome = refusal
        ? alsoClosed(refusal, closed)
        : closed
          ? outsideWindow(closed)
          : await publishPrepared(site, target, prepared, approval);
      process.stdout.write(
        asJson ? `${JSON.stringify({ plan: planJson(plan, site.sources), outcome }, null, 2)}\n` : outcomeText(outcome),
      );
      return outcome.kind === "published" || outcome.kind === "nothing" ? 0 : 1;
    }
  },
};

/** Until when a plan waits; null: it does not. */
function waitOf(closed: Closed | null, at: number | null, mayNotWait: boolean): number | null {
  if (closed) return mayNotWait ? null : closed.until;
  return at !== null && at > Date.now() ? at : null;
}

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

/** A refusal, and that it is not the only thing in the way. */
function alsoClosed(refusal: Refusal, closed: Closed | null): Refusal {
  return closed ? { ...refusal, why: `${refusal.why}\n  outside-window: ${closed.text}` } : refusal;
}

/** What no waiting helps against; null: nothing yet. */
export async function refusedNow(
  site: ReadSite,
  target: Target,
  prepared: Prepared,
  approval: Approval | null,
): Promise<Refusal | null> {
  return refusalOf(prepared.plan, await publishOptions(site, target, prepared, approval, report));
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
      return outcome.why === undefined ? "" : `Nothing to publish: ${outcome.why}.\n`;
    case "published":
      return `Published as release ${outcome.release.number}.\n`;
    case "refused":
      return `Refused [${outcome.check}]: ${outcome.why}\n  ${outcome.fix}\n`;
    case "failed":
      return `Failed: ${outcome.why}\n  ${journalText(outcome)}\n  ${outcome.fix}\n`;
  }
}
