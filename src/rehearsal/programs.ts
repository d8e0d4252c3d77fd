/** What a test runs on: an assistant's body with its drafts, its brand's, and a channel's. */

import { assistantBody, brandBody, channelBody, workflowsOf } from "#content/bodies.ts";
import type { BrandBody, ChannelBody } from "#content/body.ts";
import type { AssistantItem, BrandItem, Content, Item } from "#content/content.ts";
import type { Language } from "#content/text.ts";
import type { Workflow } from "#content/workflow.ts";
import type { Program } from "#runtime/program.ts";

/** An assistant that can be run; made once for all of its tests. */
export interface Cast {
  readonly item: AssistantItem;
  readonly brand: BrandItem;
  /** Languages that are live; the first is the default. */
  readonly languages: readonly Language[];
  readonly preparing: readonly Language[];
  /** All that it may run, its drafts and all of its brand's workflows among them. */
  readonly workflows: ReadonlyMap<string, Workflow>;
  /** Of them, what is published with the assistant: the brand's workflows that it does not run are not. */
  readonly runs: ReadonlySet<string>;
  /** The program on a channel; undefined: a web channel of the assistant's, or one like any other. */
  program(channel: string | undefined, language: Language): Program;
}

/** Null where the assistant or its brand is missing or cannot be understood: that has its findings. */
export function castOf(content: Content, item: AssistantItem): Cast | null {
  let known = casts.get(content);
  if (!known) casts.set(content, (known = new Map()));
  const before = known.get(item.id);
  if (before !== undefined) return before;
  const cast = makeCast(content, item);
  known.set(item.id, cast);
  return cast;
}

const casts = new WeakMap<Content, Map<string, Cast | null>>();

function makeCast(content: Content, item: AssistantItem): Cast | null {
  const assistant = item.value;
  const brand = assistant ? content.brands.get(assistant.brand) : undefined;
  if (!assistant || !brand?.value) return null;
  const stage: BrandBody = brandBody(brand, brand.value, {
    // No API is asked in a test: an address is needed by its form alone.
    addressOf: () => "https://stub.example",
    digestOf: (path) => path,
  });
  const workflows = new Map(workflowsOf(item, brand).map((workflow) => [workflow.workflow, workflow]));
  const runs = new Set(workflows.keys());
  for (const { id, value } of brand.workflows.values()) if (value && !workflows.has(id)) workflows.set(id, value);
  const own = assistantBody(assistant, [...workflows.values()]);
  const preparing = assistant.preparing ?? [];
  const programs = new Map<string, Program>();
  return {
    item,
    brand,
    languages: assistant.languages,
    preparing,
    workflows,
    runs,
    program(channel, language) {
      const isLive = assistant.languages.includes(language);
      const key = `${channel ?? ""} ${isLive ? "" : language}`;
      const known = programs.get(key);
      if (known) return known;
      const made: Program = {
        brand: stage,
        channel: channelOf(content, item, channel),
        assistant: isLive ? own : { ...own, languages: [...assistant.languages, language] },
      };
      programs.set(key, made);
      return made;
    },
  };
}

/** The file of a workflow that the cast runs: the assistant's own, or its brand's. */
export function workflowItem({ item, brand }: Cast, id: string): Item<Workflow> | undefined {
  return item.workflows.get(id) ?? brand.workflows.get(id);
}

function channelOf(content: Content, { id, value }: AssistantItem, wanted: string | undefined): ChannelBody {
  const named = wanted === undefined ? undefined : content.channels.get(wanted)?.value;
  if (named) return channelBody(named, "local");
  const own = [...content.channels.values()].find((each) => each.value?.assistant === id && each.value.type === "web");
  if (own?.value) return channelBody(own.value, "local");
  return { kind: "channel", id: "web", type: "web", name: "Web", brand: value?.brand ?? "" };
}
