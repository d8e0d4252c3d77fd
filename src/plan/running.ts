/**
 * Conversations under way on what a plan changes. None of them is moved by a publish: each goes on with the version that
 * it began with. So nothing here stops anybody; it says how long two versions will answer side by side, and where.
 */

import type { Body, Digest } from "#content/body.ts";
import type { AssistantItem, CheckedContent, Item } from "#content/content.ts";
import { stepsOf } from "#content/graph.ts";
import { placeOf } from "#content/place.ts";
import type { Workflow } from "#content/workflow.ts";
import type { Finding, RelatedPlace, Span } from "#findings/finding.ts";
import { digestsOf, type Live, type Standing } from "#plan/live.ts";
import type { Change, Detail, Plan } from "#plan/plan.ts";

/** The live bodies that a plan replaces or takes from a channel: whoever runs on one of them is touched. */
export function touchedBodies({ changes, release }: Plan, live: Live): readonly Digest[] {
  const stays = new Set(digestsOf(release));
  return [...new Set(changes.flatMap((change) => bodiesOf(change, live, stays)))];
}

function bodiesOf({ thing, id }: Change, { release, bodies }: Live, stays: ReadonlySet<Digest>): readonly Digest[] {
  if (thing === "channel") {
    const entry = Object.hasOwn(release?.content ?? {}, id) ? release?.content[id] : undefined;
    return entry ? [entry.channel] : [];
  }
  return [...bodies]
    .filter(([digest, body]) => body.kind === thing && body.id === id && !stays.has(digest))
    .map(([digest]) => digest);
}

/** The plan with what it says of the conversations that the platform counted on its `touchedBodies`. */
export function withRunning(plan: Plan, content: CheckedContent, live: Live, standing: readonly Standing[]): Plan {
  if (standing.length === 0) return plan;
  const touched = new Set<Standing>();
  const stays = new Set(digestsOf(plan.release));
  const findings = plan.changes.flatMap((change) => {
    const old = new Set(bodiesOf(change, live, stays));
    return findingsOf(change, { plan, content, live, standing, old }).map(({ finding, counted }) => {
      for (const each of counted) touched.add(each);
      return finding;
    });
  });
  return { ...plan, running: sum([...touched]), findings: [...plan.findings, ...findings] };
}

interface Found {
  readonly finding: Finding;
  /** Whom it counts: a conversation may be counted for an assistant, and again for its brand. */
  readonly counted: readonly Standing[];
}

interface Around {
  readonly plan: Plan;
  readonly content: CheckedContent;
  readonly live: Live;
  readonly standing: readonly Standing[];
  /** The bodies that the change touches. */
  readonly old: ReadonlySet<Digest>;
}

function findingsOf(change: Change, { plan, content, live, standing, old }: Around): readonly Found[] {
  switch (change.thing) {
    case "channel":
      return onChannel(
        change,
        plan,
        content,
        standing.filter(({ revision }) => old.has(revision.channel)),
      );
    case "assistant": {
      const item = content.assistants.get(change.id);
      const own = standing.filter(({ revision }) => revision.assistant !== null && old.has(revision.assistant));
      // One that goes has lost its channels: they tell it.
      if (!item || change.action !== "update") return [];
      const was = [...old].map((digest) => live.bodies.get(digest));
      const is = [...plan.bodies.values()].filter((body) => body.kind === "assistant" && body.id === change.id);
      return withAssistant({ change, content, item, own, was: workflowsOf(was), is: workflowsOf(is) });
    }
    case "brand": {
      const item = content.brands.get(change.id);
      const own = standing.filter(({ revision }) => old.has(revision.brand));
      if (!item || change.action !== "update") return [];
      const what = `with the brand "${change.id}", which this changes`;
      return found(own, what, placeOf(item.file, item.root, ["brand"]));
    }
  }
}

function onChannel(
  { id, action }: Change,
  { handovers }: Plan,
  content: CheckedContent,
  own: readonly Standing[],
): readonly Found[] {
  const item = content.channels.get(id);
  if (action === "remove" || !item) {
    const at = placeOf(content.site.file, content.site.root, ["site"]);
    return found(own, `on "${id}", which goes`, at).map(({ finding, counted }) => ({
      counted,
      finding: { ...finding, ...withoutChannel },
    }));
  }
  const at = (key: string) => placeOf(item.file, item.root, [key]);
  const handover = handovers.find(({ channel }) => channel === id);
  const atDefault = own.filter(({ revision }) => revision.assistant === null);
  if (!handover) return found(atDefault, `with the default response of "${id}", which this changes`, at("channel"));
  const name = (answers: string | null) => (answers === null ? "the default response" : `"${answers}"`);
  const before = handover.from === null ? atDefault : own.filter(({ revision }) => revision.assistant !== null);
  const what = `on "${id}" with ${name(handover.from)}, which ${name(handover.to)} replaces there`;
  return found(before, what, at(handover.to === null ? "channel" : "assistant"));
}

type Workflows = ReadonlyMap<string, Workflow>;

function workflowsOf(bodies: readonly (Body | undefined)[]): Workflows {
  return new Map(
    bodies
      .flatMap((body) => (body?.kind === "assistant" ? Object.values(body.workflows) : []))
      .map((each) => [each.workflow, each]),
  );
}

interface ChangedAssistant {
  readonly change: Change;
  readonly content: CheckedContent;
  readonly item: AssistantItem;
  /** Who is under way with it. */
  readonly own: readonly Standing[];
  readonly was: Workflows;
  readonly is: Workflows;
}

/** Which other sites may speak to a conversation, the live channel says. */
const withoutChannel = {
  why: "pages of other sites can reach them no longer: with the channel goes its word on which may",
  help: "take its assistant away first, and the channel when they are over",
};

function withAssistant(changed: ChangedAssistant): readonly Found[] {
  const { change, item, own } = changed;
  const byWorkflow = Map.groupBy(change.details, ({ workflow = "" }) => workflow);
  const within = (each: Standing, workflow: string) => each.frames.some((frame) => frame.workflow === workflow);
  const workflows = [...byWorkflow].flatMap(([workflow, details]) => {
    const inside = own.filter((each) => within(each, workflow));
    return workflow === "" || inside.length === 0 ? [] : [inWorkflow(changed, workflow, details, inside)];
  });
  if (!byWorkflow.has("")) return workflows;
  const elsewhere = own.filter((each) => ![...byWorkflow.keys()].some((workflow) => within(each, workflow)));
  const what = `with "${change.id}", whose settings this changes`;
  return [...workflows, ...found(elsewhere, what, placeOf(item.file, item.root, ["assistant"]))];
}

/** Of the steps where they stand, this many are named. */
const mostSteps = 10;

function inWorkflow(
  { change, content, item, was, is }: ChangedAssistant,
  workflow: string,
  details: readonly Detail[],
  inside: readonly Standing[],
): Found {
  const goes = !is.has(workflow);
  const stands = standsIn(workflow, inside);
  const signs = new Map(details.map(({ step, sign }) => [step, sign]));
  const fate = (step: string) =>
    goes || !signs.has(step) ? "" : signs.get(step) === "-" ? ", which goes" : ", which changes";
  const named = stands.slice(0, mostSteps).map(([step, count]) => `${count} at "${step}"${fate(step)}`);
  const more = stands.length > mostSteps ? [`the others at ${stands.length - mostSteps} more steps`] : [];
  const gone = goes
    ? []
    : variablesOf(was.get(workflow)).filter((name) => !variablesOf(is.get(workflow)).includes(name));
  const lost = gone.length === 0 ? [] : [`it loses ${gone.map((name) => `"${name}"`).join(", ")}`];
  const what = [...named, ...more, ...lost].join("; ");
  const file = workflowItem(content, item, workflow);
  const [first, ...others] = file ? placesOf(file, signs, stands) : [];
  const whole = file ? placeOf(file.file, file.root, ["workflow"]) : placeOf(item.file, item.root, ["assistant"]);
  return {
    counted: inside,
    finding: {
      ...note(sum(inside), `in "${workflow}" of "${change.id}", which ${goes ? "goes" : "this changes"}: ${what}`),
      at: first?.at ?? whole,
      ...(first && { step: first.step }),
      ...(others.length > 0 && { related: others.map(({ at, message }) => ({ at, message })) }),
    },
  };
}

function variablesOf(workflow: Workflow | undefined): readonly string[] {
  return Object.keys({ ...workflow?.vars, ...workflow?.inputs, ...workflow?.outputs });
}

/** How many stand at each step of a workflow, the most first; who came back to it twice counts once, where they are. */
function standsIn(workflow: string, inside: readonly Standing[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { frames, conversations } of inside) {
    const step = frames.findLast((frame) => frame.workflow === workflow)?.step;
    if (step !== undefined) counts.set(step, (counts.get(step) ?? 0) + conversations);
  }
  return [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
}

/** The steps that change under somebody and are there still. */
function placesOf(
  { file, root, value }: Item<Workflow>,
  signs: ReadonlyMap<string | undefined, Detail["sign"]>,
  stands: readonly (readonly [string, number])[],
): readonly (RelatedPlace & { readonly step: string })[] {
  const paths = new Map(value ? stepsOf(value).map(({ step, path }) => [step.id, path]) : []);
  return stands.slice(0, mostSteps).flatMap(([step, count]) => {
    const path = paths.get(step);
    if (!path || !signs.has(step)) return [];
    return [{ step, at: placeOf(file, root, [...path, "id"]), message: `${count} at this step` }];
  });
}

function workflowItem(content: CheckedContent, item: AssistantItem, workflow: string): Item<Workflow> | undefined {
  return item.workflows.get(workflow) ?? content.brands.get(item.value?.brand ?? "")?.workflows.get(workflow);
}

function found(standing: readonly Standing[], what: string, at: Span): readonly Found[] {
  return standing.length === 0 ? [] : [{ finding: { ...note(sum(standing), what), at }, counted: standing }];
}

function note(count: number, what: string): Omit<Finding, "at"> {
  return {
    check: "running-conversations",
    severity: "info",
    message: `${count} ${count === 1 ? "conversation is" : "conversations are"} under way ${what}`,
    why: "each goes on with the version it began with, until it ends or 24 hours pass without a message",
    help: "keep what that version needs, such as an API or a page, until they are over",
  };
}

function sum(standing: readonly Standing[]): number {
  return standing.reduce((total, { conversations }) => total + conversations, 0);
}
