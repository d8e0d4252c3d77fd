/**
 * Whatever was changed in a site, published and rolled back: adopted into the files, it leaves nothing to publish, and
 * the comments of all that stayed are there still.
 */

import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isMap, isNode, isScalar, parseDocument, visit, type YAMLSeq } from "yaml";
import { check } from "#checks/index.ts";
import { changedTree } from "#cli/site-changes.ts";
import { nameOf } from "#content/adopt/match.ts";
import { type Body, type Digest, digestOf } from "#content/body.ts";
import type { CheckedContent } from "#content/content.ts";
import type { FileTree, SourceFile } from "#content/files.ts";
import { formatFile, readLayout } from "#content/format/format.ts";
import type { CollectionLayout } from "#content/format/layout-tree.ts";
import { jsonOf } from "#content/place.ts";
import { readContent } from "#content/read.ts";
import { parseYaml } from "#content/yaml/parse.ts";
import { channelLimits } from "#drivers/limits.ts";
import { adoptedFiles, missed } from "#plan/adopted-files.ts";
import { desiredOf } from "#plan/bodies.ts";
import { nothingLive, type Release } from "#plan/live.ts";
import { planChanges } from "#plan/plan-changes.ts";
import { readFiles } from "#source/working-tree.ts";

const environment = "local";
const root = fileURLToPath(new URL("../", import.meta.url));
const sites = {
  "the site that uses every key": commented(await readFiles(`${root}test/sites/everything`)),
  "this repository's own site": commented(await readFiles(root)),
};

/** A comment behind every second line that can have one, and before every third: each with words of its own. */
function commented(files: FileTree): FileTree {
  let count = 0;
  return changedTexts(files, ({ path, text }) => {
    if (!isEditable(path)) return text;
    let result = text;
    const value = valueIn(path, text);
    for (let line = text.split("\n").length - 1; line >= 0; line -= 1) {
      const lines = result.split("\n");
      const indent = /^ */.exec(lines[line] ?? "")?.[0] ?? "";
      const comment = `# comment ${count}.`;
      count += 1;
      if (count % 3 === 0) lines.splice(line, 0, `${indent}${comment}`);
      else if (count % 2 === 0) lines[line] = `${lines[line]} ${comment}`;
      const tried = lines.join("\n");
      if (JSON.stringify(valueIn(path, tried)) === JSON.stringify(value)) result = tried;
    }
    return result;
  });
}

function changedTexts(files: FileTree, change: (file: SourceFile) => string): FileTree {
  return new Map([...files].map(([path, file]) => [path, file.bytes ? file : { ...file, text: change(file) }]));
}

function isEditable(path: string): boolean {
  return (
    path.endsWith(".yaml") && path !== "parley.yaml" && !path.includes("/tests/") && !path.includes("/.made-from/")
  );
}

function valueIn(path: string, text: string): unknown {
  const { root: node, findings } = parseYaml(path, text);
  return findings.length === 0 && node ? jsonOf(node) : undefined;
}

/** One change: which file, what, and where, as shares of what there is. */
interface Edit {
  readonly file: number;
  readonly kind:
    | "word"
    | "delete-key"
    | "delete-item"
    | "move-item"
    | "copy-item"
    | "delete-file"
    | "copy-file"
    | "prose";
  readonly place: number;
}

const edits = fc.array(
  fc.record<Edit>({
    file: fc.nat(),
    kind: fc.constantFrom(
      "word",
      "delete-key",
      "delete-item",
      "move-item",
      "copy-item",
      "delete-file",
      "copy-file",
      "prose",
    ),
    place: fc.nat(),
  }),
  { minLength: 1, maxLength: 6 },
);

function pick<T>(items: readonly T[], number: number): T | undefined {
  return items[number % Math.max(items.length, 1)];
}

/** The site after the change; as it was, where the change would make it one that cannot be read. */
function edited(files: FileTree, edit: Edit): FileTree {
  const after = tried(files, edit);
  const { content, findings } = readContent(after);
  const isWhole = findings.every(({ severity }) => severity !== "error");
  const named = [...content.assistants.values(), ...content.channels.values()].map(({ value }) => value?.brand);
  return isWhole && content.channels.size > 0 && named.every((brand) => content.brands.get(brand ?? "")?.value)
    ? after
    : files;
}

function tried(files: FileTree, { file, kind, place }: Edit): FileTree {
  const after = new Map(files);
  const paths = [...files.keys()].filter(isEditable);
  if (kind === "prose") {
    const path = pick(
      [...files.keys()].filter((each) => /\/(?:articles|assets)\//.test(each)),
      file,
    );
    const known = files.get(path ?? "");
    if (!known) return files;
    const changed = known.bytes
      ? { bytes: new TextEncoder().encode(`changed ${place}`) }
      : { text: `${known.text}\n\nMore ${place}.\n` };
    after.set(known.path, { ...known, ...changed });
    return after;
  }
  if (kind === "delete-file") {
    after.delete(
      pick(
        [...files.keys()].filter((path) => path !== "parley.yaml"),
        file,
      ) ?? "",
    );
    return after;
  }
  const path = pick(paths, file) ?? "";
  const text = files.get(path)?.text ?? "";
  if (kind === "copy-file") {
    const name = `copy-${place % 3}`;
    const to = path.replace(/[^/]+\.yaml$/, `${name}.yaml`);
    if (/\/locales\/|\/(?:brand|assistant)\.yaml$/.test(path) || files.has(to)) return files;
    after.set(to, { path: to, text: text.replace(/^([a-z]+): [a-z0-9-]+/m, `$1: ${name}`) });
    return after;
  }
  after.set(path, { path, text: changedDocument(text, kind, place) });
  return after;
}

function changedDocument(text: string, kind: Edit["kind"], place: number): string {
  const document = parseDocument(text);
  const places: (() => void)[] = [];
  visit(document, {
    Pair(_key, pair, ancestors) {
      const holder = ancestors.at(-1);
      const { key, value } = pair;
      if (kind === "delete-key" && isMap(holder)) places.push(() => holder.delete(key));
      if (kind === "word" && isScalar(value) && typeof value.value === "string") {
        places.push(() => {
          value.value = `${value.value} ${["changed", "said\nin lines", '"quoted" # so', "{{ user.name }}"][place % 4]}`;
        });
      }
    },
    Seq(_key, list: YAMLSeq) {
      if (kind === "delete-item") places.push(() => list.items.splice(place % Math.max(list.items.length, 1), 1));
      if (kind === "move-item")
        places.push(() => list.items.unshift(...list.items.splice(place % Math.max(list.items.length, 1), 1)));
      if (kind !== "copy-item") return;
      places.push(() => {
        const item = pick(list.items, place);
        if (!isMap(item) || !item.has("id")) return;
        const copy = item.clone();
        if (isNode(copy) && isMap(copy)) copy.set("id", `${item.get("id")}_copy`);
        list.items.push(copy);
      });
    },
  });
  pick(places, place)?.();
  return document.toString({ lineWidth: 0 });
}

/** A release of what the files say. */
function released(files: FileTree, number: number): { release: Release; bodies: ReadonlyMap<Digest, Body> } {
  const content = readContent(files).content as CheckedContent;
  const { release, bodies } = desiredOf(content, environment, nothingLive);
  return {
    bodies,
    release: {
      number,
      digest: digestOf(release),
      content: release,
      commit: null,
      author: null,
      effect: "",
      publishedAt: "",
      kind: "publish",
      approvers: [],
      summary: [],
    },
  };
}

/** What `validate` would stop at, tests left out. */
function errorsOf(files: FileTree): readonly string[] {
  const { content, findings } = readContent(files);
  const sources = new Map([...files.values()].map(({ path, text }) => [path, text]));
  return [...findings, ...check(content, { today: "2026-03-02", limits: channelLimits, sources })]
    .filter(({ severity }) => severity === "error")
    .map(({ check: name, message, at }) => `${at.file}: ${name}: ${message}`);
}

/** Every comment of a file, with the path of the entry that it belongs to, as keys and names. */
function comments(path: string, text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const known = readLayout(path, text);
  if (!known) return found;
  const say = (lines: readonly (string | null)[], place: readonly string[]): void => {
    for (const line of lines)
      for (const [comment] of line?.matchAll(/# comment \d+\./g) ?? []) found.set(comment, place.join("/"));
  };
  const walk = (layout: CollectionLayout, value: unknown, place: readonly string[]): void => {
    say(layout.last, place);
    const steps = stepsInto(value);
    for (const [index, entry] of layout.entries.entries()) {
      const [name, inner] = steps[index] ?? ["", undefined];
      const here = [...place, name];
      say([...entry.before, entry.head, entry.after], here);
      if (entry.value.kind === "map" || entry.value.kind === "list") walk(entry.value, inner, here);
    }
  };
  walk(known.tree, jsonOf(known.root), []);
  return found;
}

function stepsInto(value: unknown): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.map((item) => [nameOf(item) ?? JSON.stringify(item), item]);
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function places(value: unknown, place: readonly string[] = []): readonly string[] {
  return [place.join("/"), ...stepsInto(value).flatMap(([name, inner]) => places(inner, [...place, name]))];
}

/** What was published last, what is live, and the files at hand. Answers whether the files could take it. */
function adoptAndCompare(published: FileTree, live: FileTree, files: FileTree): boolean {
  const base = released(published, 1);
  const now = released(live, 2);
  const bodies = new Map([...base.bodies, ...now.bodies]);
  const content = readContent(files).content as CheckedContent;
  const { changes, refused, expected } = adoptedFiles(files, content, {
    environment,
    base: base.release,
    live: now.release,
    bodies,
    accepted: [],
  });
  if (refused.length > 0) {
    expect(files === published ? refused : []).toEqual([]);
    return false;
  }
  const assets = new Map([...live].flatMap(([path, { bytes }]) => (bytes ? [[path, bytes]] : [])));
  const after = changedTree(files, changes, assets);
  const side = { release: now.release, bodies, holds: [] };
  expect(missed(after, environment, side, expected)).toEqual([]);
  const { content: adopted } = readContent(after);
  const plan = planChanges(adopted as CheckedContent, side, { environment, commit: null });
  if (files === published) expect(plan.changes).toEqual([]);
  if (files === published && errorsOf(published).length + errorsOf(live).length === 0) {
    expect(errorsOf(after)).toEqual([]);
  }
  for (const change of changes) {
    if (change.kind !== "text" || !change.path.endsWith(".yaml")) continue;
    const { path, text } = change;
    expect(formatFile(path, text)).toEqual({ kind: "formatted", text });
    const left = new Set(places(valueIn(path, text)));
    for (const [comment, place] of comments(path, files.get(path)?.text ?? "")) {
      if (left.has(place)) expect([path, place, text.includes(comment)]).toEqual([path, place, true]);
    }
  }
  return true;
}

test.each(Object.entries(sites))("%s", { timeout: 120_000 }, (_name, site) => {
  expect(readContent(site).findings.filter(({ severity }) => severity === "error")).toEqual([]);
  fc.assert(
    fc.property(edits, (list) => {
      const other = list.reduce(edited, site);
      // What was published last is rolled back, and the other way round.
      adoptAndCompare(other, site, other);
      adoptAndCompare(site, other, site);
    }),
    { numRuns: 40 },
  );
});

test("what the files at hand changed meanwhile stays, where it is something else", { timeout: 120_000 }, () => {
  const site = sites["the site that uses every key"];
  let taken = 0;
  fc.assert(
    fc.property(edits, edits, (theirs, mine) => {
      const live = theirs.reduce(edited, site);
      const files = mine.reduce(edited, site);
      if (adoptAndCompare(site, live, files)) taken += 1;
    }),
    { numRuns: 40 },
  );
  expect(taken).toBeGreaterThan(10);
});
