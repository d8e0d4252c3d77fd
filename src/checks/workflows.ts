/** Every workflow of a site with what it belongs to: most checks begin here. */

import type { AssistantItem, BrandItem, Content, Item } from "#content/content.ts";
import { defaultResponseOf } from "#content/expressions.ts";
import type { Language } from "#content/text.ts";
import type { Workflow } from "#content/workflow.ts";

export interface OwnedWorkflow {
  readonly item: Item<Workflow>;
  readonly workflow: Workflow;
  /** Null: the brand's own, which all its assistants may run. */
  readonly assistant: AssistantItem | null;
  /** Undefined where the brand does not exist: that has a finding of its own. */
  readonly brand: BrandItem | undefined;
  /** The languages its texts must have; empty where the owner's file is broken. */
  readonly languages: readonly Language[];
}

/** The workflows that can be understood; broken ones have their findings already. */
export function workflowsOf(content: Content): readonly OwnedWorkflow[] {
  const known = byContent.get(content);
  if (known) return known;
  const owned = collect(content);
  byContent.set(content, owned);
  return owned;
}

const byContent = new WeakMap<Content, readonly OwnedWorkflow[]>();

function collect(content: Content): readonly OwnedWorkflow[] {
  const owned: OwnedWorkflow[] = [];
  for (const brand of content.brands.values()) {
    for (const item of brand.workflows.values()) {
      if (item.value) {
        owned.push({ item, workflow: item.value, assistant: null, brand, languages: brand.value?.languages ?? [] });
      }
    }
  }
  for (const assistant of content.assistants.values()) {
    const brand = assistant.value ? content.brands.get(assistant.value.brand) : undefined;
    for (const item of assistant.workflows.values()) {
      if (item.value) {
        owned.push({ item, workflow: item.value, assistant, brand, languages: assistant.value?.languages ?? [] });
      }
    }
  }
  return owned;
}

/** The workflows, and the default responses of channels: whatever may hold expressions. */
export function withExpressions(content: Content): readonly OwnedWorkflow[] {
  return [...workflowsOf(content), ...defaultResponses(content)];
}

/** The default responses, as workflows without steps. */
export function defaultResponses(content: Content): readonly OwnedWorkflow[] {
  return [...content.channels.values()].flatMap((channel) => {
    const workflow = defaultResponseOf(channel);
    const brand = channel.value ? content.brands.get(channel.value.brand) : undefined;
    if (!workflow) return [];
    const item: Item<Workflow> = {
      id: channel.id,
      file: channel.file,
      get root() {
        return channel.root;
      },
      value: workflow,
    };
    return [{ item, workflow, assistant: null, brand, languages: brand?.value?.languages ?? [] }];
  });
}
