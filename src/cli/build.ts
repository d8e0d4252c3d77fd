/**
 * `parley build`: writes what a release consists of into a folder, for Pulumi programs of people's own: every body and
 * asset as a file named by its digest, and `site.json`, which lists them, holds the release's content, and says whose it is
 * and which commit stands behind it.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { environmentOption, format, formatOption, siteOption } from "#cli/options.ts";
import { printFindings } from "#cli/print-findings.ts";
import { readSite } from "#cli/site.ts";
import { type Body, canonicalJson } from "#content/body.ts";
import { checked } from "#content/content.ts";
import { nothingLive } from "#plan/live.ts";
import { planChanges } from "#plan/plan-changes.ts";
import { commitOf } from "#source/commit.ts";

export const command: Command = {
  usage: "parley build --out DIR [--env NAME] [--site DIR] [--format text|json]",
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { ...siteOption, ...formatOption, ...environmentOption, out: { type: "string" } },
    });
    if (values.out === undefined) throw new Failure("build needs a folder to write to", "write --out DIR");
    const site = await readSite(findSite(values.site));
    const content = checked(site.content, site.findings);
    if (!content) return printFindings(site, format(values.format));
    // A build knows no live side: drafts that have been published before are left out of it.
    const plan = planChanges(content, nothingLive, { environment: values.env, commit: null });
    const out = resolve(process.env.INIT_CWD ?? process.cwd(), values.out);
    mkdirSync(out, { recursive: true });
    const assetFile = (digest: string) => join(out, `${digest}.asset`);
    for (const [digest, bytes] of plan.assets) writeFileSync(assetFile(digest), bytes);
    const bodies = [...plan.bodies].map(([digest, body]) => {
      const file = join(out, `${digest}.json`);
      writeFileSync(file, canonicalJson(body));
      return { kind: body.kind, id: body.id, digest, file, assets: assetsOf(body).map(assetFile) };
    });
    const manifest = join(out, "site.json");
    const commit = await commitOf(site.folder);
    const from = { site: plan.site, commit: commit && !commit.dirty ? commit.id : null };
    writeFileSync(manifest, `${JSON.stringify({ ...from, bodies, release: plan.release }, null, 2)}\n`);
    process.stdout.write(
      format(values.format) === "json"
        ? `${JSON.stringify({ manifest, bodies: bodies.length, assets: plan.assets.size })}\n`
        : `${manifest}: ${bodies.length} bodies, ${plan.assets.size} assets\n`,
    );
    return 0;
  },
};

function assetsOf(body: Body): readonly string[] {
  return body.kind === "brand" ? Object.values(body.assets) : [];
}
