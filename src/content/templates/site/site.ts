/** A new site: a small shop's, whole enough to be checked, tested, published and chatted with as it stands. */

import { brandFiles } from "#content/templates/brand.ts";
import { channelFiles } from "#content/templates/channel.ts";
import { assistantFiles } from "#content/templates/site/assistant.ts";
import { projectFiles } from "#content/templates/site/project.ts";
import { testFiles } from "#content/templates/site/tests.ts";
import type { ParleyPin } from "#content/templates/workflows/workflows.ts";

export interface NewSite {
  /** The site's id and its brand's. */
  readonly id: string;
  readonly name: string;
  /** Where GitHub gets Parley from; null: nobody knows yet. */
  readonly parley: ParleyPin | null;
  /** Whose files go live. */
  readonly publishBranch: string;
}

/** Every file of it, by path. */
export function siteFiles({ id, name, parley, publishBranch }: NewSite): ReadonlyMap<string, string> {
  const brand = { id, name, languages: ["en"] };
  const files = new Map([
    ["parley.yaml", settings(id, publishBranch)],
    ...brandFiles({ ...brand, timezone: "Europe/London" }),
    ...channelFiles({
      id: "web",
      type: "web",
      name: `${name} website`,
      brand: id,
      languages: ["en"],
      assistant: "robin",
      group: "support",
    }),
    ...assistantFiles(brand),
    ...testFiles(),
    ...projectFiles(name, parley, publishBranch),
  ]);
  const brandFile = `brands/${id}/brand.yaml`;
  return files.set(
    brandFile,
    `${files.get(brandFile)}values: { free_from: 30 } # {{ brand.free_from }} in the workflows\n`,
  );
}

function settings(id: string, publishBranch: string): string {
  return `site: ${id}
environments:
  local: { platform: embedded } # parley serve, on this machine
publish:
  branch: ${publishBranch === "main" ? publishBranch : JSON.stringify(publishBranch)}
coverage: { exits: 80 } # the share of the exits that tests must take
`;
}
