/** The texts that a translator into one language is handed. */

import type { Content } from "#content/content.ts";
import type { FileHistory } from "#content/file-history.ts";
import { stepsOf } from "#content/graph.ts";
import { type SiteText, siteTexts } from "#content/site-texts.ts";
import type { Language } from "#content/text.ts";
import { outdatedFrom, type Version } from "#content/translations/earlier-default.ts";
import { mismatchOf } from "#content/translations/placeholders.ts";
import type { Exchange, Unit } from "#content/translations/unit.ts";
import type { Workflow } from "#content/workflow.ts";

export interface CollectOptions {
  /** Only this assistant's texts. */
  readonly assistant?: string;
  readonly history?: FileHistory;
  /** How many letters the channels have room for; null: as many as it takes. */
  mostLetters(text: SiteText): number | null;
}

/** One exchange for each assistant, brand and for the channels that say something in that language, or should. */
export function collectExchanges(content: Content, language: Language, options: CollectOptions): readonly Exchange[] {
  const exchanges = new Map<string, { owner: string; sourceLanguage: string; language: string; units: Unit[] }>();
  for (const text of siteTexts(content)) {
    const [sourceLanguage] = text.languages;
    if (sourceLanguage === undefined || sourceLanguage === language || !speaks(content, text, language)) continue;
    if (options.assistant !== undefined && text.assistant?.id !== options.assistant) continue;
    const unit = unitOf(content, text, sourceLanguage, language, options);
    if (!unit) continue;
    const owner = text.assistant?.id ?? (text.item.file.startsWith("brands/") ? text.brand : "channels");
    const key = `${text.assistant === null}/${owner}/${sourceLanguage}`;
    const exchange = exchanges.get(key) ?? { owner, sourceLanguage, language, units: [] };
    exchange.units.push(unit);
    exchanges.set(key, exchange);
  }
  return [...exchanges.values()];
}

/** Whether the text's owner speaks the language or prepares it; what is a brand's, for the brand's assistants. */
export function speaks(content: Content, text: SiteText, language: Language): boolean {
  if (text.languages.includes(language) || text.preparing.includes(language)) return true;
  if (text.assistant) return false;
  return [...content.assistants.values()].some(
    ({ value }) => value?.brand === text.brand && [...value.languages, ...(value.preparing ?? [])].includes(language),
  );
}

/** Phrases stand one a line. */
export function asText(version: Version): string {
  return typeof version === "string" ? version : version.join("\n");
}

function unitOf(
  content: Content,
  text: SiteText,
  sourceLanguage: Language,
  language: Language,
  options: CollectOptions,
): Unit | null {
  const original = Object.hasOwn(text.values, sourceLanguage) ? text.values[sourceLanguage] : undefined;
  if (original === undefined || asText(original).trim() === "") return null;
  const source = asText(original);
  const version = Object.hasOwn(text.values, language) ? text.values[language] : undefined;
  const written = version === undefined ? "" : asText(version);
  // A translation with other placeholders is none that a translator's tool could show.
  const target = written.trim() === "" || mismatchOf(source, written) ? null : written;
  const from = outdatedFrom(content, text, language, options.history);
  const was = target === null || from === undefined ? null : asText(from);
  const state = target === null ? "missing" : was === null ? "translated" : "outdated";
  return {
    file: text.item.file,
    name: text.name,
    source,
    target,
    state,
    was,
    notes: notesOf(text, options.mostLetters(text)),
  };
}

function notesOf(text: SiteText, mostLetters: number | null): readonly string[] {
  const notes = [kindOfText(text)];
  if (text.workflow) {
    const step = text.step === null ? undefined : stepsOf(text.workflow).find((each) => each.step.id === text.step);
    notes.push(
      step
        ? `in the workflow "${text.item.id}"${titleOf(text.workflow, text)}, step "${step.step.id}" (${step.step.kind})`
        : `of the workflow "${text.item.id}"`,
    );
  }
  if (mostLetters !== null) notes.push(`at most ${mostLetters} letters, those that {{ }} stands for not counted`);
  return notes;
}

function titleOf(workflow: Workflow, { languages }: SiteText): string {
  const title = workflow.title?.[languages[0] ?? ""];
  return title === undefined ? "" : `, "${title}"`;
}

function kindOfText({ what, kind, path }: SiteText): string {
  if (kind === "phrases") {
    return "what customers write to begin this, one phrase a line: as many as they would use, not word for word";
  }
  const last = path.at(-1);
  if (path.at(-2) === "retry") return "said after an answer that does not fit";
  if (last === "label") return path.at(-3) === "form" ? "stands above a field of a form" : "stands on a button";
  if (last === "alt") return "what a picture shows, for those who cannot see it";
  if (last === "name") return "a file's name, as customers see it";
  if (last === "title") return path.includes("carousel") ? "a card's title" : "the workflow's title";
  if (last === "notice" || path[0] === "default_response") return what;
  return "said to the customer; may hold Markdown such as *emphasis*";
}
