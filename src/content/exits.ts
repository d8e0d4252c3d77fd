/** The exits that a step names: where an author says that it leads, and under which key. */

import type { Path } from "#content/node.ts";
import { joined } from "#content/path.ts";
import type { Exit, Silence, Step } from "#content/workflow.ts";

export interface StepExit {
  /** Such as `then`, `retry.else`, `options.home`, `errors.404`. */
  readonly name: string;
  /** From the step. */
  readonly path: Path;
  readonly exit: Exit;
}

/** Paths that are the same in every step: one list of each is enough. */
const paths = {
  retry: ["retry", "else"],
  silence: ["silence", "then"],
  other: ["other"],
  none: ["none"],
  solved: ["resolved", "solved"],
  unsolved: ["resolved", "unsolved"],
  then: ["then"],
  else: ["else"],
  goto: ["goto"],
  noAgent: ["no_agent"],
} as const;

/** Every exit that a step names, in the order of the language's table. */
export function exitsOf(step: Step): readonly StepExit[] {
  const exits: StepExit[] = [];
  switch (step.kind) {
    case "ask":
    case "form":
      addExit(exits, "retry.else", paths.retry, step.retry?.else);
      addSilence(exits, step);
      break;
    case "choose":
      if ("each" in step.options) addOption(exits, "options", ["options"], step.options);
      else addOptions(exits, "options", ["options"], step.options);
      addExit(exits, "other", paths.other, step.other);
      addSilence(exits, step);
      break;
    case "carousel":
      if ("each" in step.carousel) addOptions(exits, "carousel", ["carousel", "options"], step.carousel.options);
      else {
        for (const [card, { id, options }] of step.carousel.entries()) {
          addOptions(exits, id, ["carousel", card, "options"], options);
        }
      }
      addExit(exits, "other", paths.other, step.other);
      addSilence(exits, step);
      break;
    case "articles":
      addExit(exits, "none", paths.none, step.none);
      break;
    case "resolved":
      addExit(exits, "solved", paths.solved, step.resolved.solved);
      addExit(exits, "unsolved", paths.unsolved, step.resolved.unsolved);
      addSilence(exits, step);
      break;
    case "call":
      addNamed(exits, "errors", step.errors);
      break;
    case "if":
      addExit(exits, "then", paths.then, step.then);
      addExit(exits, "else", paths.else, step.else);
      break;
    case "switch":
      addNamed(exits, "cases", step.cases);
      addExit(exits, "else", paths.else, step.else);
      break;
    case "goto":
      addExit(exits, "goto", paths.goto, step.goto);
      break;
    case "run":
      addNamed(exits, "outcomes", step.outcomes);
      break;
    case "handoff":
      addExit(exits, "no_agent", paths.noAgent, step.no_agent);
      break;
    case "say":
    case "set":
    case "wait":
    case "end":
      break;
  }
  if (step.kind !== "if") addExit(exits, "then", paths.then, step.then);
  return exits;
}

function addExit(exits: StepExit[], name: string, path: Path, exit: Exit | undefined): void {
  if (exit !== undefined) exits.push({ name, path, exit });
}

function addSilence(exits: StepExit[], { silence }: { readonly silence?: Silence }): void {
  if (silence) addExit(exits, "silence.then", paths.silence, silence.then);
}

/** Where an option leads when it is picked. */
export interface Picked {
  readonly goto?: string;
  readonly then?: Exit;
}

function addOption(exits: StepExit[], name: string, path: Path, option: Picked): void {
  if (option.goto !== undefined) addExit(exits, name, joined(path, paths.goto), option.goto);
  if (option.then !== undefined) addExit(exits, name, joined(path, paths.then), option.then);
}

function addOptions(
  exits: StepExit[],
  prefix: string,
  path: Path,
  options: readonly (Picked & { readonly id: string })[] | undefined,
): void {
  if (!options) return;
  for (let index = 0; index < options.length; index += 1) {
    const option = options[index];
    if (option) addOption(exits, `${prefix}.${option.id}`, joined(path, [index]), option);
  }
}

/** Exits by a key of the author's: `errors`, `cases`, `outcomes`. */
function addNamed(exits: StepExit[], key: string, named: Readonly<Record<string, Exit>> | undefined): void {
  for (const name in named) addExit(exits, `${key}.${name}`, [key, name], named[name]);
}
