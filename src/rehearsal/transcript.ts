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
import { requestOf } from "#rehearsal/stubs.ts";
import type { Message } from "#runtime/message.ts";
import { type CompiledWorkflow, compile } from "#runtime/program.ts";

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
/** A shorter one stands in other words too. What the assistant says is masked by itself. */
const secretLetters = 4;

function talkOf({ stage, failures, language }: Rehearsal): readonly string[] {
  const secrets = secretsOf(stage);
  const lines = stage.lines.map((line, at) => {
    if (line.kind === "customer" && secrets.answers.has(at))
      return shown({ ...line, text: masked(line.text) }, language);
    return secrets.values.reduce((text, value) => text.replaceAll(value, hidden), shown(line, language));
  });
  return failures.length > 0 ? [...lines, "*The talk does not go on as its test expects.*"] : lines;
}

/** Of a filled form, the fields' names may be read. */
function masked(text: string): string {
  const lines = text.split("\n").map((line) => /^([a-z_.0-9]+: )/.exec(line)?.[1]);
  return lines.every((name) => name !== undefined) ? lines.map((name) => `${name}${hidden}`).join("\n") : hidden;
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

interface Secrets {
  /** Lines that answer a question for something sensitive. */
  readonly answers: ReadonlySet<number>;
  /** What sensitive variables hold, the longest first. */
  readonly values: readonly string[];
}

function secretsOf(stage: Stage): Secrets {
  const { workflows } = compile(stage.program);
  const values = new Set<string>();
  for (const [id, held] of stage.variables) {
    for (const name of workflows.get(id)?.sensitive ?? []) {
      const value = held[name];
      if ((typeof value === "string" || typeof value === "number") && String(value).length >= secretLetters)
        values.add(String(value));
    }
  }
  const answers = new Set<number>();
  let asked = false;
  for (const [at, line] of stage.lines.entries()) {
    if (line.kind === "bot") asked = isSensitive(workflows.get(line.workflow), line.step.split(".")[0] ?? "");
    else if (line.kind === "customer" && asked) answers.add(at);
  }
  return { answers, values: [...values].sort((a, b) => b.length - a.length) };
}

function isSensitive(workflow: CompiledWorkflow | undefined, id: string): boolean {
  const step = workflow?.steps.get(id)?.step;
  if (step?.kind === "ask") return step.sensitive === true || workflow?.sensitive.has(step.ask) === true;
  if (step?.kind !== "form") return false;
  return step.form.some((field) => field.sensitive === true || workflow?.sensitive.has(field.var) === true);
}
