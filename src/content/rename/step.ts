/** A step's id: its exits, its texts' places in `locales/`, and what tests say of it. */

import type { Content, Item } from "#content/content.ts";
import { stepsOf } from "#content/graph.ts";
import type { ScalarNode } from "#content/node.ts";
import { nodeAt } from "#content/place.ts";
import { type Edit, replacePart, replaceWord } from "#content/rename/edit.ts";
import type { Refusal, Renaming } from "#content/rename/renaming.ts";
import {
  type KnownSite,
  partsIn,
  runnersOf,
  type TestPlace,
  testsReaching,
  type WorkflowPlace,
} from "#content/rename/scope.ts";
import type { Part } from "#content/roles.ts";
import type { Sources } from "#findings/finding.ts";

export function renameStep(site: KnownSite, place: WorkflowPlace, old: string, to: string): Renaming | Refusal {
  const { content, sources } = site;
  const { item, workflow } = place;
  const steps = stepsOf(workflow);
  if (!steps.some(({ step }) => step.id === old)) {
    return { refused: `the workflow "${item.id}" has no step "${old}"`, help: `see ${item.file}` };
  }
  if (to === "end") return { refused: '"end" is no step\'s id: it ends a workflow', help: "choose another id" };
  if (steps.some(({ step }) => step.id === to)) {
    return { refused: `the workflow "${item.id}" has a step "${to}" already`, help: "choose another id" };
  }
  const own = partsIn(item)
    .filter(({ role, node }) => role === "step" && node.value === old)
    .map(({ node }) => replaceWord(item, node, to, sources));
  const inTests = testsReaching(content, place).map((test) => {
    const named = partsIn(test.item).filter(({ role, node }) => role === "step" && firstWord(node) === old);
    return inTest(site, test, place, old, named, ({ node }) =>
      replacePart(test.item, node, { start: 0, end: old.length }, to, sources),
    );
  });
  return {
    edits: [
      ...own,
      ...localeKeys(content, place, sources, (key) =>
        key.startsWith(`${old}.`) && key !== "start.phrases" ? { start: 0, end: old.length, word: to } : null,
      ),
      ...inTests.flatMap(({ edits }) => edits),
    ],
    moves: [],
    notes: inTests.flatMap(({ notes }) => notes),
  };
}

/**
 * Changes what a test says of a step. Another workflow that the test may come by may have a step of the same id: what
 * was heard tells them apart, and where nothing was, it is left to a person.
 */
export function inTest<T extends Pick<Part, "node" | "path">>(
  { heard }: KnownSite,
  test: TestPlace,
  { workflow }: WorkflowPlace,
  step: string,
  named: readonly T[],
  change: (named: T) => Edit,
): Renaming {
  const others = test.reach.filter(
    (each) => each !== workflow && stepsOf(each).some((placed) => placed.step.id === step),
  );
  const meant = (part: T): boolean | null => {
    if (others.length === 0) return true;
    const [, index, where, item] = part.path;
    if (typeof index !== "number") return null;
    const speaker = where === "talk" && typeof item === "number" ? heard.speaker(test.item.file, index, item) : null;
    if (speaker) return speaker.workflow === workflow.workflow;
    const came = heard.came(test.item.file, index, workflow.workflow, step);
    const otherCame = others.some((each) => heard.came(test.item.file, index, each.workflow, step));
    return came === otherCame ? null : came;
  };
  return {
    edits: named.filter((part) => meant(part) === true).map(change),
    moves: [],
    notes: named
      .filter((part) => meant(part) === null)
      .map(({ node }) => ({
        at: { file: test.item.file, start: node.start, end: node.end },
        message: `"${step}" is a step of ${others.map((each) => `"${each.workflow}"`).join(" and ")} too, and was left as it was here: see which is meant`,
      })),
  };
}

/** Changes the keys under which `locales/` hold the workflow's texts. */
export function localeKeys(
  content: Content,
  place: WorkflowPlace,
  sources: Sources,
  change: (key: string) => { readonly start: number; readonly end: number; readonly word: string } | null,
): readonly Edit[] {
  if (!place.assistant) return [];
  return runnersOf(content, place).flatMap(({ locales }) =>
    [...locales.values()].flatMap((locale: Item<unknown>) => {
      const texts = nodeAt(locale.root, [place.item.id]);
      if (texts?.kind !== "map") return [];
      return texts.entries.flatMap(({ key }) => {
        const part = change(String(key.value));
        return part ? [replacePart(locale, key, part, part.word, sources)] : [];
      });
    }),
  );
}

function firstWord(node: ScalarNode): string {
  return String(node.value).split(".")[0] ?? "";
}
