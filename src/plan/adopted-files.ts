/** What is live, written into a site's files: the changes that make the files say it, or why they cannot. */

import { sharedWorkflows } from "#content/adopt/shared-workflows.ts";
import { type FileChange, writeBack } from "#content/adopt/write-back.ts";
import { type CheckedContent, type Content, checked } from "#content/content.ts";
import type { FileTree } from "#content/files.ts";
import { readContent } from "#content/read.ts";
import { type AdoptedSide, type Adoption, adoptionOf, pathsOf, thingsOf } from "#plan/adoption.ts";
import { type Desired, desiredOf } from "#plan/bodies.ts";
import type { DriftField } from "#plan/drift.ts";
import { fieldsBetween } from "#plan/drift-fields.ts";
import type { Live, Release } from "#plan/live.ts";
import { restoreFields } from "#plan/restore-fields.ts";

export interface AdoptedFiles {
  readonly changes: readonly FileChange[];
  /** In plain words; none of the changes is of use where there is one. */
  readonly refused: readonly string[];
  /** What the files should give afterwards, by `thing/id`. */
  readonly expected: Adoption["expected"];
}

export interface Releases {
  readonly environment: string;
  /** The release that Git stands behind. */
  readonly base: Release;
  readonly live: Release;
  /** What both name. */
  readonly bodies: Live["bodies"];
  /** What differs and may: it is left as the files have it. */
  readonly accepted: readonly DriftField[];
}

/** The changes to the files at hand, which were read as `content`. */
export function adoptedFiles(files: FileTree, content: CheckedContent, releases: Releases): AdoptedFiles {
  const { environment, base, live, bodies, accepted } = releases;
  const desired = desiredOf(content, environment, { release: base, bodies, holds: [] });
  const [before, after] = [base, live].map((release): AdoptedSide => ({ content: release.content, bodies })) as [
    AdoptedSide,
    AdoptedSide,
  ];
  const adoption = adoptionOf(before, after, desired, accepted);
  const written = writeBack(files, content, {
    environment,
    shared: new Set(),
    ...withoutDrafts(adoption, content),
  });
  return {
    changes: written.changes,
    refused: [...adoption.refused, ...written.refused],
    expected: adoption.expected,
  };
}

/** What is a draft in the files leaves live what is live: nothing is to be written. */
function withoutDrafts(adoption: Adoption, content: CheckedContent): Adoption {
  const isDraft = (id: string | undefined) => content.assistants.get(id ?? "")?.value?.status === "draft";
  return {
    ...adoption,
    assistants: adoption.assistants.filter(({ id }) => !isDraft(id)),
    channels: adoption.channels.map((channel) =>
      isDraft(content.channels.get(channel.body.id)?.value?.assistant) ? { ...channel, answers: undefined } : channel,
    ),
  };
}

/** The files of a site that says what is live, and nothing else: but for `parley.yaml`, which no platform knows. */
export function importedFiles(environment: string, { content, bodies }: AdoptedSide): AdoptedFiles {
  const things = thingsOf({ content, bodies });
  const adoption = adoptionOf({ content: {}, bodies }, { content, bodies }, nothingDesired);
  const empty = readContent(new Map()).content;
  const shared = sharedWorkflows(adoption.brands, adoption.assistants);
  const written = writeBack(new Map(), empty, { environment, shared, ...adoption });
  return {
    changes: written.changes,
    refused: [...adoption.refused, ...written.refused],
    expected: new Map([...things].map(([name, { value }]) => [name, value])),
  };
}

const nothingDesired: Desired = { release: {}, bodies: new Map(), assets: new Map(), keptBack: [] };

/**
 * In what a publish of the files would give something else than was expected; empty: in nothing. What is `accepted` is
 * the files' own matter: a draft there has what is live.
 */
export function missed(
  files: FileTree,
  environment: string,
  live: Live,
  expected: AdoptedFiles["expected"],
  accepted: readonly DriftField[] = [],
): readonly string[] {
  const { content, findings } = readContent(files);
  const error = findings.find(({ severity }) => severity === "error");
  if (error) return [`${error.at.file} could not be read afterwards: ${error.message}`];
  const whole = checked(content, findings);
  if (!whole || !hasItsBrands(whole)) return ["a brand would be missing"];
  const desired = desiredOf(whole, environment, live);
  const now = thingsOf({ content: desired.release, bodies: desired.bodies });
  return [...new Set([...expected.keys(), ...now.keys()])].sort().flatMap((name) => {
    const then = expected.get(name);
    const [first] = fieldsBetween(restoreFields(now.get(name)?.value, then, pathsOf(accepted, name, [])), then);
    if (!first) return [];
    return [`${name.replace(/\/(.*)$/, ' "$1"')} would still differ: ${first.path.join(".") || "all of it"}`];
  });
}

/** What `desiredOf` relies on. */
function hasItsBrands({ brands, assistants, channels }: Content): boolean {
  const named = [...assistants.values(), ...channels.values()].map(({ value }) => value?.brand);
  return named.every((brand) => brand !== undefined && brands.get(brand)?.value);
}
