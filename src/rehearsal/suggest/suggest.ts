/** `parley test --suggest`: a talk for each exit that no test leaves by, along its shortest path. */

import type { Content } from "#content/content.ts";
import type { Coverage, WorkflowCoverage } from "#rehearsal/coverage.ts";
import { type Cast, castOf } from "#rehearsal/programs.ts";
import { rehearse } from "#rehearsal/rehearse.ts";
import type { TestResult } from "#rehearsal/rehearse-site.ts";
import { type Found, type Played, search } from "#rehearsal/suggest/search.ts";
import type { Given, Test, TestFile } from "#rehearsal/test-file.ts";
import { writeTestFile } from "#rehearsal/write-test.ts";

export interface Suggestion {
  readonly assistant: string;
  readonly workflow: string;
  /** `step (exit)`, of each talk in the file. */
  readonly exits: readonly string[];
  /** Exits that no talk was found to. */
  readonly without: readonly string[];
  /** The test file's text, once it is known where it goes; null: there is no talk. */
  write(path: string): string | null;
}

export function suggest(content: Content, coverage: Coverage, results: readonly TestResult[]): readonly Suggestion[] {
  const casts = [...content.assistants.values()].flatMap((item) => castOf(content, item) ?? []);
  return coverage.workflows.flatMap((each) => {
    const missing = each.steps.flatMap(({ step, exits }) =>
      exits.filter(({ taken }) => taken === 0).map(({ exit }) => ({ step, exit })),
    );
    const cast = casts.find(({ item, brand }) =>
      each.assistant === null ? brand.workflows.get(each.workflow)?.file === each.file : item.id === each.assistant,
    );
    return cast && missing.length > 0 ? suggestionFor(cast, each, missing, heardIn(results, cast)) : [];
  });
}

interface Missing {
  readonly step: string;
  readonly exit: string;
}

/** What customers write in this assistant's tests. */
function heardIn(results: readonly TestResult[], cast: Cast): readonly string[] {
  const texts = new Set<string>();
  for (const { test, cast: other } of results) {
    if (other.item.id !== cast.item.id) continue;
    for (const item of test.talk) {
      if (typeof item === "object" && "user" in item && typeof item.user !== "object") texts.add(String(item.user));
    }
  }
  return [...texts];
}

/** A Monday morning with people and without, a Sunday night, and a customer who is known. */
function worldsOf(cast: Cast): readonly Given[] {
  const agents = Object.fromEntries([...cast.brand.groups.keys()].map((group) => [group, 1]));
  const now = "2026-03-02T10:00:00Z";
  return [
    { now },
    { now, agents },
    { now: "2026-03-01T02:00:00Z" },
    { now, user: { name: "Ann", email: "ann@example.com", verified: true } },
  ];
}

interface Talk {
  readonly test: Test;
  readonly notes: readonly string[];
}

function suggestionFor(
  cast: Cast,
  { workflow }: WorkflowCoverage,
  missing: readonly Missing[],
  heard: readonly string[],
): Suggestion {
  const wanted = new Set(missing.map(({ step, exit }) => `${step} ${exit}`));
  const found = search(cast, workflow, wanted, worldsOf(cast), heard);
  const talks: Talk[] = [];
  const exits: string[] = [];
  const without: string[] = [];
  const taken = new Set<string>();
  for (const { step, exit } of missing) {
    const name = `${step} (${exit})`;
    const played = found.exits.get(`${step} ${exit}`);
    if (taken.has(`${step} ${exit}`)) continue;
    const talk = played ? whole(cast, workflow, name, played) : part(found, name, step);
    if (!talk) {
      without.push(name);
      continue;
    }
    talks.push(talk);
    exits.push(name);
    if (!played) continue;
    for (const passage of played.stage.passages) {
      if (passage.kind === "left" && passage.workflow === workflow) taken.add(`${passage.step} ${passage.exit}`);
    }
  }
  return {
    assistant: cast.item.id,
    workflow,
    exits,
    without,
    write(path) {
      if (talks.length === 0) return null;
      const file: TestFile = { workflow, tests: talks.map(({ test }) => test) };
      return writeTestFile(
        path,
        file,
        talks.map(({ notes }) => notes),
      );
    },
  };
}

/** A talk that leaves by the exit. What customers say was tried in one language: where another differs, that is said. */
function whole(cast: Cast, workflow: string, name: string, { recording, given }: Played): Talk {
  const end = recording.end();
  const calls = recording.calls();
  const test: Test = {
    name,
    given: { ...given, ...(Object.keys(calls).length > 0 && { calls }) },
    talk: recording.items(),
    ...(end !== undefined && { expect: { end } }),
  };
  const file: TestFile = { workflow, tests: [test] };
  const locales = cast.languages.filter(
    (language) => rehearse(cast, file, 0, language, () => undefined).failures.length === 0,
  );
  if (locales.length === cast.languages.length || locales.length === 0) return { test, notes: [] };
  return {
    test: { ...test, locales },
    notes: [`Goes otherwise in ${cast.languages.filter((language) => !locales.includes(language)).join(", ")}.`],
  };
}

/** A talk to the step, where nobody but the author knows how to leave it so. */
function part(found: Found, name: string, step: string): Talk | null {
  const played = found.steps.get(step);
  if (!played) return null;
  const calls = played.recording.calls();
  return {
    test: {
      name,
      given: { ...played.given, ...(Object.keys(calls).length > 0 && { calls }) },
      talk: [...upTo(played, step), "..."],
    },
    notes: [`How to leave "${step}" so is for you to say: this talk only comes near it.`],
  };
}

/** The talk as far as the step's own words. */
function upTo({ recording }: Played, step: string): Test["talk"] {
  const items = recording.items();
  const at = items.findIndex((item) => typeof item === "object" && "bot" in item && item.bot === step);
  return at < 0 ? items : items.slice(0, at + 1);
}
