/** Prints a site's findings and says, as an exit code, whether an error is among them. */

import type { Examined } from "#cli/examine.ts";
import type { Format } from "#cli/options.ts";
import { renderFindingsJson } from "#findings/render-json.ts";
import { renderFindingsText } from "#findings/render-text.ts";

export function printFindings(site: Examined, format: Format): number {
  const { findings, sources, content } = site;
  const text =
    format === "json"
      ? renderFindingsJson(findings, sources, content.files)
      : renderFindingsText(findings, sources, content.files, process.stdout.isTTY === true);
  process.stdout.write(text);
  return findings.some((finding) => finding.severity === "error") ? 1 : 0;
}
