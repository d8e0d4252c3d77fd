/** Every name that refers to another file leads to one that exists. */

import type { Check } from "#checks/check.ts";
import { type Reference, references } from "#checks/unknown-reference/references.ts";
import { workflowsOf } from "#checks/workflows.ts";
import type { BrandItem, Content, Item } from "#content/content.ts";
import { nearest } from "#content/nearest.ts";
import { placeOf } from "#content/place.ts";
import type { Finding } from "#findings/finding.ts";

export const unknownReference: Check = {
  name: "unknown-reference",
  severity: "error",
  summary: "a name that leads to no file of the site",
  run: (content) => [
    ...channelReferences(content),
    ...brandReferences(content),
    ...assistantReferences(content),
    ...workflowReferences(content),
  ],
};

type Known = ReadonlyMap<string, Item<unknown>>;

function channelReferences(content: Content): readonly Finding[] {
  const environments = content.site.value?.environments;
  return [...content.channels.values()].flatMap((item) => {
    const channel = item.value;
    if (!channel) return [];
    const brand = content.brands.get(channel.brand);
    const found = [look(item, ["brand"], channel.brand, content.brands, "brand", "brands/%/brand.yaml")];
    if (channel.assistant !== undefined) {
      found.push(
        look(item, ["assistant"], channel.assistant, content.assistants, "assistant", "assistants/%/assistant.yaml"),
      );
    }
    const group = channel.default_response?.handoff;
    if (group !== undefined && brand)
      found.push(inBrand(item, ["default_response", "handoff"], group, brand, "groups"));
    if (environments) {
      const names = new Map(Object.keys(environments).map((name) => [name, content.site as Item<unknown>]));
      for (const [index, name] of (channel.only ?? []).entries()) {
        found.push(look(item, ["only", index], name, names, "environment", "parley.yaml (environments)"));
      }
      if (channel.web?.origins && !Array.isArray(channel.web.origins)) {
        for (const name of Object.keys(channel.web.origins)) {
          found.push(look(item, ["web", "origins", name], name, names, "environment", "parley.yaml (environments)"));
        }
      }
    }
    return found.flat();
  });
}

function brandReferences(content: Content): readonly Finding[] {
  const environments = new Map(
    Object.keys(content.site.value?.environments ?? {}).map((name) => [name, content.site as Item<unknown>]),
  );
  return [...content.brands.values()].flatMap((brand) => {
    const missingBrand: Finding[] = brand.root || brand.value ? [] : [lacksItsFile(brand, "brand")];
    const groups = [...brand.groups.values()].flatMap((item) =>
      item.value?.schedule === undefined ? [] : inBrand(item, ["schedule"], item.value.schedule, brand, "schedules"),
    );
    const connections = [...brand.connections.values()].flatMap((item) => {
      const base = item.value?.base_url;
      if (base === undefined || typeof base === "string" || !content.site.value) return [];
      return Object.keys(base).flatMap((name) =>
        look(item, ["base_url", name], name, environments, "environment", "parley.yaml (environments)"),
      );
    });
    return [...missingBrand, ...groups, ...connections];
  });
}

function assistantReferences(content: Content): readonly Finding[] {
  return [...content.assistants.values()].flatMap((item) => {
    const assistant = item.value;
    if (!assistant) return item.root ? [] : [lacksItsFile(item, "assistant")];
    const found =
      assistant.brand === ""
        ? []
        : look(item, ["brand"], assistant.brand, content.brands, "brand", "brands/%/brand.yaml");
    const workflows = new Map<string, Item<unknown>>([
      ...(content.brands.get(assistant.brand)?.workflows ?? []),
      ...item.workflows,
    ]);
    const inAssistant = (path: readonly (string | number)[], name: string) =>
      look(item, path, name, workflows, "workflow", `assistants/${item.id}/workflows/%.yaml`);
    // "welcome" and "fallback" belong to the check undeclared-workflow.
    return [...found, ...(assistant.anytime ?? []).flatMap((name, index) => inAssistant(["anytime", index], name))];
  });
}

function workflowReferences(content: Content): readonly Finding[] {
  return workflowsOf(content).flatMap(({ item, workflow, assistant, brand }) => {
    const workflows = new Map<string, Item<unknown>>([...(brand?.workflows ?? []), ...(assistant?.workflows ?? [])]);
    const folder = assistant ? `assistants/${assistant.id}` : `brands/${brand?.id ?? ""}`;
    return references(workflow).flatMap((reference): readonly Finding[] => {
      if (reference.kind === "workflows") {
        return look(
          item,
          reference.path,
          reference.id,
          workflows,
          "workflow",
          `${folder}/workflows/%.yaml`,
          reference.step,
        );
      }
      // A brand that does not exist has its finding where it is named.
      if (!brand) return [];
      if (reference.kind === "answers") return answer(item, reference, brand);
      return inBrand(item, reference.path, reference.id, brand, reference.kind, reference.step);
    });
  });
}

/** `shop-api.order`: the connection, then the shape among its answers. */
function answer(item: Item<unknown>, { path, id, step }: Reference, brand: BrandItem): readonly Finding[] {
  const [name = "", shape = ""] = id.split(".");
  const connection = brand.connections.get(name);
  if (!connection) return inBrand(item, path, name, brand, "connections", step);
  if (!connection.value) return [];
  const shapes = new Map(
    Object.keys(connection.value.answers ?? {}).map((each) => [each, connection as Item<unknown>]),
  );
  return look(item, path, shape, shapes, "answer", `${connection.file} (answers)`, step);
}

const nouns = { schedules: "schedule", groups: "group", connections: "connection", articles: "article" } as const;

function inBrand(
  item: Item<unknown>,
  path: readonly (string | number)[],
  id: string,
  brand: BrandItem,
  kind: keyof typeof nouns,
  step?: string,
): readonly Finding[] {
  const known: Known =
    kind === "articles"
      ? new Map(
          [...brand.articles].flatMap(([name, languages]) =>
            [...languages.values()].slice(0, 1).map((first) => [name, first]),
          ),
        )
      : brand[kind];
  const ending = kind === "articles" ? "%.<lang>.md" : "%.yaml";
  return look(item, path, id, known, nouns[kind], `brands/${brand.id}/${kind}/${ending}`, step);
}

function look(
  item: Item<unknown>,
  path: readonly (string | number)[],
  id: string,
  known: Known,
  noun: string,
  file: string,
  step?: string,
): readonly Finding[] {
  if (known.has(id)) return [];
  const guess = nearest(id, known.keys());
  const target = guess === undefined ? undefined : known.get(guess);
  const add = file.includes("%") ? `add ${file.replace("%", id)}` : `name it in ${file}`;
  return [
    {
      check: "unknown-reference",
      severity: "error",
      message: `there is no ${noun} "${id}"`,
      at: placeOf(item.file, item.root, path),
      ...(step !== undefined && { step }),
      ...(target?.root &&
        noun !== "environment" &&
        noun !== "answer" && {
          related: [{ at: placeOf(target.file, target.root, [noun]), message: "the nearest id" }],
        }),
      why: "what it refers to would be missing when a customer gets here",
      help: guess === undefined ? add : `write "${guess}", or ${add}`,
    },
  ];
}

function lacksItsFile(item: Item<unknown>, noun: string): Finding {
  return {
    check: "unknown-reference",
    severity: "error",
    message: `the ${noun} "${item.id}" has a folder, but no ${noun}.yaml`,
    at: { file: item.file, start: 0, end: 0 },
    why: `nothing in the folder belongs to a ${noun} without it`,
    help: `add ${item.file}, or delete the folder`,
  };
}
