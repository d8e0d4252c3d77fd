/** Every text of a workflow, with the path it stands at: for merging `locales/`, checking and translating. */

import { type PlacedStep, stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import { joined } from "#content/path.ts";
import type { Card, SayPart, Step, Workflow } from "#content/workflow.ts";

export interface PlacedText {
  /** From the workflow's root. */
  readonly path: Path;
  /** The place's name in `locales/<lang>.yaml`, such as `ask_order.retry.text`. */
  readonly name: string;
  /** The step it belongs to; null: the title or the phrases. */
  readonly step: string | null;
  /** As authored: a map by language, or a plain text (or list of phrases). */
  readonly value: unknown;
  readonly kind: "text" | "phrases";
}

const settled = new WeakMap<Workflow, readonly PlacedText[]>();

/** The texts of `workflow`, in document order. For those who come after `locales/` are merged: they share one list. */
export function textsOf(workflow: Workflow): readonly PlacedText[] {
  const known = settled.get(workflow);
  if (known) return known;
  const texts = textsAsWritten(workflow);
  settled.set(workflow, texts);
  return texts;
}

/** Keeps the texts that `locales/` were merged into, so that they need not be looked for again. */
export function settleTexts(workflow: Workflow, texts: readonly PlacedText[]): void {
  settled.set(workflow, texts);
}

/** A text whose value may be changed yet. */
type UnsettledText = { -readonly [K in keyof PlacedText]: PlacedText[K] };

/** The same, before `locales/` are merged into them. */
export function textsAsWritten(workflow: Workflow): readonly UnsettledText[] {
  const texts: UnsettledText[] = [];
  if (workflow.title !== undefined) {
    texts.push({ path: ["title"], name: "title", step: null, value: workflow.title, kind: "text" });
  }
  if (workflow.start?.phrases !== undefined) {
    texts.push({
      path: ["start", "phrases"],
      name: "start.phrases",
      step: null,
      value: workflow.start.phrases,
      kind: "phrases",
    });
  }
  for (const placed of stepsOf(workflow)) addStepTexts(placed, texts);
  return texts;
}

function addStepTexts(placed: PlacedStep, texts: UnsettledText[]): void {
  const { step } = placed;
  if ("text" in step) add(texts, placed, ["text"], "text", step.text);
  if ("retry" in step && step.retry && "text" in step.retry) {
    add(texts, placed, ["retry", "text"], "retry.text", step.retry.text);
  }
  switch (step.kind) {
    case "say":
      if (Array.isArray(step.say)) addParts(texts, placed, step.say);
      else add(texts, placed, ["say"], "say", step.say);
      break;
    case "form":
      step.form.forEach((field, index) => {
        add(texts, placed, ["form", index, "label"], `form.${field.var}.label`, field.label);
      });
      break;
    case "choose":
      if ("each" in step.options) add(texts, placed, ["options", "label"], "options.label", step.options.label);
      else {
        step.options.forEach((option, index) => {
          add(texts, placed, ["options", index, "label"], `options.${option.id}.label`, option.label);
        });
      }
      break;
    case "carousel":
      if ("each" in step.carousel) addCard(texts, placed, ["carousel"], "carousel", step.carousel);
      else {
        step.carousel.forEach((card, index) => {
          addCard(texts, placed, ["carousel", index], `carousel.${card.id}`, card);
        });
      }
      break;
    default:
      for (const { path, name, value } of assignedTexts(step)) {
        if (typeof value === "object") add(texts, placed, path, name, value);
      }
      break;
  }
}

function add(texts: UnsettledText[], placed: PlacedStep, at: Path, name: string, value: unknown): void {
  if (value === undefined) return;
  const { id } = placed.step;
  texts.push({ path: joined(placed.path, at), name: `${id}.${name}`, step: id, value, kind: "text" });
}

function addParts(texts: UnsettledText[], placed: PlacedStep, parts: readonly SayPart[]): void {
  parts.forEach((part, index) => {
    for (const key of ["text", "alt", "name"] as const) {
      if (key in part) add(texts, placed, ["say", index, key], `say.${index}.${key}`, part[key as keyof typeof part]);
    }
    if (!("links" in part)) return;
    part.links.forEach(({ label }, link) => {
      add(texts, placed, ["say", index, "links", link, "label"], `say.${index}.links.${link}.label`, label);
    });
  });
}

function addCard(
  texts: UnsettledText[],
  placed: PlacedStep,
  at: Path,
  name: string,
  card: Pick<Card, "title" | "text" | "alt" | "options">,
): void {
  for (const key of ["title", "text", "alt"] as const) add(texts, placed, [...at, key], `${name}.${key}`, card[key]);
  card.options?.forEach((option, index) => {
    add(texts, placed, [...at, "options", index, "label"], `${name}.options.${option.id}.label`, option.label);
  });
}

/** What `set` and `with` make of words: `{ text: … }`. A plain one is nobody's translation: it may be no words at all. */
export function assignedTexts(
  step: Step,
): readonly { readonly path: Path; readonly name: string; readonly value: unknown }[] {
  if (step.kind !== "set" && step.kind !== "run") return [];
  const key = step.kind === "set" ? "set" : "with";
  const assignments = step.kind === "set" ? step.set : step.with;
  return Object.entries(assignments ?? {}).flatMap(([name, value]) =>
    typeof value === "object" ? [{ path: [key, name, "text"], name: `${key}.${name}.text`, value: value.text }] : [],
  );
}
