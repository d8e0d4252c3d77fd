/**
 * Talks as Markdown, one page a test file and language: what a reviewer reads when dialogue changes. The same content
 * gives the same page, and what an author calls sensitive is not in it.
 */

import type { Language } from "#content/text.ts";
import type { Rehearsal } from "#rehearsal/rehearse.ts";
import type { TestResult } from "#rehearsal/rehearse-site.ts";
import { shownDuration } from "#rehearsal/show-line.ts";
import { choicesOf, readableText } from "#rehearsal/spoken.ts";
import type { Line, Stage } from "#rehearsal/stage.ts";
import type { Message } from "#runtime/message.ts";
import { compile } from "#runtime/program.ts";
import { requestOf } from "#runtime/stubs.ts";

export interface Page {
  /** Below the folder of transcripts. */
  readonly path: string;
  readonly text: string;
}

/** By this line a page is known to be Parley's own. */
export const pageMark = "<!-- written by parley test --record; changes by hand are lost -->";

export function transcriptPages(results: readonly TestResult[]): readonly Page[] {
  const pages = new Map<string, string[]>();
  for (const { item, cast, test, rehearsals, value } of results) {
    for (const rehearsal of rehearsals) {
      const path = `${cast.item.id}/${item.id}.${rehearsal.language}.md`;
      const begun = value.workflow ?? `${cast.item.id}, from its welcome on`;
      const sections = pages.get(path) ?? [`# ${item.id} (${rehearsal.language})`, pageMark, `Of ${begun}.`];
      sections.push(`## ${test.name}`, ...talkOf(rehearsal));
      pages.set(path, sections);
    }
  }
  return [...pages].map(([path, sections]) => ({ path, text: `${sections.join("\n\n")}\n` }));
}

const hidden = "•••";
/** A shorter one stands in other words too. */
const secretLetters = 4;

/** What the assistant says, and what the customer answers it, is masked where it is said; what goes elsewhere is here. */
function talkOf({ stage, failures, language }: Rehearsal): readonly string[] {
  const secrets = secretsOf(stage);
  const lines = stage.lines.map((line) => {
    const text = shown(line, language);
    if (line.kind === "bot" || line.kind === "customer") return text;
    return secrets.reduce((left, value) => left.replaceAll(value, hidden), text);
  });
  return failures.length > 0 ? [...lines, "*The talk does not go on as its test expects.*"] : lines;
}

function shown(line: Line, language: Language): string {
  switch (line.kind) {
    case "bot":
      return line.messages.map((message) => `**${line.step}** ${shownMessage(message)}`).join("\n\n");
    case "customer":
      return quoted(line.text);
    case "agent":
      return `*Agent:* ${line.text}`;
    case "agent-done":
      return "*The agents hand the conversation back.*";
    case "time":
      return `*${shownDuration(line.ms)} later*`;
    case "call":
      return `*${line.call.connection} is asked: ${requestOf(line.call)}*`;
    case "handoff":
      return line.handoff.mode === "live"
        ? `*The conversation goes to ${line.handoff.group}.*`
        : `*A record is left for ${line.handoff.group}.*`;
    case "withdraw":
      return `*Nobody of ${line.group} came.*`;
    case "ended":
      return `*${line.workflow} ends${line.outcome === null ? "" : `: ${line.outcome}`}.*`;
    case "trouble":
      return `*In ${line.trouble.step ?? language}: ${line.trouble.message}*`;
  }
}

function quoted(text: string): string {
  return text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
}

function shownMessage(message: Message): string {
  const choices = choicesOf(message).map(({ id, label }) => `- [${label}] (${id})`);
  switch (message.type) {
    case "image":
      return `*picture: ${message.alt}*`;
    case "file":
      return `*file: ${message.name}*`;
    case "links":
      return message.links.map(({ label, url }) => `[${label}](${url})`).join(" ");
    case "form":
      return [message.text ?? "", ...message.fields.map(({ label }) => `- ${label}: …`)].join("\n").trim();
    default:
      return [readableText(message), ...(choices.length > 0 ? ["", ...choices] : [])].join("\n");
  }
}

/** What sensitive variables hold, the longest first. */
function secretsOf(stage: Stage): readonly string[] {
  const { workflows } = compile(stage.program);
  const values = new Set<string>();
  for (const [id, held] of stage.variables) {
    for (const name of workflows.get(id)?.sensitive ?? []) {
      const value = held[name];
      if ((typeof value === "string" || typeof value === "number") && String(value).length >= secretLetters)
        values.add(String(value));
    }
  }
  return [...values].sort((a, b) => b.length - a.length);
}
