/** Findings for people: what, where with the source line, why, what to do. */

import type { Finding, Sources, Span } from "#findings/finding.ts";
import { displayWidth, lineText, locate } from "#findings/locate.ts";
import { printable } from "#findings/printable.ts";
import { count } from "#findings/render-json.ts";

/** The findings as text, with a last line that counts them. `colour` is for terminals. */
export function renderFindingsText(
  findings: readonly Finding[],
  sources: Sources,
  files: number,
  colour: boolean,
): string {
  const paint = colour ? painted : plain;
  const shown = withoutSecrets(sources, findings);
  const blocks = findings.map((finding) => renderFinding(finding, shown, paint));
  return `${[...blocks, summary(findings, files)].join("\n")}\n`;
}

/** The files' texts, with a dot in place of each letter of a secret: what is printed is kept in logs. */
function withoutSecrets(sources: Sources, findings: readonly Finding[]): Sources {
  const secrets = findings.filter(({ hidden }) => hidden);
  if (secrets.length === 0) return sources;
  const shown = new Map(sources);
  for (const { at } of secrets) {
    const text = shown.get(at.file);
    if (text === undefined) continue;
    const dots = text.slice(at.start, at.end).replace(/[^\s"']/g, "•");
    shown.set(at.file, text.slice(0, at.start) + dots + text.slice(at.end));
  }
  return shown;
}

type Paint = (style: keyof typeof codes, text: string) => string;

const codes = { error: 31, warning: 33, info: 36, faint: 2, strong: 1 } as const;
const painted: Paint = (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m`;
const plain: Paint = (_style, text) => text;

function renderFinding(finding: Finding, sources: Sources, paint: Paint): string {
  const { check, severity, message, at, related = [] } = finding;
  const numbers = [at, ...related.map((place) => place.at)].map((span) => locate(sources, span.file, span.start).line);
  const gutter = " ".repeat(Math.max(...numbers.map((line) => String(line).length)));
  const lines = [`${paint(severity, `${severity}[${check}]`)}: ${paint("strong", printable(message))}`];
  lines.push(...snippet("-->", at, "^", finding.label ?? "", sources, gutter, (text) => paint(severity, text)));
  for (const place of related) {
    lines.push(...snippet(":::", place.at, "-", place.message, sources, gutter, (text) => paint("info", text)));
  }
  const notes = [
    finding.why === undefined ? undefined : `= why: ${finding.why}`,
    finding.help === undefined ? undefined : `= fix: ${finding.help}`,
    `= see: parley explain ${check}`,
  ];
  for (const note of notes) if (note !== undefined) lines.push(`${gutter} ${printable(note)}`);
  return `${lines.join("\n")}\n`;
}

/** Letters of a source line that are shown at most. */
const maxLine = 240;

function snippet(
  arrow: string,
  at: Span,
  mark: string,
  label: string,
  sources: Sources,
  gutter: string,
  paint: (text: string) => string,
): string[] {
  const { line, column } = locate(sources, at.file, at.start);
  const end = locate(sources, at.file, at.end);
  const source = lineText(sources, at.file, line);
  const head = `${gutter}${arrow} ${at.file}:${line}:${column}`;
  if (!sources.has(at.file) || (source === "" && at.end <= at.start)) return [head, `${gutter} |`];
  // Of a line without end, the stretch that the finding stands in.
  const from = source.length > maxLine ? Math.max(column - 1 - maxLine / 4, 0) : 0;
  const shown = source.slice(from, from + maxLine);
  const cut = `${from > 0 ? "…" : ""}${printable(shown)}${from + maxLine < source.length ? "…" : ""}`;
  const lastColumn = Math.min(end.line === line ? end.column - 1 : source.length, from + shown.length);
  const before = displayWidth(printable(source.slice(from, column - 1))) + (from > 0 ? 1 : 0);
  const width = Math.max(displayWidth(printable(source.slice(column - 1, lastColumn))), 1);
  const underline = `${" ".repeat(before)}${paint(mark.repeat(width))}${label ? ` ${paint(printable(label))}` : ""}`;
  return [
    head,
    `${gutter} |`,
    `${String(line).padStart(gutter.length)} | ${cut}`,
    `${gutter} | ${underline}`,
    `${gutter} |`,
  ];
}

function summary(findings: readonly Finding[], files: number): string {
  const parts = (["error", "warning", "info"] as const)
    .map((severity) => [count(findings, severity), severity] as const)
    .filter(([number]) => number > 0)
    .map(([number, severity]) =>
      severity === "info" ? `${number} for information` : `${number} ${severity}${number === 1 ? "" : "s"}`,
    );
  const checked = `${files} file${files === 1 ? "" : "s"} checked`;
  return parts.length === 0 ? `${checked}: nothing to mend.` : `${checked}: ${parts.join(", ")}.`;
}
