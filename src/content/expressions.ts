/**
 * Every expression of a workflow, with what it is for and where it stands: for whatever asks what is read, assigned,
 * sent or shown.
 */

import type { Channel } from "#content/channel.ts";
import type { Item } from "#content/content.ts";
import { stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import { addStepExpressions } from "#content/step-expressions.ts";
import type { Expression, Language } from "#content/text.ts";
import { type PlacedText, textsOf } from "#content/texts.ts";
import type { Step, Workflow } from "#content/workflow.ts";
import { parseTemplate } from "#expr/template.ts";

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

interface Placed {
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

/** A string that may hold `{{ CEL }}`. */
export interface PlacedTemplate extends Placed {
  readonly value: string;
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
  readonly expressions: readonly PlacedExpression[];
  readonly templates: readonly PlacedTemplate[];
}

const found = new WeakMap<Workflow, Found>();

/** The expressions of `workflow`, step by step. Call it after `locales/` are merged. */
export function expressionsOf(workflow: Workflow): readonly PlacedExpression[] {
  return find(workflow).expressions;
}

/** The strings of `workflow` that may hold expressions, step by step. */
export function templatesOf(workflow: Workflow): readonly PlacedTemplate[] {
  return find(workflow).templates;
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
  const made = { expressions: [], templates: [] };
  for (const [language, value] of Object.entries(text)) {
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

function addTemplate(
  value: string,
  placed: Placed,
  { expressions, templates }: { expressions: PlacedExpression[]; templates: PlacedTemplate[] },
): void {
  templates.push({ ...placed, value });
  for (const part of parseTemplate(value)) {
    if (part.kind === "text") continue;
    const { source, start, end } = part;
    expressions.push({ ...placed, source, kind: "template", start, end });
  }
}

function find(workflow: Workflow): Found {
  const known = found.get(workflow);
  if (known) return known;
  const expressions: PlacedExpression[] = [];
  const templates: PlacedTemplate[] = [];
  const texts = textsOf(workflow).filter(({ kind }) => kind === "text");
  let next = 0;
  const addTexts = (under: Path, namesOf: (text: PlacedText) => readonly string[]): void => {
    for (let text = texts[next]; text && isUnder(text.path, under); text = texts[next]) {
      const names = namesOf(text);
      for (const [language, value] of Object.entries(text.value as Readonly<Record<string, string>>)) {
        const [key, target] = text.path.slice(under.length);
        const isKept = key === "set" || key === "with";
        const placed: Placed = {
          path: [...text.path, language],
          step: text.step,
          purpose: isKept ? key : "text",
          target: isKept ? String(target) : null,
          names,
          text: { name: text.name, language },
        };
        addTemplate(value, placed, { expressions, templates });
      }
      next += 1;
    }
  };
  addTexts(["title"], () => []);
  for (const { step, path } of stepsOf(workflow)) {
    addTexts(path, (text) => namesOfData(step, text.path[path.length]));
    const place = (at: Path, purpose: Purpose, target: string | null, names: readonly string[]): Placed => ({
      path: [...path, ...at],
      step: step.id,
      purpose,
      target,
      names,
      text: null,
    });
    addStepExpressions(step, {
      expression: (source, at, purpose, target = null, names = []) => {
        if (source === undefined) return;
        const end = String(source).length;
        expressions.push({ ...place(at, purpose, target, names), source, kind: "expression", start: 0, end });
      },
      template: (value, at, purpose, target = null, names = []) => {
        if (typeof value !== "string") return;
        addTemplate(value, place(at, purpose, target, names), { expressions, templates });
      },
    });
  }
  const result = { expressions, templates };
  found.set(workflow, result);
  return result;
}

function isUnder(path: Path, under: Path): boolean {
  return under.every((key, index) => path[index] === key);
}

/** The name that options or cards from data give to an item; `key` is the step's key that a text stands under. */
function namesOfData(step: Step, key: unknown): readonly string[] {
  if (step.kind === "choose" && key === "options" && "each" in step.options) return [step.options.as];
  if (step.kind === "carousel" && key === "carousel" && "each" in step.carousel) return [step.carousel.as];
  return [];
}
