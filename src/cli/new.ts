/** `parley new`: an assistant, a workflow, a channel or a brand, ready to be made one's own. Asks nothing. */

import { parseArgs } from "node:util";
import { createFiles } from "#cli/create-files.ts";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { siteOption } from "#cli/options.ts";
import { refreshSchemas } from "#cli/schema.ts";
import { type ReadSite, readSite } from "#cli/site.ts";
import type { ChannelType } from "#content/channel.ts";
import type { BrandItem } from "#content/content.ts";
import { fileId, language } from "#content/schemas/common.ts";
import { channelTypes } from "#content/schemas/files.ts";
import { assistantFiles } from "#content/templates/assistant.ts";
import { brandFiles } from "#content/templates/brand.ts";
import { channelFiles } from "#content/templates/channel.ts";
import { titleOf } from "#content/templates/words.ts";
import { workflowFiles } from "#content/templates/workflow.ts";
import type { Language } from "#content/text.ts";

const options = {
  ...siteOption,
  name: { type: "string" },
  brand: { type: "string" },
  languages: { type: "string" },
  type: { type: "string" },
  assistant: { type: "string" },
  timezone: { type: "string" },
} as const;

type Values = { readonly [option in keyof typeof options]?: string };

/** What is new, and what to say of it. */
interface Made {
  readonly files: ReadonlyMap<string, string>;
  readonly next: string;
}

const makers: Readonly<
  Record<string, { takes: readonly (keyof Values)[]; make: (site: ReadSite, id: string, v: Values) => Made }>
> = {
  assistant: { takes: ["name", "brand", "languages"], make: newAssistant },
  workflow: { takes: ["name", "brand"], make: newWorkflow },
  channel: { takes: ["name", "brand", "type", "assistant"], make: newChannel },
  brand: { takes: ["name", "languages", "timezone"], make: newBrand },
};

export const command: Command = {
  usage: `parley new assistant ID [--name NAME] [--brand BRAND] [--languages fr,en]
       parley new workflow ASSISTANT/ID [--name TITLE]
       parley new workflow ID --brand BRAND [--name TITLE]
       parley new channel ID [--name NAME] [--brand BRAND] [--type TYPE] [--assistant ASSISTANT]
       parley new brand ID [--name NAME] [--languages fr,en] [--timezone ZONE]`,
  async run(args) {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [kind = "", id = ""] = positionals;
    const maker = Object.hasOwn(makers, kind) ? makers[kind] : undefined;
    if (!maker) {
      const what = kind === "" ? "it is not said what to make" : `"${kind}" is nothing to make`;
      throw new Failure(what, `write parley new ${Object.keys(makers).join("|")} ID`);
    }
    const idle = Object.keys(values).find(
      (option) => option !== "site" && !maker.takes.includes(option as keyof Values),
    );
    if (idle !== undefined) throw new Failure(`a ${kind} takes no --${idle}`, "parley new --help lists the options");
    const site = await readSite(findSite(values.site), "left-out");
    const { files, next } = maker.make(site, id, values);
    createFiles(site.folder, files);
    await refreshSchemas(site.folder);
    process.stdout.write(`${[...files.keys()].map((path) => `+ ${path}`).join("\n")}\n\n${next}\n`);
    return 0;
  },
};

function newAssistant(site: ReadSite, id: string, values: Values): Made {
  fresh("assistant", id, site.content.assistants);
  const brand = brandOf(site, values.brand);
  const languages = languagesOf(values.languages) ?? brand.value?.languages ?? ["en"];
  const first = [...brand.groups.keys()].sort()[0];
  const group = first === undefined ? null : { id: first, schedule: brand.groups.get(first)?.value?.schedule ?? null };
  const people = brand.workflows.get("to-people")?.value;
  return {
    files: assistantFiles({
      id,
      name: values.name ?? titleOf(id),
      brand: brand.id,
      languages,
      group,
      shared: new Set(brand.workflows.keys()),
      sharesPeople: !!people && people.status !== "draft" && Object.keys(people.inputs ?? {}).length === 0,
    }),
    next: `A draft: no channel names it yet. parley connect ${id} CHANNEL lets it answer there.`,
  };
}

function newWorkflow(site: ReadSite, place: string, values: Values): Made {
  const [owner = "", id = ""] = values.brand === undefined ? place.split("/") : ["", place];
  const assistant = site.content.assistants.get(owner);
  if (values.brand === undefined && !assistant) {
    throw new Failure(
      owner === "" || id === "" ? `"${place}" does not say whose workflow` : `there is no assistant "${owner}"`,
      `write ASSISTANT/ID with one of ${listed(site.content.assistants.keys())}, or ID --brand BRAND`,
    );
  }
  const brand = values.brand === undefined ? null : brandOf(site, values.brand);
  const holder = brand ?? assistant;
  const languages = holder?.value?.languages ?? ["en"];
  // An assistant has its brand's workflows as well, under the same ids.
  const beside = brand
    ? [...site.content.assistants.values()].filter(({ value }) => value?.brand === brand.id)
    : [site.content.brands.get(assistant?.value?.brand ?? "")];
  for (const each of [holder, ...beside]) fresh("workflow", id, each?.workflows ?? new Map());
  const folder = brand ? `brands/${brand.id}` : `assistants/${owner}`;
  return {
    files: workflowFiles({ id, folder, title: values.name ?? titleOf(id), languages }),
    next: `A draft: take "status: draft" away when it is ready.`,
  };
}

function newChannel(site: ReadSite, id: string, values: Values): Made {
  fresh("channel", id, site.content.channels);
  const { assistants } = site.content;
  const assistant = values.assistant ?? null;
  const known = assistant === null ? undefined : assistants.get(assistant);
  if (assistant !== null && !known) {
    throw new Failure(`there is no assistant "${assistant}"`, `the assistants are ${listed(assistants.keys())}`);
  }
  const type = values.type ?? "web";
  if (!channelTypes.includes(type)) {
    throw new Failure(`"${type}" is no type of channel`, `the types are ${channelTypes.join(", ")}`);
  }
  const brand = brandOf(site, values.brand ?? known?.value?.brand);
  return {
    files: channelFiles({
      id,
      type: type as ChannelType,
      name: values.name ?? titleOf(id),
      brand: brand.id,
      languages: brand.value?.languages ?? ["en"],
      assistant,
      group: [...brand.groups.keys()].sort()[0] ?? null,
    }),
    next:
      assistant === null
        ? `Its default response answers. parley connect ASSISTANT ${id} lets an assistant answer there.`
        : `"${assistant}" answers there from the next publish on.`,
  };
}

function newBrand(site: ReadSite, id: string, values: Values): Made {
  fresh("brand", id, site.content.brands);
  const silent = [...site.content.assistants.values()].find(
    ({ root }) => root?.kind === "map" && !root.entries.some(({ key }) => key.value === "brand"),
  );
  if (silent) {
    throw new Failure(
      `the assistant "${silent.id}" does not say its brand, which goes without saying only while the site has one`,
      `add "brand: ${silent.value?.brand ?? "…"}" to ${silent.file} first`,
    );
  }
  const timezone = values.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    files: brandFiles({
      id,
      name: values.name ?? titleOf(id),
      languages: languagesOf(values.languages) ?? ["en"],
      timezone,
    }),
    next: `Its people's hours are in ${timezone}: see schedules/support.yaml. parley new assistant and parley new channel come next.`,
  };
}

/** An id that can be one, and is not taken. */
function fresh(kind: string, id: string, taken: ReadonlyMap<string, unknown>): void {
  if (!new RegExp(String(fileId.pattern)).test(id) || id.length > 100) {
    throw new Failure(
      id === "" ? `the new ${kind} has no id` : `"${id}" is no id`,
      "an id has small letters a-z, digits and - only, such as order-status",
    );
  }
  if (taken.has(id)) throw new Failure(`the site has the ${kind} "${id}" already`, "choose another id");
}

function brandOf(site: ReadSite, wanted: string | undefined): BrandItem {
  const { brands } = site.content;
  const brand = wanted === undefined ? (brands.size === 1 ? [...brands.values()][0] : undefined) : brands.get(wanted);
  if (brand) return brand;
  if (brands.size === 0) throw new Failure("the site has no brand yet", "parley new brand ID makes one");
  throw new Failure(
    wanted === undefined ? "the site has several brands" : `there is no brand "${wanted}"`,
    `write --brand with one of ${listed(brands.keys())}`,
  );
}

function languagesOf(written: string | undefined): readonly Language[] | undefined {
  const languages = written?.split(",").map((each) => each.trim());
  const wrong = languages?.find((each) => !new RegExp(String(language.pattern)).test(each));
  if (wrong !== undefined) throw new Failure(`"${wrong}" is no language`, "write --languages fr,en");
  return languages;
}

function listed(ids: Iterable<string>): string {
  return [...ids].sort().join(", ") || "none";
}
