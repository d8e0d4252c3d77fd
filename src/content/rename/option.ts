/**
 * An option's or a card's id: its text's place in `locales/`, what tests pick, and what the workflow compares the
 * customer's choice with.
 */

import type { Content } from "#content/content.ts";
import { spanOf } from "#content/expression-place.ts";
import { expressionsOf } from "#content/expressions.ts";
import { stepsOf } from "#content/graph.ts";
import type { Path, ScalarNode, Node as YamlNode } from "#content/node.ts";
import { nodeAt } from "#content/place.ts";
import { type Edit, replacePart, replaceWord } from "#content/rename/edit.ts";
import type { Refusal, Renaming } from "#content/rename/renaming.ts";
import { type TestPlace, testsReaching, type WorkflowPlace } from "#content/rename/scope.ts";
import { inTest, localeKeys } from "#content/rename/step.ts";
import type { CarouselStep, ChooseStep, Step, Workflow } from "#content/workflow.ts";
import { childrenOf, pathOf } from "#expr/nodes.ts";
import { type Node, parseExpression } from "#expr/parse.ts";
import type { Sources } from "#findings/finding.ts";

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
  content: Content,
  sources: Sources,
  place: WorkflowPlace,
  stepId: string,
  names: readonly string[],
  to: string,
): Renaming | Refusal {
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
  const inTests = testsReaching(content, place).map((test) => {
    const picked = picksOf(test, found, old);
    const sure = picked.filter(({ isSure }) => isSure);
    const known = inTest(test, place, stepId, sure, ({ node, from }) =>
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
      ...comparisons(place, sources, found.variable, old, to),
      ...inTests.flatMap(({ edits }) => edits),
    ],
    moves: [],
    notes: inTests.flatMap(({ notes }) => notes),
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
  /** Where the id begins in it. */
  readonly from: number;
  /** The step is named before it, or no other could be meant. */
  readonly isSure: boolean;
}

/** What a test picks of the step, and the options it expects there. */
function picksOf(test: TestPlace, found: Found, old: string): readonly Picked[] {
  const isAlone = test.reach
    .flatMap((workflow) => stepsOf(workflow))
    .every(({ step }) => step.id === found.step.id || !hasOption(step, old));
  const tests = nodeAt(test.item.root, ["tests"]);
  if (tests?.kind !== "list") return [];
  return tests.items.flatMap((each) => {
    const talk = nodeAt(each, ["talk"]);
    let asked: string | null = null;
    return talk?.kind === "list"
      ? talk.items.flatMap((item) => {
          if (item.kind === "scalar") asked = null;
          const bot = scalarAt(item, ["bot"]);
          if (bot) asked = String(bot.value).split(".")[0] ?? null;
          if (asked !== null && asked !== found.step.id) return [];
          const options = nodeAt(item, ["options"]);
          const words = [scalarAt(item, ["pick"]), ...(options?.kind === "list" ? options.items : [])];
          return words.flatMap((node) => {
            const from = node?.kind === "scalar" ? letterOf(String(node.value), found, old) : null;
            return node?.kind === "scalar" && from !== null ? [{ node, from, isSure: asked !== null || isAlone }] : [];
          });
        })
      : [];
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

/** `switch: reason` with a case of the id, and `reason == "broken"` in any expression. */
function comparisons(
  place: WorkflowPlace,
  sources: Sources,
  variable: string | undefined,
  old: string,
  to: string,
): readonly Edit[] {
  if (variable === undefined) return [];
  const { item, workflow, assistant } = place;
  const cases = stepsOf(workflow).flatMap(({ step, path }) => {
    const isOfChoice = step.kind === "switch" && String(step.switch).trim() === variable;
    const node = isOfChoice ? nodeAt(item.root, [...path, "cases"]) : null;
    if (node?.kind !== "map") return [];
    return node.entries.filter(({ key }) => key.value === old).map(({ key }) => replaceWord(item, key, to, sources));
  });
  const compared = expressionsOf(workflow).flatMap((placed) =>
    typeof placed.source === "string" && !placed.names.includes(variable)
      ? literals(placed.source, variable, old).map((range): Edit => {
          const { file, start, end } = spanOf({ item, assistant }, placed, sources, range);
          return { file, start, end, text: to };
        })
      : [],
  );
  return [...cases, ...compared];
}

/** The letters between the quotes of each literal that the variable is compared with. */
function literals(source: string, variable: string, old: string): readonly { start: number; end: number }[] {
  const { ast } = parseExpression(source);
  const found: { start: number; end: number }[] = [];
  const add = (node: Node): void => {
    if (node.op === "list") for (const each of node.args) add(each);
    const inside = { start: node.start + 1, end: node.end - 1 };
    if (node.op === "value" && node.args === old && source.slice(inside.start, inside.end) === old) found.push(inside);
  };
  const isVariable = (node: Node): boolean => pathOf(node)?.join(".") === variable;
  const visit = (node: Node): void => {
    if (node.op === "==" || node.op === "!=" || node.op === "in") {
      const [left, right] = node.args;
      if (isVariable(left)) add(right);
      else if (isVariable(right)) add(left);
    }
    for (const inner of childrenOf(node)) visit(inner);
  };
  if (ast) visit(ast);
  return found;
}

function scalarAt(node: YamlNode, path: Path): ScalarNode | null {
  const found = nodeAt(node, path);
  return found?.kind === "scalar" ? found : null;
}
