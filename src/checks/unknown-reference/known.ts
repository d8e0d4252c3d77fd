/** What a name may lead to, and where more of its kind would be written. */

import type { AssistantItem, BrandItem, Item } from "#content/content.ts";
import type { Span } from "#findings/finding.ts";

/** A place that names something by its id. */
export interface Reference {
  readonly id: string;
  /** What it names: `group`, `environment` … */
  readonly noun: string;
  /** Where it would be, if the noun alone does not say it: `of the workflow "refund"`. */
  readonly within?: string;
  readonly at: Span;
  readonly step?: string;
  readonly known: Known;
}

/** What may be named, and where more of it would be written. */
export interface Known {
  /** The ids; those with a file of their own lead to it. */
  readonly ids: ReadonlyMap<string, Item<unknown> | null>;
  /** Follows "or": `add brands/shop/groups/%.yaml`, with `%` for the id. */
  readonly add: string;
}

/** The workflows that an assistant's workflows may run; of a brand's own: only one another. */
export function workflowsFor(brand: BrandItem | undefined, assistant: AssistantItem | null): Known {
  const folder = assistant ? `assistants/${assistant.id}` : `brands/${brand?.id ?? ""}`;
  return {
    ids: new Map<string, Item<unknown>>([...(brand?.workflows ?? []), ...(assistant?.workflows ?? [])]),
    add: `add ${folder}/workflows/%.yaml`,
  };
}

/** What a brand has of one kind, by id. */
export function ofBrand(brand: BrandItem, noun: "schedule" | "group" | "connection" | "article"): Known {
  switch (noun) {
    case "schedule":
      return { ids: brand.schedules, add: `add brands/${brand.id}/schedules/%.yaml` };
    case "group":
      return { ids: brand.groups, add: `add brands/${brand.id}/groups/%.yaml` };
    case "connection":
      return { ids: brand.connections, add: `add brands/${brand.id}/connections/%.yaml` };
    case "article":
      return {
        ids: new Map([...brand.articles.keys()].map((id) => [id, null])),
        add: `add brands/${brand.id}/articles/%.<lang>.md`,
      };
  }
}
