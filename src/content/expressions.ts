/**
 * Every expression of a workflow, with what it is for and where it stands: for whatever asks what is read, assigned,
 * sent or shown.
 */

import type { Channel } from "#content/channel.ts";
import type { Item } from "#content/content.ts";
import { type PlacedStep, stepsById, stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import { joined } from "#content/path.ts";
import { addStepExpressions, type Collector } from "#content/step-expressions.ts";
import type { Expression, Language } from "#content/text.ts";
import { type PlacedText, textsOf } from "#content/texts.ts";
import type { Step, Workflow } from "#content/workflow.ts";
import { parseTemplate, unclosedAt } from "#expr/template.ts";

/** What becomes of an expression's value. */
export type Purpose =
  /** `if` of a step or an option. */
  | "condition"
  | "switch"
  | "accept"
  /** Kept in the variable `target`. */
  | "save"
  | "set"
  /** Given to the input `target` of another workflow. */
  | "with"
  /** Read by the customer (a workflow's title: by colleagues). */
  | "text"
  /** An address, a picture or a file that the customer is shown. */
  | "link"
  /** Sent to a connection. */
  | "path"
  | "query"
  | "header"
  | "body"
  | "idempotency_key"
  /** Shown to the people who take over. */
  | "tag"
  | "field"
  /** The list that options or cards are made of, and each one's id. */
  | "each"
  | "id"
  /** What articles are looked up by. */
  | "search";

/** What a value is for, and where it stands. */
export interface Placed {
  /** From the workflow's root to the value that holds it. A text's path ends with its language, in whatever file it stands. */
  readonly path: Path;
  /** Null: the workflow's title. */
  readonly step: string | null;
  readonly purpose: Purpose;
  /** The variable, input, field, header or query key it is for; null where there is none. */
  readonly target: string | null;
  /** Names in scope beside the workflow's own and those that are always there: `value`, `body`, an `as` … */
  readonly names: readonly string[];
  /** Of a text by language: its name in `locales/`, and the language. */
  readonly text: { readonly name: string; readonly language: Language } | null;
}

/** A string with a `{{` that is never closed. */
export interface UnclosedTemplate extends Placed {
  /** Where the `{{` stands inside the value that `path` leads to. */
  readonly start: number;
}

export interface PlacedExpression extends Placed {
  /** CEL; a YAML number or boolean stands for itself. */
  readonly source: Expression;
  readonly kind: "expression" | "template";
  /** Where `source` stands inside the value that `path` leads to. */
  readonly start: number;
  readonly end: number;
}

interface Found {
  readonly expressions: PlacedExpression[];
  readonly unclosed: UnclosedTemplate[];
}

const found = new WeakMap<Workflow, Found>();

/** The expressions of `workflow`, step by step. Call it after `locales/` are merged. */
export function expressionsOf(workflow: Workflow): readonly PlacedExpression[] {
  return find(workflow).expressions;
}

/** The strings of `workflow` in which an expression begins and does not end, step by step. */
export function unclosedTemplatesOf(workflow: Workflow): readonly UnclosedTemplate[] {
  return find(workflow).unclosed;
}

const responses = new WeakMap<Channel, Workflow>();

/**
 * A channel's default response as a workflow without steps, whose expressions stand in the channel's file; null where
 * there is none.
 */
export function defaultResponseOf({ value: channel }: Item<Channel>): Workflow | null {
  const text = channel?.default_response?.text;
  if (!channel || !text) return null;
  const known = responses.get(channel);
  if (known) return known;
  const made: Found = { expressions: [], unclosed: [] };
  for (const [language, value] of Object.entries(text)) {
    if (!value.includes("{{")) continue;
    const path = ["default_response", "text", language];
    const placed = {
      path,
      step: null,
      purpose: "text",
      target: null,
      names: [],
      text: { name: "", language },
    } as const;
    addTemplate(value, placed, made);
  }
  const workflow: Workflow = { workflow: channel.channel, steps: [] };
  found.set(workflow, made);
  responses.set(channel, workflow);
  return workflow;
}

/** `value` holds a `{{`: most strings do not, and are passed over before anything is made for them. */
function addTemplate(value: string, placed: Placed, { expressions, unclosed }: Found): void {
  const { path, step, purpose, target, names, text } = placed;
  for (const part of parseTemplate(value)) {
    if (part.kind === "text") continue;
    const { source, start, end } = part;
    expressions.push({ path, step, purpose, target, names, text, source, kind: "template", start, end });
  }
  const start = unclosedAt(value);
  if (start !== null) unclosed.push({ ...placed, start });
}

function find(workflow: Workflow): Found {
  const known = found.get(workflow);
  if (known) return known;
  const result: Found = { expressions: [], unclosed: [] };
  found.set(workflow, result);
  const texts = textsOf(workflow);
  let next = 0;
  for (let text = texts[next]; text?.step === null; text = texts[++next]) addText(text, null, result);
  let here: PlacedStep;
  const collector: Collector = {
    expression: (source, at, purpose, target = null, names = none) => {
      if (source === undefined) return;
      const path = joined(here.path, at);
      const end = typeof source === "string" ? source.length : String(source).length;
      const step = here.step.id;
      result.expressions.push({
        path,
        step,
        purpose,
        target,
        names,
        text: null,
        source,
        kind: "expression",
        start: 0,
        end,
      });
    },
    template: (value, at, purpose, target = null, names = none) => {
      if (typeof value !== "string" || !value.includes("{{")) return;
      const path = joined(here.path, at);
      addTemplate(value, { path, step: here.step.id, purpose, target, names, text: null }, result);
    },
  };
  for (here of stepsOf(workflow)) {
    // A step's texts, and those of the steps inside it: what the outer one names is not known there.
    for (let text = texts[next]; text && isUnder(text.path, here.path); text = texts[++next]) {
      const own = text.step === here.step.id ? here : stepsById(workflow).get(text.step ?? "");
      addText(text, own ?? here, result);
    }
    addStepExpressions(here.step, collector);
  }
  return result;
}

const none: readonly string[] = [];

/** The expressions of a text, in each of its languages; `here`: the step that it stands in. */
function addText({ path, step, name, value, kind }: PlacedText, here: PlacedStep | null, into: Found): void {
  if (kind !== "text") return;
  const versions = value as Readonly<Record<string, string>>;
  for (const language in versions) {
    const version = versions[language] as string;
    if (!version.includes("{{")) continue;
    const [key, target] = here ? path.slice(here.path.length) : [];
    const isKept = key === "set" || key === "with";
    const around: Placed = {
      path: joined(path, [language]),
      step,
      purpose: isKept ? key : "text",
      target: isKept ? String(target) : null,
      names: here ? namesOfData(here.step, key) : none,
      text: { name, language },
    };
    addTemplate(version, around, into);
  }
}

/** Paths differ in their last keys, if they do. */
function isUnder(path: Path, under: Path): boolean {
  for (let index = under.length - 1; index >= 0; index -= 1) if (path[index] !== under[index]) return false;
  return true;
}

/** The name that options or cards from data give to an item; `key` is the step's key that a text stands under. */
function namesOfData(step: Step, key: unknown): readonly string[] {
  if (step.kind === "choose" && key === "options" && "each" in step.options) return [step.options.as];
  if (step.kind === "carousel" && key === "carousel" && "each" in step.carousel) return [step.carousel.as];
  return none;
}
