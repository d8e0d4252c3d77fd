/** What a talk comes through that has an error of its own: a talk that fails there only repeats what is found there. */

import { type Cast, workflowItem } from "#rehearsal/programs.ts";
import type { Rehearsal } from "#rehearsal/rehearse.ts";
import type { Test, TestFile } from "#rehearsal/test-file.ts";
import { compile } from "#runtime/program.ts";

/** The texts of the files with an error, by their path. */
export type Broken = ReadonlyMap<string, string>;

export function comesThrough(cast: Cast, file: TestFile, test: Test, talk: Rehearsal, broken: Broken): boolean {
  if (broken.has(cast.item.file)) return true;
  if (test.channel !== undefined && broken.has(`channels/${test.channel}.yaml`)) return true;
  const entered = talk.stage.passages.flatMap((passage) => (passage.kind === "entered" ? [passage] : []));
  const begun = file.workflow ?? cast.item.value?.welcome ?? "";
  const workflows = new Set([begun, ...talk.stage.passages.map(({ workflow }) => workflow)]);
  return (
    [...workflows].some((id) => leansOn(cast, id, talk.language, broken)) ||
    entered.some(({ workflow, step }) => broken.has(fileRunBy(cast, talk, workflow, step) ?? ""))
  );
}

/** Whether a workflow, its texts of one language or what it names beside it are broken. */
function leansOn(cast: Cast, id: string, language: string, broken: Broken): boolean {
  const item = workflowItem(cast, id);
  if (item && broken.has(item.file)) return true;
  const locale = cast.item.locales.get(language);
  if (locale && broken.has(locale.file) && (!locale.value || Object.hasOwn(locale.value, id))) return true;
  const { schedules, groups, connections, articles } = cast.brand;
  const named = [schedules, groups, connections].flatMap((items) => [...items.values()]);
  const shown = [...articles.values()].flatMap((versions) => [...versions.values()]);
  const faulty = [...named, ...shown].filter(({ file }) => broken.has(file));
  if (faulty.length === 0 || !item?.value) return false;
  const written = JSON.stringify(item.value);
  return faulty.some(
    (each) => written.includes(each.id) || (shown.includes(each as never) && /"query":/.test(written)),
  );
}

/** The file of the workflow that a `run` step runs. */
function fileRunBy(cast: Cast, { stage }: Rehearsal, workflow: string, id: string): string | undefined {
  const step = compile(stage.program).workflows.get(workflow)?.steps.get(id)?.step;
  return step?.kind === "run" ? workflowItem(cast, step.run)?.file : undefined;
}

/** Whether a step of this name stands in a workflow that cannot be read as it is. */
export function mayBeUnread({ item, brand }: Cast, step: string, broken: Broken): boolean {
  const [id = ""] = step.split(".");
  return [...item.workflows.values(), ...brand.workflows.values()].some(({ value, file }) => {
    // Of its text, for a reader that has lost the thread has lost steps as well.
    const words = value ? [] : (broken.get(file) ?? "").split(/[^A-Za-z0-9_-]+/);
    return words.some((word, at) => word === id && words[at - 1] === "id");
  });
}
