/** Findings as SARIF 2.1.0, which code scanning services read. */

import type { Finding, Severity, Sources, Span } from "#findings/finding.ts";
import { locate } from "#findings/locate.ts";
import { visible } from "#findings/visible.ts";

/** What SARIF says once of each check. */
export interface Rule {
  readonly name: string;
  readonly severity: Severity;
  readonly summary: string;
}

const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

/**
 * The findings as SARIF text, ending with a newline. `folder` leads from the repository's root to the site (empty, or
 * ending with `/`): services look for files from there.
 */
export function renderFindingsSarif(
  findings: readonly Finding[],
  sources: Sources,
  rules: readonly Rule[],
  folder: string,
): string {
  const used = new Set(findings.map(({ check }) => check));
  const told = rules.filter(({ name }) => used.has(name));
  const indexes = new Map(told.map(({ name }, index) => [name, index]));
  const log = {
    version: "2.1.0",
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    runs: [
      {
        tool: {
          driver: {
            name: "Parley",
            rules: told.map(({ name, severity, summary }) => ({
              id: name,
              shortDescription: { text: plain(summary) },
              help: { text: plain(`parley explain ${name}`) },
              defaultConfiguration: { level: levels[severity] },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => ({
          ruleId: finding.check,
          ...(indexes.has(finding.check) && { ruleIndex: indexes.get(finding.check) }),
          level: levels[finding.severity],
          message: { text: plain(paragraphs(finding)) },
          locations: [{ physicalLocation: physicalLocation(finding.at, sources, folder) }],
          ...(finding.related && {
            relatedLocations: finding.related.map(({ at, message }, id) => ({
              id,
              physicalLocation: physicalLocation(at, sources, folder),
              message: { text: plain(visible(message)) },
            })),
          }),
          partialFingerprints: { "parley/v1": fingerprint(finding) },
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** What, why and what to do, each a line, with nothing in it that nobody sees. */
export function paragraphs({ message, why, help }: Finding): string {
  const more = [...(why === undefined ? [] : [`Why: ${why}`]), ...(help === undefined ? [] : [`Fix: ${help}`])];
  return visible([message, ...more].join("\n"));
}

/**
 * A text that means itself: SARIF reads `{0}` as an argument (2.1.0, 3.11.5) and `[text](address)` as a link (3.11.6), which
 * ends at no `]` that a backslash of its own stands before.
 */
function plain(text: string): string {
  return text
    .replaceAll("{", "{{")
    .replaceAll("}", "}}")
    .replace(/(\\*)\]\(/g, (_, slashes: string) => `${slashes}${slashes}\\](`);
}

function physicalLocation({ file, start, end }: Span, sources: Sources, folder: string) {
  const from = locate(sources, file, start);
  const to = locate(sources, file, end);
  return {
    artifactLocation: { uri: encodeURI(`${folder}${file}`).replaceAll("#", "%23").replaceAll("?", "%3F") },
    region: { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column },
  };
}

/** The same for one finding when lines above it come and go. */
function fingerprint({ check, at, step = "", message }: Finding): string {
  return [check, at.file, step, message].join("|");
}
