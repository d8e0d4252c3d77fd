/** Every schema for editors of a site, with the files that it is for. */

import type { Content } from "#content/content.ts";
import { forEditors, stepList } from "#content/editor/for-editors.ts";
import { idsOfAssistant, idsOfBrand, idsOfSite, textPlacesOf } from "#content/editor/known-ids.ts";
import { phrases, type Schema, string } from "#content/schemas/common.ts";
import * as files from "#content/schemas/files.ts";
import { testFile } from "#content/schemas/test-file.ts";
import { workflow } from "#content/schemas/workflow.ts";

export interface EditorSchema {
  /** Such as `workflow.lumi.json`. */
  readonly name: string;
  /** Patterns of the files it is for, relative to the site. */
  readonly files: readonly string[];
  readonly schema: Schema;
}

export function editorSchemas(content: Content): readonly EditorSchema[] {
  const site = idsOfSite(content);
  const withSteps: Schema = {
    ...workflow,
    properties: { ...(workflow.properties as Record<string, Schema>), steps: stepList },
  };
  return [
    { name: "site.json", files: ["parley.yaml"], schema: forEditors(files.site, site) },
    { name: "brand.json", files: ["brands/*/brand.yaml"], schema: forEditors(files.brand, site) },
    { name: "schedule.json", files: ["brands/*/schedules/*.yaml"], schema: forEditors(files.schedule, site) },
    { name: "connection.json", files: ["brands/*/connections/*.yaml"], schema: forEditors(files.connection, site) },
    { name: "channel.json", files: ["channels/*.yaml"], schema: forEditors(files.channel, site) },
    ...[...content.brands.values()].flatMap((brand): readonly EditorSchema[] => {
      const ids = idsOfBrand(content, brand);
      const folder = `brands/${brand.id}`;
      return [
        { name: `group.${brand.id}.json`, files: [`${folder}/groups/*.yaml`], schema: forEditors(files.group, ids) },
        {
          name: `brand-workflow.${brand.id}.json`,
          files: [`${folder}/workflows/*.yaml`],
          schema: forEditors(withSteps, ids),
        },
      ];
    }),
    ...[...content.assistants.values()].flatMap((assistant): readonly EditorSchema[] => {
      const ids = idsOfAssistant(content, assistant);
      const { id } = assistant;
      const folder = `assistants/${id}`;
      return [
        {
          name: `assistant.${id}.json`,
          files: [`${folder}/assistant.yaml`],
          schema: forEditors(files.assistant, { ...ids, brand: site.brand ?? [] }),
        },
        { name: `workflow.${id}.json`, files: [`${folder}/workflows/*.yaml`], schema: forEditors(withSteps, ids) },
        { name: `test.${id}.json`, files: [`${folder}/tests/*.test.yaml`], schema: forEditors(testFile, ids) },
        {
          name: `locale.${id}.json`,
          files: [`${folder}/locales/*.yaml`],
          schema: forEditors(localeOf(content, id), {}),
        },
      ];
    }),
  ];
}

/** `locales/` name the assistant's workflows, and the places of their texts. */
function localeOf(content: Content, id: string): Schema {
  const assistant = content.assistants.get(id);
  const places = assistant ? textPlacesOf(assistant) : {};
  const isPhrases = (name: string): boolean => name === "start.phrases";
  return {
    type: "object",
    description: "The texts of workflows in one language.",
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.entries(places).map(([workflowId, names]) => [
        workflowId,
        {
          type: "object",
          additionalProperties: false,
          properties: Object.fromEntries(names.map((name) => [name, isPhrases(name) ? (phrases.then ?? {}) : string])),
        },
      ]),
    ),
  };
}

/** What VS Code's settings have to say of them, below `yaml.schemas`: the patterns of each schema's path. */
export function editorSettings(
  schemas: readonly EditorSchema[],
  folder: string,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(schemas.map(({ name, files: patterns }) => [`./${folder}/${name}`, patterns]));
}
