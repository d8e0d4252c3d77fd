/** An assistant begins, and falls back, with a workflow that is there and is published; and so does what runs one. */

import type { Check } from "#checks/check.ts";
import { runsOf } from "#checks/runs.ts";
import type { AssistantItem, Content, Item } from "#content/content.ts";
import { nearest } from "#content/nearest.ts";
import type { Path } from "#content/node.ts";
import { placeOf, placeOfKey } from "#content/place.ts";
import type { Workflow } from "#content/workflow.ts";
import type { Finding } from "#findings/finding.ts";

export const undeclaredWorkflow: Check = {
  name: "undeclared-workflow",
  severity: "error",
  summary: "a welcome or fallback workflow that is missing, or a draft; a draft that is run",
  run: (content) => [...settingsAtFault(content), ...draftsRun(content)],
};

function settingsAtFault(content: Content): readonly Finding[] {
  return [...content.assistants.values()].flatMap((item) => {
    const assistant = item.value;
    if (!assistant) return [];
    const settings: Setting[] = [
      { what: "welcome", path: ["welcome"], named: assistant.welcome, why: "the conversation would open in silence" },
      {
        what: "fallback",
        path: ["fallback"],
        named: assistant.fallback,
        why: "a customer who is not understood would be offered nothing of yours",
      },
      ...(assistant.anytime ?? []).map((named, index) => ({
        what: "anytime" as const,
        path: ["anytime", index],
        named,
        why: "its phrases would do nothing while a step waits",
      })),
    ];
    const workflows = workflowsFor(item, content);
    return settings.flatMap((setting) => faultOf(setting, item, workflows));
  });
}

/** A published workflow may run a draft while an earlier version of it is live: else customers meet a fault there. */
function draftsRun(content: Content): readonly Finding[] {
  const runs = runsOf(content);
  if (!runs.workflows.some(({ workflow }) => workflow.status === "draft")) return [];
  return runs.workflows.flatMap((owned) => {
    if (owned.workflow.status === "draft" || owned.assistant?.value?.status === "draft") return [];
    return runs.from(owned).flatMap(({ step, placed, target }): readonly Finding[] => {
      if (target?.workflow.status !== "draft") return [];
      const { file, root } = target.item;
      return [
        {
          check: "undeclared-workflow",
          severity: "warning",
          message: `the step "${step.id}" runs the workflow "${step.run}", which is a draft`,
          at: placeOf(owned.item.file, owned.item.root, [...placed.path, "run"]),
          step: step.id,
          related: [{ at: placeOfKey(file, root, ["status"]), message: "never published while this stands" }],
          why: "unless an earlier version of it is live, customers would meet the fallback here",
          help: `take "status: draft" out of ${file}, or do not run it yet`,
        },
      ];
    });
  });
}

interface Setting {
  readonly what: "welcome" | "fallback" | "anytime";
  readonly path: Path;
  readonly named: string | undefined;
  readonly why: string;
}

type Workflows = ReadonlyMap<string, Item<Workflow>>;

/** The assistant's own workflows and those of its brand. */
function workflowsFor(item: AssistantItem, content: Content): Workflows {
  return new Map([...(content.brands.get(item.value?.brand ?? "")?.workflows ?? []), ...item.workflows]);
}

function faultOf(
  { what, path, named, why }: Setting,
  assistant: AssistantItem,
  workflows: Workflows,
): readonly Finding[] {
  if (named === undefined) return what === "anytime" ? [] : unnamed(what, why, assistant);
  const workflow = workflows.get(named);
  if (workflow && workflow.value?.status !== "draft") return [];
  const at = placeOf(assistant.file, assistant.root, path);
  const base = { check: "undeclared-workflow", severity: "error", at, why } as const;
  if (!workflow) {
    // That a name of `anytime` leads nowhere is an unknown reference like any other.
    if (what === "anytime") return [];
    const guess = nearest(named, workflows.keys());
    const target = guess === undefined ? undefined : workflows.get(guess);
    const add = `add assistants/${assistant.id}/workflows/${named}.yaml`;
    return [
      {
        ...base,
        message: `"${what}" of the assistant "${assistant.id}" names the workflow "${named}", which does not exist`,
        ...(target && {
          related: [{ at: placeOf(target.file, target.root, ["workflow"]), message: "the nearest id" }],
        }),
        help: guess === undefined ? add : `write "${guess}", or ${add}`,
      },
    ];
  }
  return [
    {
      ...base,
      // The assistant can do without what works at any time: a draft there keeps nobody from publishing.
      severity: what === "anytime" ? "warning" : "error",
      message: `"${what}" of the assistant "${assistant.id}" names the workflow "${named}", which is a draft`,
      related: [
        { at: placeOfKey(workflow.file, workflow.root, ["status"]), message: "never published while this stands" },
      ],
      help: `take "status: draft" out of ${workflow.file}, or name another workflow`,
    },
  ];
}

/** An assistant may do without, and seldom means to. */
function unnamed(
  what: "welcome" | "fallback",
  why: string,
  { id, file, root, value }: AssistantItem,
): readonly Finding[] {
  if (value?.status === "draft") return [];
  return [
    {
      check: "undeclared-workflow",
      severity: "warning",
      message: `the assistant "${id}" has no "${what}"`,
      at: placeOf(file, root, ["assistant"]),
      why,
      help: `add "${what}: …" with the workflow that is to run then`,
    },
  ];
}
