/** Every workflow begins somehow: by its phrases, by its assistant, or because another one runs it. */

import type { Check } from "#checks/check.ts";
import { type Runs, runsOf } from "#checks/runs.ts";
import { startsOf } from "#checks/starts.ts";
import type { OwnedWorkflow } from "#checks/workflows.ts";
import type { Content } from "#content/content.ts";
import { nearest } from "#content/nearest.ts";
import { placeOf } from "#content/place.ts";
import type { Finding, Sources } from "#findings/finding.ts";

export const neverStarted: Check = {
  name: "never-started",
  severity: "warning",
  summary: "a workflow that nothing starts",
  run: (content, { sources }) => {
    const runs = runsOf(content);
    const begun = new Set(runs.workflows.filter((owned) => begins(content, owned)));
    const named = new Set([...namedInBrokenFiles(content, sources), ...misspelt(content, runs)]);
    // What is run only by a workflow that nothing starts is not at fault itself.
    const run = new Set(runs.workflows.flatMap((owned) => runs.from(owned).flatMap(({ target }) => target ?? [])));
    return runs.workflows
      .filter((owned) => !begun.has(owned) && !run.has(owned))
      .filter(({ workflow }) => workflow.status !== "draft" && !named.has(workflow.workflow))
      .filter((owned) => isOwnerKnown(content, owned, sources))
      .map((owned) => finding(content, owned));
  },
};

/** `anytime` only says when a workflow's phrases work: without phrases it starts nothing. */
function begins(content: Content, owned: OwnedWorkflow): boolean {
  return startsOf(content, owned).some(({ by }) => by !== "anytime");
}

/** An assistant without its file, or of a brand that does not exist, has a finding of its own. */
function isOwnerKnown(content: Content, { assistant }: OwnedWorkflow, sources: Sources): boolean {
  if (assistant) return sources.has(assistant.file);
  return [...content.assistants.values()].every(({ value }) => value === null || content.brands.has(value.brand));
}

/** Files that cannot be understood may start a workflow: whatever they mention is given the benefit of the doubt. */
function namedInBrokenFiles(content: Content, sources: Sources): ReadonlySet<string> {
  const broken = [...content.assistants.values()].flatMap((assistant) => [
    ...(assistant.value ? [] : [assistant.file]),
    ...[...assistant.workflows.values()].flatMap(({ value, file }) => (value ? [] : [file])),
  ]);
  const brands = [...content.brands.values()].flatMap(({ workflows }) =>
    [...workflows.values()].flatMap(({ value, file }) => (value ? [] : [file])),
  );
  return new Set([...broken, ...brands].flatMap((file) => sources.get(file)?.match(/[a-z0-9][a-z0-9-]*/g) ?? []));
}

/**
 * A name that leads nowhere has its finding: the workflow that it means is not idle because of a slip. An assistant's
 * names mean its own workflows, and its brand's.
 */
function misspelt(content: Content, runs: Runs): readonly string[] {
  const byOwner = Map.groupBy(runs.workflows, ({ assistant }) => assistant);
  const shared = byOwner.get(null) ?? [];
  const named = (by: readonly OwnedWorkflow[]) => by.flatMap((owned) => runs.from(owned).map(({ step }) => step.run));
  const meant = (names: readonly (string | undefined)[], among: readonly OwnedWorkflow[]): readonly string[] => {
    const ids = new Set(among.map(({ workflow }) => workflow.workflow));
    return [...new Set(names)].flatMap((name) =>
      name === undefined || ids.has(name) ? [] : (nearest(name, ids) ?? []),
    );
  };
  const ofAssistants = [...content.assistants.values()].flatMap((assistant) => {
    const own = byOwner.get(assistant) ?? [];
    return meant([assistant.value?.welcome, assistant.value?.fallback, ...named(own)], [...own, ...shared]);
  });
  return [...ofAssistants, ...meant(named(shared), runs.workflows)];
}

function finding(content: Content, owned: OwnedWorkflow): Finding {
  const { item, workflow, assistant } = owned;
  const anytime = startsOf(content, owned).find(({ by }) => by === "anytime");
  return {
    check: "never-started",
    severity: "warning",
    message: anytime
      ? `nothing starts the workflow "${workflow.workflow}": it stands in "anytime", and has no phrases that could work at any time`
      : `nothing starts the workflow "${workflow.workflow}"`,
    at: placeOf(item.file, item.root, ["workflow"]),
    ...(anytime?.assistant && {
      related: [{ at: placeOf(anytime.assistant.file, anytime.assistant.root, anytime.path), message: "named here" }],
    }),
    why: `it has no phrases, ${assistant ? "its assistant does not name it as welcome or fallback" : "no assistant of its brand names it as welcome or fallback"}, and no workflow runs it`,
    help: 'add "start: { phrases: … }", run it from another workflow, mark it "status: draft", or delete it',
  };
}
