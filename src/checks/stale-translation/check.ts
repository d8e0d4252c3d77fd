/** A translation says what the default text says now, and not what it said once. */

import type { Check } from "#checks/check.ts";
import type { Content } from "#content/content.ts";
import type { FileHistory } from "#content/file-history.ts";
import { placeOfVersion, type SiteText, siteTexts } from "#content/site-texts.ts";
import { outdatedFrom, type Version } from "#content/translations/earlier-default.ts";
import type { Finding } from "#findings/finding.ts";

export const staleTranslation: Check = {
  name: "stale-translation",
  severity: "warning",
  summary: "a translation whose default text has changed since it was made",
  run: (content, { history }) => {
    const findings: Finding[] = [];
    // Without either, nothing is known of what a translation was made from.
    if (!history && content.madeFrom.size === 0) return findings;
    for (const text of siteTexts(content)) addStale(content, text, history, findings);
    return findings;
  },
};

function addStale(content: Content, text: SiteText, history: FileHistory | undefined, into: Finding[]): void {
  const first = text.languages[0] ?? "";
  for (const language of Object.keys(text.values)) {
    const from = outdatedFrom(content, text, language, history);
    if (from === undefined) continue;
    into.push({
      check: "stale-translation",
      severity: "warning",
      message: `${text.what} in "${language}" was made from an earlier text in "${first}"`,
      at: placeOfVersion(text, language),
      ...(text.step !== null && { step: text.step }),
      related: [{ at: placeOfVersion(text, first), message: `it was ${quoted(from)} then` }],
      why: "customers who speak it would read what holds no longer",
      help: 'translate what changed; if it still says the same, "parley translations confirm" writes that down',
    });
  }
}

const longest = 120;

function quoted(version: Version): string {
  const texts = (typeof version === "string" ? [version] : version).map((text) => text.trim().replace(/\s+/g, " "));
  const whole = texts.map((text) => `"${text}"`).join(", ");
  return whole.length <= longest ? whole : `${whole.slice(0, longest - 1)}…`;
}
