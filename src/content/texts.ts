/** Every text of a workflow, with the path it stands at: for merging `locales/`, checking and translating. */

import { stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import type { Step, Workflow } from "#content/workflow.ts";

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

/** The same, before `locales/` are merged into them. */
export function textsAsWritten(workflow: Workflow): readonly PlacedText[] {
  const texts: PlacedText[] = [];
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
  for (const { step, path } of stepsOf(workflow)) {
    const add = (at: Path, name: string, value: unknown): void => {
      if (value !== undefined)
        texts.push({ path: [...path, ...at], name: `${step.id}.${name}`, step: step.id, value, kind: "text" });
    };
    if ("text" in step) add(["text"], "text", step.text);
    if ("retry" in step && step.retry && "text" in step.retry) add(["retry", "text"], "retry.text", step.retry.text);
    switch (step.kind) {
      case "say":
        if (!Array.isArray(step.say)) add(["say"], "say", step.say);
        else {
          for (const [index, part] of step.say.entries()) {
            for (const key of ["text", "alt", "name"] as const) {
              if (key in part) add(["say", index, key], `say.${index}.${key}`, part[key as keyof typeof part]);
            }
            if ("links" in part) {
              for (const [link, { label }] of part.links.entries()) {
                add(["say", index, "links", link, "label"], `say.${index}.links.${link}.label`, label);
              }
            }
          }
        }
        break;
      case "form":
        for (const [index, field] of step.form.entries()) {
          add(["form", index, "label"], `form.${field.var}.label`, field.label);
        }
        break;
      case "choose":
        if ("each" in step.options) add(["options", "label"], "options.label", step.options.label);
        else {
          for (const [index, option] of step.options.entries()) {
            add(["options", index, "label"], `options.${option.id}.label`, option.label);
          }
        }
        break;
      case "carousel": {
        const cards = "each" in step.carousel ? null : step.carousel;
        const sources = cards
          ? cards.map((card, index) => ({ card, at: ["carousel", index] as Path, name: `carousel.${card.id}` }))
          : [
              {
                card: step.carousel as Exclude<typeof step.carousel, readonly unknown[]>,
                at: ["carousel"] as Path,
                name: "carousel",
              },
            ];
        for (const { card, at, name } of sources) {
          for (const key of ["title", "text", "alt"] as const) add([...at, key], `${name}.${key}`, card[key]);
          for (const [index, option] of (card.options ?? []).entries()) {
            add([...at, "options", index, "label"], `${name}.options.${option.id}.label`, option.label);
          }
        }
        break;
      }
      default:
        for (const { path: at, name, value } of assignedTexts(step)) {
          if (typeof value === "object") add(at, name, value);
        }
        break;
    }
  }
  return texts;
}

/** What `set` and `with` make of words: `{ text: … }`. A plain one is nobody's translation: it may be no words at all. */
export function assignedTexts(
  step: Step,
): readonly { readonly path: Path; readonly name: string; readonly value: unknown }[] {
  const [key, assignments] =
    step.kind === "set" ? (["set", step.set] as const) : step.kind === "run" ? (["with", step.with] as const) : [];
  if (key === undefined) return [];
  return Object.entries(assignments ?? {}).flatMap(([name, value]) =>
    typeof value === "object" ? [{ path: [key, name, "text"], name: `${key}.${name}.text`, value: value.text }] : [],
  );
}
