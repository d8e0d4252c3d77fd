/**
 * Everything in three whole sites is renamed, one by one: nothing new is found afterwards, and renaming back gives the
 * same bytes.
 */

import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { examine } from "#cli/examine.ts";
import type { Content } from "#content/content.ts";
import type { FileTree } from "#content/files.ts";
import { stepsOf } from "#content/graph.ts";
import { readContent } from "#content/read.ts";
import { applyEdits } from "#content/rename/edit.ts";
import { type Renamed, rename } from "#content/rename/rename.ts";
import type { Step, Workflow } from "#content/workflow.ts";
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

function renamed(files: FileTree, [kind, place]: Case, to: string): FileTree {
  const { content } = readContent(files);
  const sources = new Map([...files.values()].map((file) => [file.path, file.text]));
  const result = rename(content, sources, kind, place, to);
  if ("refused" in result) throw new Error(result.refused);
  const moved = new Map(
    [...files.values()].map((file) => {
      const text = applyEdits(
        file.text,
        result.edits.filter((edit) => edit.file === file.path),
      );
      const move = result.moves.find(({ from }) => file.path === from || file.path.startsWith(`${from}/`));
      const path = move ? move.to + file.path.slice(move.from.length) : file.path;
      return [path, { ...file, path, text }];
    }),
  );
  return new Map([...moved].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function found(files: FileTree): Promise<readonly string[]> {
  const { findings } = await examine(files, { today });
  return findings.map(({ check }) => check).sort();
}

describe.each(["", "test/sites/small", "test/sites/everything"])("the site in ./%s", async (folder) => {
  const read = await readFiles(`${root}${folder}`);
  const files = new Map([...read].sort(([a], [b]) => (a < b ? -1 : 1)));
  const before = await found(files);
  const { content } = readContent(files);

  test.each(casesOf(content))("%s %s", async (kind, place) => {
    const old = place.split("/").at(-1) ?? "";
    const to =
      kind === "variable" || kind === "step" || kind === "option" ? "renamed_for_a_test" : "renamed-for-a-test";
    const there = renamed(files, [kind, place], to);
    expect(await found(there)).toEqual(before);
    const back = renamed(there, [kind, [...place.split("/").slice(0, -1), to].join("/")], old);
    expect(back).toEqual(files);
  });
});
