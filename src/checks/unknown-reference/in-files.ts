/** What the files of a site name, workflows aside: brands, groups, schedules, environments, and what tests speak of. */

import { type Known, ofBrand, type Reference, workflowsFor } from "#checks/unknown-reference/known.ts";
import type { AssistantItem, BrandItem, Content, Item } from "#content/content.ts";
import type { FileKind } from "#content/layout.ts";
import { partsOf } from "#content/roles.ts";
import type { Role } from "#content/schemas/common.ts";

/** In what surroundings a file's names are looked up. */
interface Scope {
  readonly brand: BrandItem | undefined;
  readonly assistant: AssistantItem | undefined;
}

/** The references of every file that is no workflow. */
export function fileReferences(content: Content): readonly Reference[] {
  const brands = [...content.brands.values()].flatMap((brand) => {
    const scope = { brand, assistant: undefined };
    return [
      ...named(content, "brand", brand, scope),
      ...[...brand.schedules.values()].flatMap((item) => named(content, "schedule", item, scope)),
      ...[...brand.groups.values()].flatMap((item) => named(content, "group", item, scope)),
      ...[...brand.connections.values()].flatMap((item) => named(content, "connection", item, scope)),
    ];
  });
  const channels = [...content.channels.values()].flatMap((item) => {
    const brand = item.value ? content.brands.get(item.value.brand) : undefined;
    return named(content, "channel", item, { brand, assistant: undefined });
  });
  const assistants = [...content.assistants.values()].flatMap((assistant) => {
    const brand = assistant.value ? content.brands.get(assistant.value.brand) : undefined;
    const scope = { brand, assistant };
    return [
      ...named(content, "assistant", assistant, scope),
      ...[...assistant.tests.values()].flatMap((item) => named(content, "test", item, scope)),
    ];
  });
  return [...brands, ...channels, ...assistants];
}

function named(content: Content, kind: FileKind["kind"], item: Item<unknown>, scope: Scope): readonly Reference[] {
  if (!item.value) return [];
  const known = new Map<Role, Known | null>();
  return partsOf(kind, item.root).flatMap(({ role, node, path }): readonly Reference[] => {
    // That these are missing is `undeclared-workflow`, and their own ids are no references.
    if (kind === "assistant" && (path[0] === "welcome" || path[0] === "fallback")) return [];
    if (!known.has(role)) known.set(role, lookUp(content, role, scope));
    const among = known.get(role);
    if (!among || node.value === null) return [];
    const at = { file: item.file, start: node.start, end: node.end };
    return [{ id: String(node.value), noun: role, at, known: among }];
  });
}

/** What a role's ids may be; null where it refers to nothing, or what it refers to cannot be known. */
function lookUp(content: Content, role: Role, { brand, assistant }: Scope): Known | null {
  switch (role) {
    case "brand":
      return { ids: content.brands, add: "add brands/%/brand.yaml" };
    case "assistant":
      return { ids: content.assistants, add: "add assistants/%/assistant.yaml" };
    case "channel":
      return { ids: content.channels, add: "add channels/%.yaml" };
    case "environment": {
      const { value } = content.site;
      if (!value) return null;
      const ids = new Map(Object.keys(value.environments ?? {}).map((name) => [name, null]));
      return { ids, add: 'add "%" to the environments of parley.yaml' };
    }
    case "schedule":
    case "group":
    case "connection":
    case "article":
      return brand ? ofBrand(brand, role) : null;
    case "workflow":
      return assistant ? workflowsFor(brand, assistant) : null;
    default:
      return null;
  }
}
