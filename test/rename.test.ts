/**
 * Everything in three whole sites is renamed, one by one: nothing new is found afterwards, and renaming back gives the
 * same bytes.
 */

import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Examined, examine } from "#cli/examine.ts";
import type { Content } from "#content/content.ts";
import type { FileTree, SourceFile } from "#content/files.ts";
import { stepsOf } from "#content/graph.ts";
import { applyEdits } from "#content/rename/edit.ts";
import { type Renamed, rename } from "#content/rename/rename.ts";
import type { Step, Workflow } from "#content/workflow.ts";
import { heardIn } from "#rehearsal/heard.ts";
import { readFiles } from "#source/working-tree.ts";

const today = "2026-03-02";
const root = fileURLToPath(new URL("../", import.meta.url));

/** A thing's kind and its place. */
type Case = readonly [kind: Renamed, place: string];

function casesOf(content: Content): readonly Case[] {
  const ofWorkflow = (owner: string, workflow: Workflow): readonly Case[] => {
    const place = `${owner}/${workflow.workflow}`;
    const variables = Object.keys({ ...workflow.vars, ...workflow.inputs, ...workflow.outputs });
    return [
      ["workflow", place],
      ...variables.map((name): Case => ["variable", `${place}/${name}`]),
      ...stepsOf(workflow).flatMap(({ step }): readonly Case[] => [
        ["step", `${place}/${step.id}`],
        ...optionsOf(step).map((option): Case => ["option", `${place}/${step.id}/${option}`]),
      ]),
    ];
  };
  return [
    ...[...content.brands.values()].flatMap((brand): readonly Case[] => [
      ["brand", brand.id],
      ...[...brand.groups.keys()].map((id): Case => ["group", `${brand.id}/${id}`]),
      ...[...brand.schedules.keys()].map((id): Case => ["schedule", `${brand.id}/${id}`]),
      ...[...brand.connections.keys()].map((id): Case => ["connection", `${brand.id}/${id}`]),
      ...[...brand.workflows.values()].flatMap(({ value }) => (value ? ofWorkflow(brand.id, value) : [])),
    ]),
    ...[...content.assistants.values()].flatMap((assistant): readonly Case[] => [
      ["assistant", assistant.id],
      ...[...assistant.workflows.values()].flatMap(({ value }) => (value ? ofWorkflow(assistant.id, value) : [])),
    ]),
    ...[...content.channels.keys()].map((id): Case => ["channel", id]),
  ];
}

function optionsOf(step: Step): readonly string[] {
  if (step.kind === "choose") return "each" in step.options ? [] : step.options.map(({ id }) => id);
  if (step.kind !== "carousel") return [];
  if ("each" in step.carousel) return (step.carousel.options ?? []).map(({ id }) => id);
  return step.carousel.flatMap(({ id, options }) => [id, ...(options ?? []).map((option) => `${id}/${option.id}`)]);
}

function renamed(site: Examined, files: FileTree, [kind, place]: Case, to: string): FileTree {
  const heard = heardIn(site.rehearsal?.results ?? []);
  const result = rename({ content: site.content, sources: site.sources, heard }, kind, place, to);
  if ("refused" in result) throw new Error(result.refused);
  const moved = [...files.values()].map((file) => {
    const own = result.edits.filter((edit) => edit.file === file.path);
    const move = result.moves.find(({ from }) => file.path === from || file.path.startsWith(`${from}/`));
    const path = move ? move.to + file.path.slice(move.from.length) : file.path;
    return { ...file, path, text: applyEdits(file.text, own) };
  });
  return inOrder(moved);
}

function inOrder(files: Iterable<SourceFile>): FileTree {
  return new Map([...files].sort((a, b) => (a.path < b.path ? -1 : 1)).map((file) => [file.path, file]));
}

const checksOf = ({ findings }: Examined): readonly string[] => findings.map(({ check }) => check).sort();

/** Ids that are also data: a brand's values have them as keys, paths and tags are made of them. A person must see to these. */
const data = new Set([
  "option concierge/hello/pick/living",
  "option lumi/returns/why/broken",
  "option lumi/parcel/cards/lamp",
  "option lumi/parcel/cards/lamp/take",
  "channel web",
]);

describe.each(["", "test/sites/small", "test/sites/everything"])("the site in ./%s", async (folder) => {
  const files = inOrder((await readFiles(`${root}${folder}`)).values());
  const site = await examine(files, { today });

  test.each(casesOf(site.content))("%s %s", async (kind, place) => {
    const words = place.split("/");
    const to =
      kind === "variable" || kind === "step" || kind === "option" ? "renamed_for_a_test" : "renamed-for-a-test";
    const there = renamed(site, files, [kind, place], to);
    const after = await examine(there, { today });
    if (!data.has(`${kind} ${place}`)) expect(checksOf(after)).toEqual(checksOf(site));
    expect(renamed(after, there, [kind, [...words.slice(0, -1), to].join("/")], words.at(-1) ?? "")).toEqual(files);
  });
});
