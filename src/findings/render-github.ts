/** Findings as GitHub's workflow commands: annotations on the lines of a pull request. */

import type { Finding, Severity, Sources } from "#findings/finding.ts";
import { locate } from "#findings/locate.ts";
import { paragraphs } from "#findings/render-sarif.ts";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/**
 * One line a finding. `folder` leads from the repository's root to the site (empty, or ending with `/`): GitHub looks
 * for files from there.
 */
export function renderFindingsGitHub(findings: readonly Finding[], sources: Sources, folder: string): string {
  return findings.map((finding) => annotation(finding, sources, folder)).join("");
}

function annotation(finding: Finding, sources: Sources, folder: string): string {
  const { file, start, end } = finding.at;
  const from = locate(sources, file, start);
  const to = locate(sources, file, end);
  const properties = [
    `file=${property(`${folder}${file}`)}`,
    `line=${from.line}`,
    `endLine=${to.line}`,
    `col=${from.column}`,
    // Columns mean something to GitHub on one line only; its last one is inclusive.
    ...(to.line === from.line ? [`endColumn=${Math.max(to.column - 1, from.column)}`] : []),
    `title=${property(finding.check)}`,
  ];
  return `::${commands[finding.severity]} ${properties.join(",")}::${data(paragraphs(finding))}\n`;
}

/** A line break would end the command: so would whatever an author writes into a name or a text. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
