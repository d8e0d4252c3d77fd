/** What stands on a button fits on it, on every channel that its assistant answers on. */

import type { Check } from "#checks/check.ts";
import { closerLook } from "#checks/closer-look.ts";
import { type ConnectedChannel, connectedChannels, nameChannels } from "#checks/connected-channels.ts";
import { workflowsOf } from "#checks/workflows.ts";
import { placeOfVersion } from "#content/site-texts.ts";
import { parseTemplate } from "#expr/template.ts";
import type { Finding } from "#findings/finding.ts";

export const labelTooLong: Check = {
  name: "label-too-long",
  severity: "warning",
  summary: "a button's label that is longer than one of its channels shows",
  run: (content, { limits }) => {
    const channelsOf = connectedChannels(content);
    const owners = new Map(workflowsOf(content).map((owned) => [owned.workflow, owned]));
    const findings: Finding[] = [];
    for (const text of closerLook(content).buttons) {
      const owned = text.workflow ? owners.get(text.workflow) : undefined;
      if (!owned) continue;
      const channels = channelsOf(owned);
      for (const language in text.values) {
        const value = text.values[language];
        // A text has no more letters than it has units: most labels need not be counted.
        if (typeof value !== "string" || channels.every(({ type }) => value.length <= limits[type].labelLetters))
          continue;
        const letters = lettersOf(value);
        const short = channels.filter(({ type }) => letters > limits[type].labelLetters);
        if (short.length === 0) continue;
        const least = Math.min(...short.map(({ type }) => limits[type].labelLetters));
        findings.push({
          check: "label-too-long",
          severity: "warning",
          message: `the label ${text.what} has ${letters} letters in "${language}"; ${room(short, (type) => limits[type].labelLetters)}`,
          at: placeOfVersion(text, language),
          ...(text.step !== null && { step: text.step }),
          why: "customers there would read only its beginning",
          help: `say it in ${least} letters; what needs more room can stand in the step's text`,
        });
      }
    }
    return findings;
  },
};

function room(channels: readonly ConnectedChannel[], limit: (type: ConnectedChannel["type"]) => number): string {
  const byLimit = new Map<number, ConnectedChannel[]>();
  for (const channel of channels) {
    const letters = limit(channel.type);
    byLimit.set(letters, [...(byLimit.get(letters) ?? []), channel]);
  }
  return [...byLimit]
    .map(([letters, some]) => `${nameChannels(some)} ${some.length === 1 ? "shows" : "show"} ${letters}`)
    .join(", ");
}

/** Made when a label is counted: it takes a while, and few are long enough to be. */
let segmenter: Intl.Segmenter | null = null;

/** As people count them: an emoji of several parts is one. What `{{ }}` will hold nobody knows: it is not counted. */
function lettersOf(text: string): number {
  const plain = text.includes("{{")
    ? parseTemplate(text)
        .map((part) => (part.kind === "text" ? part.text : ""))
        .join("")
    : text;
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  let letters = 0;
  for (const _ of segmenter.segment(plain.trim())) letters += 1;
  return letters;
}
