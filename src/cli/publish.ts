/** `parley publish`: makes what the files say what customers meet. */

import { parseArgs } from "node:util";
import { speaking, type Target, targetOf } from "#cli/environment.ts";
import { Failure } from "#cli/failure.ts";
import type { Command } from "#cli/main.ts";
import { dataOption, environmentOption, format, formatOption, siteOption } from "#cli/options.ts";
import { type Prepared, prepare, publishOptions } from "#cli/prepare.ts";
import { printFindings } from "#cli/print-findings.ts";
import { findSite, type ReadSite, readSite } from "#cli/site.ts";
import { isEmpty } from "#plan/plan.ts";
import { planJson } from "#plan/render-json.ts";
import { renderPlanText } from "#plan/render-text.ts";
import { type Outcome, publish } from "#publish/publish.ts";

export const command: Command = {
  summary: "publish: plan, and then make it so",
  usage: "parley publish [--env NAME] [--site DIR] [--data DIR] [--format text|json]",
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { ...siteOption, ...formatOption, ...environmentOption, ...dataOption },
    });
    const asJson = format(values.format) === "json";
    const site = await readSite(findSite(values.site));
    const target = targetOf(site, values.env, values.data);
    const prepared = await prepare(site, target);
    if (!prepared) return printFindings(site, format(values.format));
    if (!asJson) process.stdout.write(renderPlanText(prepared.plan));
    const outcome = await publishPrepared(site, target, prepared);
    process.stdout.write(
      asJson ? `${JSON.stringify({ plan: planJson(prepared.plan), outcome }, null, 2)}\n` : outcomeText(outcome),
    );
    return outcome.kind === "published" || outcome.kind === "nothing" ? 0 : 1;
  },
};

/** Publishes, and sees that it left nothing to do. Throws `Failure`. */
export async function publishPrepared(site: ReadSite, target: Target, prepared: Prepared): Promise<Outcome> {
  const report = (line: string) => void process.stderr.write(`parley: ${line}\n`);
  try {
    const outcome = await speaking(target, () =>
      publish(prepared.plan, target.driver, publishOptions(site, target, prepared.author, report)),
    );
    if (outcome.kind !== "published") return outcome;
    const next = await prepare(site, target);
    if (next && isEmpty(next.plan)) return outcome;
    return { kind: "failed", why: "the release is live, but the next plan is not empty", fix: "see parley plan" };
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
      return `Failed: ${outcome.why}\n  ${outcome.fix}\n`;
  }
}
