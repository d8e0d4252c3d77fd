/**
 * An option's or a card's id: its text's place in `locales/`, what tests pick, and what the workflow compares the
 * customer's choice with.
 */

import { stepsOf } from "#content/graph.ts";
import type { Path, ScalarNode, Node as YamlNode } from "#content/node.ts";
import { nodeAt } from "#content/place.ts";
import { inChoice } from "#content/rename/choice.ts";
import { replacePart, replaceWord } from "#content/rename/edit.ts";
import type { Refusal, Renaming } from "#content/rename/renaming.ts";
import { type KnownSite, partsIn, type TestPlace, testsReaching, type WorkflowPlace } from "#content/rename/scope.ts";
import { inTest, localeKeys } from "#content/rename/step.ts";
import type { CarouselStep, ChooseStep, Step, Workflow } from "#content/workflow.ts";

/** Where an id stands among a step's options and cards. */
interface Found {
  readonly step: ChooseStep | CarouselStep;
  /** From the workflow's root to the list that it stands in. */
  readonly list: Path;
  readonly kind: "option" | "card";
  /** The card that the option belongs to; null: none, or any of those from data. */
  readonly card: string | null;
  /** The variable that keeps the choice. */
  readonly variable: string | undefined;
}

/** `names` are an option's or a card's id, or a card's and its option's. */
export function renameOption(
  site: KnownSite,
  place: WorkflowPlace,
  stepId: string,
  names: readonly string[],
  to: string,
): Renaming | Refusal {
  const { content, sources } = site;
  const { item, workflow } = place;
  const old = names.at(-1) ?? "";
  const found = find(workflow, stepId, names);
  if (!found) {
    return {
      refused: `the step "${stepId}" of "${item.id}" has no option or card "${names.join("/")}"`,
      help: `see ${item.file}`,
    };
  }
  const list = nodeAt(item.root, found.list);
  const ids = list?.kind === "list" ? list.items.map((each) => nodeAt(each, ["id"])) : [];
  if (ids.some((id) => id?.kind === "scalar" && id.value === to)) {
    return { refused: `the step "${stepId}" has "${to}" already`, help: "choose another id" };
  }
  const own = ids.flatMap((id) =>
    id?.kind === "scalar" && id.value === old ? [replaceWord(item, id, to, sources)] : [],
  );
  const choice = found.variable === undefined ? null : inChoice(place, sources, found.variable, old, to);
  const inTests = testsReaching(content, place).map((test) => {
    const picked = picksOf(site, test, place, found, old);
    const sure = picked.filter(({ isSure }) => isSure);
    const known = inTest(site, test, place, stepId, sure, ({ node, from }) =>
      replacePart(test.item, node, { start: from, end: from + old.length }, to, sources),
    );
    const kept = keptIn(test, place, found.variable, old).map((node) => replaceWord(test.item, node, to, sources));
    const notes = picked
      .filter(({ isSure }) => !isSure)
      .map(({ node }) => ({
        at: { file: test.item.file, start: node.start, end: node.end },
        message: `another step has an option "${old}" too, and it was left as it was here: see which is meant`,
      }));
    return { edits: [...known.edits, ...kept], notes: [...known.notes, ...notes] };
  });
  return {
    edits: [
      ...own,
      ...localeKeys(content, place, sources, (key) => keyPart(key, found, old, to)),
      ...(choice?.edits ?? []),
      ...inTests.flatMap(({ edits }) => edits),
    ],
    moves: [],
    notes: [...(choice?.notes ?? []), ...inTests.flatMap(({ notes }) => notes)],
  };
}

function find(workflow: Workflow, stepId: string, [first = "", second]: readonly string[]): Found | null {
  const placed = stepsOf(workflow).find(({ step }) => step.id === stepId);
  const step = placed?.step;
  if (!placed || (step?.kind !== "choose" && step?.kind !== "carousel")) return null;
  if (step.kind === "choose") {
    if ("each" in step.options || second !== undefined || !step.options.some(({ id }) => id === first)) return null;
    return { step, list: [...placed.path, "options"], kind: "option", card: null, variable: step.choose ?? undefined };
  }
  const list: Path = [...placed.path, "carousel"];
  if ("each" in step.carousel) {
    const known = second === undefined && step.carousel.options?.some(({ id }) => id === first);
    return known ? { step, list: [...list, "options"], kind: "option", card: null, variable: step.save?.option } : null;
  }
  const index = step.carousel.findIndex(({ id }) => id === first);
  const card = step.carousel[index];
  if (!card) return null;
  if (second === undefined) return { step, list, kind: "card", card: null, variable: step.save?.card };
  return card.options?.some(({ id }) => id === second)
    ? { step, list: [...list, index, "options"], kind: "option", card: first, variable: step.save?.option }
    : null;
}

/** Which letters of a text's place name the option or card. */
function keyPart(key: string, { step, kind, card }: Found, old: string, to: string) {
  const before =
    step.kind === "choose"
      ? `${step.id}.options.`
      : kind === "card"
        ? `${step.id}.carousel.`
        : `${step.id}.carousel.${card === null ? "" : `${card}.`}options.`;
  return key.startsWith(`${before}${old}.`)
    ? { start: before.length, end: before.length + old.length, word: to }
    : null;
}

interface Picked {
  readonly node: ScalarNode;
  readonly path: Path;
  /** Where the id begins in it. */
  readonly from: number;
  /** It is known to answer the step, or no other could be meant. */
  readonly isSure: boolean;
}

/** What a test picks of the step, and the options it expects there. */
function picksOf(
  { heard }: KnownSite,
  test: TestPlace,
  { workflow }: WorkflowPlace,
  found: Found,
  old: string,
): readonly Picked[] {
  const isAlone = test.reach
    .flatMap((each) => stepsOf(each))
    .every(({ step }) => step.id === found.step.id || !hasOption(step, old));
  return partsIn(test.item).flatMap(({ role, node, path }): readonly Picked[] => {
    const [, index, where, item] = path;
    if (role !== "option" || where !== "talk" || typeof index !== "number" || typeof item !== "number") return [];
    const from = letterOf(String(node.value), found, old);
    if (from === null) return [];
    const speaker = heard.speaker(test.item.file, index, item);
    if (speaker && (speaker.workflow !== workflow.workflow || speaker.step !== found.step.id)) return [];
    return [{ node, path, from, isSure: speaker !== null || isAlone }];
  });
}

function hasOption(step: Step, id: string): boolean {
  switch (step.kind) {
    case "choose":
      return !("each" in step.options) && step.options.some((option) => option.id === id);
    case "carousel":
      return "each" in step.carousel
        ? step.carousel.options?.some((option) => option.id === id) === true
        : step.carousel.some((card) => card.id === id || card.options?.some((option) => option.id === id));
    default:
      return false;
  }
}

/** The choice that a test of this workflow expects its variable to keep. */
function keptIn(test: TestPlace, { workflow }: WorkflowPlace, variable: string | undefined, old: string) {
  const tests = nodeAt(test.item.root, ["tests"]);
  if (variable === undefined || tests?.kind !== "list" || test.workflow !== workflow.workflow) return [];
  return tests.items.flatMap((each) => {
    const value = scalarAt(each, ["expect", "vars", variable]);
    return value?.value === old ? [value] : [];
  });
}

/** Where the id begins in what a test picks: `home`, or `card.option`. */
function letterOf(picked: string, { step, kind, card }: Found, old: string): number | null {
  if (step.kind === "choose") return picked === old ? 0 : null;
  const dot = picked.indexOf(".");
  if (kind === "card") return picked === old || picked.slice(0, Math.max(dot, 0)) === old ? 0 : null;
  if (dot < 0) return picked === old && card === null ? 0 : null;
  return picked.slice(dot + 1) === old && (card === null || picked.slice(0, dot) === card) ? dot + 1 : null;
}

function scalarAt(node: YamlNode, path: Path): ScalarNode | null {
  const found = nodeAt(node, path);
  return found?.kind === "scalar" ? found : null;
}
