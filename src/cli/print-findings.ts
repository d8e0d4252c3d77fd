/** Prints a site's findings and says, as an exit code, whether an error is among them. */

import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { Failure } from "#cli/failure.ts";
import type { ReadSite } from "#cli/site.ts";
import { renderFindingsJson } from "#findings/render-json.ts";
import { renderFindingsText } from "#findings/render-text.ts";

const formats = ["text", "json", "sarif", "github", "junit"] as const;

export type FindingsFormat = (typeof formats)[number];

/** The format that `--format` names. Throws `Failure`. */
export function findingsFormat(value: string | undefined): FindingsFormat {
  const known = formats.find((each) => each === (value ?? "text"));
  if (known) return known;
  throw new Failure(`"${value}" is no format`, `write --format ${formats.join(", ")}`.replace(/, (\w+)$/, " or $1"));
}

/** What is shown: a site's findings, and the files they stand in. */
export type Found = Pick<ReadSite, "folder" | "files" | "findings" | "sources">;

export async function printFindings(site: Found, format: FindingsFormat): Promise<number> {
  process.stdout.write(await render(site, format));
  return site.findings.some((finding) => finding.severity === "error") ? 1 : 0;
}

async function render({ findings, sources, files, folder }: Found, format: FindingsFormat): Promise<string> {
  switch (format) {
    case "text":
      return renderFindingsText(findings, sources, files.size, process.stdout.isTTY === true);
    case "json":
      return renderFindingsJson(findings, sources, files.size);
    case "sarif": {
      const { renderFindingsSarif } = await import("#findings/render-sarif.ts");
      const { checks } = await import("#checks/index.ts");
      return renderFindingsSarif(findings, sources, checks, folderInRepository(folder));
    }
    case "github": {
      const { renderFindingsGitHub } = await import("#findings/render-github.ts");
      return renderFindingsGitHub(findings, sources, folderInRepository(folder));
    }
    case "junit": {
      const { renderFindingsJunit } = await import("#findings/render-junit.ts");
      return renderFindingsJunit(findings, sources);
    }
  }
}

/** From the root of the repository that the site lies in to the site: empty, or ending with `/`. */
function folderInRepository(site: string): string {
  for (let folder = site; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) {
      const path = relative(folder, site).split(sep).join("/");
      return path === "" ? "" : `${path}/`;
    }
    if (folder === dirname(folder)) return "";
  }
}
