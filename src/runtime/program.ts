/** What a conversation runs on: one revision's bodies, and what is worked out from them once. */

import type { AssistantBody, BrandBody, ChannelBody } from "#content/body.ts";
import { declaredType } from "#content/declared-type.ts";
import { type PlacedStep, stepsOf } from "#content/graph.ts";
import type { Workflow } from "#content/workflow.ts";
import type { DeclaredType } from "#expr/values.ts";
import { builtinWorkflows } from "#runtime/builtin-workflows.ts";
import { type Names, sensitiveNames } from "#runtime/sensitive.ts";
import type { Watcher } from "#runtime/watcher.ts";

export interface Program {
  /** Null: the channel's default response answers. */
  readonly assistant: AssistantBody | null;
  /** The brand whose values, schedules, groups, connections and articles the workflows see. */
  readonly brand: BrandBody;
  readonly channel: ChannelBody;
}

/** What the interpreter asks of the world around it. */
export interface World {
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  agentsOnline(group: string): number;
  readonly watcher?: Watcher;
}

export interface Compiled {
  readonly languages: readonly string[];
  readonly workflows: ReadonlyMap<string, CompiledWorkflow>;
}

export interface CompiledWorkflow {
  readonly workflow: Workflow;
  readonly steps: ReadonlyMap<string, PlacedStep>;
  readonly types: Readonly<Record<string, DeclaredType>>;
  readonly sensitive: Names;
}

const compiled = new WeakMap<Program, Compiled>();

/** The program's workflows, the built-in ones among them, ready to run. */
export function compile(program: Program): Compiled {
  const known = compiled.get(program);
  if (known) return known;
  const workflows = new Map<string, CompiledWorkflow>();
  const all = [...Object.values(program.assistant?.workflows ?? {}), ...builtinWorkflows(program)];
  const sensitive = sensitiveNames(all);
  for (const workflow of all) {
    const names = sensitive.get(workflow.workflow) ?? new Set();
    workflows.set(workflow.workflow, compileWorkflow(workflow, program.brand, names));
  }
  const result = { languages: program.assistant?.languages ?? program.brand.languages, workflows };
  compiled.set(program, result);
  return result;
}

function compileWorkflow(workflow: Workflow, brand: BrandBody, sensitive: Names): CompiledWorkflow {
  const types: Record<string, DeclaredType> = {};
  const declared = { ...workflow.inputs, ...workflow.vars, ...workflow.outputs };
  for (const [name, declaration] of Object.entries(declared)) {
    types[name] = declaredType(declaration, (connection) => brand.connections[connection]?.answers);
  }
  const steps = new Map<string, PlacedStep>();
  for (const placed of stepsOf(workflow)) if (!steps.has(placed.step.id)) steps.set(placed.step.id, placed);
  return { workflow, steps, types, sensitive };
}
