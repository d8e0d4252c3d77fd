/** Expressions and texts, evaluated where a step stands. */

import type { Text } from "#content/text.ts";
import type { Assignment } from "#content/workflow.ts";
import { type Evaluated, evaluate, type Scope } from "#expr/evaluate.ts";
import { showValue } from "#expr/format.ts";
import type { Surroundings } from "#expr/surroundings.ts";
import { parseTemplate } from "#expr/template.ts";
import { type DeclaredType, kept, leave } from "#expr/values.ts";
import type { Program } from "#runtime/program.ts";
import { isSensitive, mask } from "#runtime/sensitive.ts";
import { type Here, type Turn, topFrame } from "#runtime/turn.ts";

/** Names that a step adds to those in scope, such as `value` or `status`. */
export type More = Readonly<Record<string, unknown>>;

/** A failing expression inside a text: caught where the step runs. */
export class TextFailed extends Error {}

export function surroundings({ program, state, world }: Turn): Surroundings {
  return {
    now: world.now,
    language: state.language,
    timeZone: timeZoneOf(program),
    schedules: program.brand.schedules,
    agentsOnline: world.agentsOnline,
  };
}

/**
 * The time zone that moments are shown in: that of the people who answer on this channel (the group that its default
 * response hands over to), else the brand's first schedule's.
 */
function timeZoneOf({ brand: { groups, schedules }, channel }: Program): string {
  const group = groups[channel.default_response?.handoff ?? ""];
  const schedule = schedules[group?.schedule ?? ""] ?? schedules[Object.keys(schedules).sort()[0] ?? ""];
  return schedule?.timezone ?? "UTC";
}

/** A workflow's own names hide those that are always there, and a step's hide both. */
function scopeOf({ turn, workflow }: Here, more: More, types: Readonly<Record<string, DeclaredType>> = {}): Scope {
  const { state, program } = turn;
  const always: Record<string, unknown> = {
    user: { verified: false, claims: {}, locale: state.language, ...state.user },
    brand: program.brand.values,
    channel: { id: program.channel.id, type: program.channel.type },
    conversation: state.conversation,
    last_message: state.lastMessage,
  };
  for (const name of Object.keys(always)) if (Object.hasOwn(workflow.types, name)) delete always[name];
  return {
    values: { ...always, ...topFrame(turn)?.values, ...more },
    types: { conversation: { started: "time" }, ...workflow.types, ...types },
  };
}

/** An expression's value as JSON, or why it has none. `types` are those of the names in `more`. */
export function resultOf(
  here: Here,
  source: Assignment,
  more: More = {},
  types?: Readonly<Record<string, DeclaredType>>,
): Evaluated {
  const result = evaluated(here, source, more, types);
  return result.ok ? { ok: true, value: leave(result.value) } : result;
}

/** What is kept in a variable, or given to another workflow. */
export function keptValueOf(here: Here, source: Assignment, more: More = {}): Evaluated {
  const result = evaluated(here, source, more);
  return result.ok ? { ok: true, value: kept(result.value) } : result;
}

function evaluated(
  here: Here,
  source: Assignment,
  more: More = {},
  types?: Readonly<Record<string, DeclaredType>>,
): Evaluated {
  if (typeof source === "object") {
    try {
      const text = typeof source.text === "string" ? source.text : wording(here.turn, source.text);
      return { ok: true, value: fill(here, text, more) };
    } catch (error) {
      return { ok: false, message: String((error as Error).message) };
    }
  }
  const result = evaluate(source, scopeOf(here, more, types), surroundings(here.turn));
  return result.ok ? result : { ok: false, message: unsaid(here, source, result.message) };
}

/** What went wrong with a sensitive value may quote it: that is for nobody's log. */
function unsaid({ workflow }: Here, source: Assignment, message: string): string {
  return isSensitive(source, workflow.sensitive) ? "an expression on a sensitive value has no result" : message;
}

/** A text that the customer reads, in the conversation's language, filled in. Throws `TextFailed`. */
export function textIn(here: Here, text: Text, more: More = {}): string {
  return fill(here, wording(here.turn, text), more, (source, shown) =>
    isSensitive(source, here.workflow.sensitive) ? mask : shown,
  );
}

/** A text with its expressions filled in, as a reader of the conversation's language would write them. */
function fill(here: Here, text: string, more: More, show = (_source: string, shown: string) => shown): string {
  const { language, timeZone } = surroundings(here.turn);
  return filled(here, text, more, (source, value) => show(source, showValue(value, language, timeZone)));
}

/** A text that a machine reads: values as JSON has them, whatever the language. Throws `TextFailed`. */
export function machineText(here: Here, text: string, more: More = {}, inside = (value: string) => value): string {
  return filled(here, text, more, (_source, value) => inside(plain(leave(value))));
}

/** A tag, which people read: without what is sensitive. */
export function tagText(here: Here, text: string): string {
  return filled(here, text, {}, (source, value) =>
    isSensitive(source, here.workflow.sensitive) ? mask : plain(leave(value)),
  );
}

/**
 * The address of a page, a picture or a file. A value that an address begins with is an address itself; any other
 * stays inside its part of it.
 */
export function addressIn(here: Here, text: string, more: More = {}): string {
  const isWeb = /^[a-z][a-z0-9+.-]*:/i.test(text);
  return machineText(here, text, more, isWeb ? encodeURIComponent : undefined);
}

function plain(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function filled(here: Here, text: string, more: More, show: (source: string, value: unknown) => string): string {
  let result = "";
  for (const part of parseTemplate(text)) {
    if (part.kind === "text") {
      result += part.text;
      continue;
    }
    const { source } = part;
    const evaluated = evaluate(source, scopeOf(here, more), surroundings(here.turn));
    if (!evaluated.ok) throw new TextFailed(`{{ ${source} }}: ${unsaid(here, source, evaluated.message)}`);
    if (evaluated.value === null || evaluated.value === undefined) throw new TextFailed(`{{ ${source} }} has no value`);
    result += show(source, evaluated.value);
  }
  return result;
}

/** A text's wording in the conversation's language, else in the assistant's default one. */
export function wording({ state, compiled }: Turn, text: Text): string {
  const { language } = state;
  const base = language.split("-")[0] ?? language;
  return text[language] ?? text[base] ?? text[compiled.languages[0] ?? ""] ?? text.en ?? Object.values(text)[0] ?? "";
}
