/** What a test names of the site: its workflow, languages, channel, groups and connections. */

import type { AssistantItem, Content, Item } from "#content/content.ts";
import { nearest } from "#content/nearest.ts";
import type { Path } from "#content/node.ts";
import { placeOf, placeOfKey } from "#content/place.ts";
import type { Finding } from "#findings/finding.ts";
import type { Cast } from "#rehearsal/programs.ts";
import type { Expectation, Given, TestFile } from "#rehearsal/test-file.ts";

/** The assistant that a test file runs: the one it names, else the one in whose folder it lies. */
export function assistantOf(content: Content, folder: AssistantItem, value: TestFile): AssistantItem | undefined {
  return value.assistant === undefined ? folder : content.assistants.get(value.assistant);
}

interface Looking {
  readonly item: Item<unknown>;
  readonly found: Finding[];
}

/** Names that lead nowhere. `cast` is null where the assistant cannot be run: then only its own name is looked at. */
export function unknownReferences(
  content: Content,
  item: Item<unknown>,
  value: TestFile,
  cast: Cast | null,
): readonly Finding[] {
  const looking: Looking = { item, found: [] };
  if (value.assistant !== undefined) {
    look(looking, value.assistant, content.assistants.keys(), "assistant", "of this site", ["assistant"]);
  }
  if (!cast) return looking.found;
  const { item: assistant, brand } = cast;
  if (value.workflow !== undefined) {
    // A workflow whose file is broken exists all the same.
    const workflows = [...assistant.workflows.keys(), ...brand.workflows.keys()];
    look(looking, value.workflow, workflows, "workflow", `of the assistant "${assistant.id}"`, ["workflow"]);
  }
  const languages = [...cast.languages, ...cast.preparing];
  const inGiven = (given: Given | undefined, path: Path): void => {
    for (const group of Object.keys(given?.agents ?? {})) {
      look(
        looking,
        group,
        brand.groups.keys(),
        "group",
        `of the brand "${brand.id}"`,
        [...path, "agents", group],
        true,
      );
    }
    for (const name of Object.keys(given?.calls ?? {})) connection(name, [...path, "calls", name]);
  };
  const connection = (name: string, path: Path): void =>
    look(looking, name, brand.connections.keys(), "connection", `of the brand "${brand.id}"`, path, true);
  const inExpectation = (expect: Expectation | undefined, path: Path): void => {
    if (expect?.handoff !== undefined) {
      const where = `of the brand "${brand.id}"`;
      look(looking, expect.handoff, brand.groups.keys(), "group", where, [...path, "handoff"]);
    }
    for (const name of Object.keys(expect?.calls ?? {})) connection(name, [...path, "calls", name]);
  };
  const inLocales = (locales: readonly string[] | undefined, path: Path): void => {
    for (const [index, language] of (locales ?? []).entries()) {
      const where = `of the assistant "${assistant.id}"`;
      look(looking, language, languages, "language", where, [...path, index]);
    }
  };
  inLocales(value.locales, ["locales"]);
  inGiven(value.given, ["given"]);
  for (const [index, test] of value.tests.entries()) {
    const path: Path = ["tests", index];
    inLocales(test.locales, [...path, "locales"]);
    inGiven(test.given, [...path, "given"]);
    inExpectation(test.expect, [...path, "expect"]);
    if (test.channel !== undefined) {
      look(looking, test.channel, content.channels.keys(), "channel", "of this site", [...path, "channel"]);
    }
  }
  return looking.found;
}

function look(
  { item, found }: Looking,
  name: string,
  names: Iterable<string>,
  what: string,
  where: string,
  path: Path,
  isKey = false,
): void {
  const known = [...names];
  if (known.includes(name)) return;
  const guess = nearest(name, known);
  found.push({
    check: "unknown-reference",
    severity: "error",
    message: `there is no ${what} "${name}" ${where}`,
    at: isKey ? placeOfKey(item.file, item.root, path) : placeOf(item.file, item.root, path),
    why: "the test cannot run",
    help: guess === undefined ? `the ${what}s are ${known.join(", ") || "none"}` : `did you mean "${guess}"?`,
  });
}
