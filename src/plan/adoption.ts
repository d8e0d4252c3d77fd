/** What the files must say so that what is live stands in them: of each thing that drifted, the body they should give. */

import type { WantedChannel } from "#content/adopt/write-back.ts";
import type { AssistantBody, Body, BrandBody, ChannelBody, Digest } from "#content/body.ts";
import { sameJson } from "#content/json.ts";
import type { Desired } from "#plan/bodies.ts";
import type { DriftField } from "#plan/drift.ts";
import type { ReleaseContent } from "#plan/live.ts";
import { merge } from "#plan/merge.ts";
import { restoreFields } from "#plan/restore-fields.ts";

/** What customers meet, or would. */
export interface AdoptedSide {
  readonly content: ReleaseContent;
  readonly bodies: ReadonlyMap<Digest, Body>;
}

export interface Adoption {
  readonly brands: readonly BrandBody[];
  readonly assistants: readonly AssistantBody[];
  readonly channels: readonly WantedChannel[];
  readonly goneChannels: readonly string[];
  /** Every thing as it should be afterwards, by `thing/id`: also those that did not drift. */
  readonly expected: ReadonlyMap<string, unknown>;
  /** What files cannot say, in plain words. */
  readonly refused: readonly string[];
}

/**
 * From the release that Git stands behind, what is live, and what the files at hand would publish. What is `accepted`
 * of the difference between the first two is left as the files have it.
 */
export function adoptionOf(
  base: AdoptedSide,
  live: AdoptedSide,
  files: Desired,
  accepted: readonly DriftField[] = [],
): Adoption {
  const refused: string[] = [];
  const was = thingsOf(base);
  const is = thingsOf(live);
  const mine = thingsOf({ content: files.release, bodies: files.bodies });
  const expected = new Map<string, unknown>();
  const brands: BrandBody[] = [];
  const assistants: AssistantBody[] = [];
  const channels: WantedChannel[] = [];
  const goneChannels: string[] = [];
  for (const name of new Set([...was.keys(), ...is.keys(), ...mine.keys()])) {
    const [before, now] = [was.get(name)?.value, mine.get(name)?.value];
    const running = is.get(name)?.versions ?? [];
    const versions = running.map(({ value, channels }) =>
      restoreFields(value, before, pathsOf(accepted, name, channels)),
    );
    const [theirs = restoreFields(undefined, before, pathsOf(accepted, name, []))] = versions;
    if (versions.some((version) => !sameJson(version, theirs))) {
      refused.push(`${spaced(name)} is live in ${versions.length} versions: a site has one`);
    }
    // An assistant or a brand that no channel runs has nobody to meet: its files stay, and change nothing.
    const merged = merge(before, theirs, now);
    if (merged.kind === "conflict") {
      const place = merged.path.length > 0 ? `, ${merged.path.join(".")},` : "";
      refused.push(`${spaced(name)}${place} changed there and in the files at hand, into two things`);
      continue;
    }
    if (merged.value !== undefined) expected.set(name, merged.value);
    if (merged.value === now) continue;
    if (merged.value === undefined) {
      if (name.startsWith("channel/")) goneChannels.push(name.slice("channel/".length));
      continue;
    }
    const thing = merged.value as Body & { readonly assistant?: string };
    switch (thing.kind) {
      case "brand":
        brands.push(thing);
        break;
      case "assistant":
        assistants.push(thing);
        break;
      case "channel": {
        const { assistant, ...body } = thing;
        const answered = (now as { readonly assistant?: string } | undefined)?.assistant;
        const isSame = now !== undefined && answered === assistant;
        channels.push({ body: body as ChannelBody, answers: isSame ? undefined : (assistant ?? null) });
      }
    }
  }
  return { brands, assistants, channels, goneChannels, expected, refused };
}

/** A thing as channels run it. */
interface Version {
  readonly digest: Digest;
  readonly value: unknown;
  readonly channels: string[];
}

/** What a side runs, by `thing/id`; a channel with who answers. `value` is one of its versions. */
export function thingsOf({
  content,
  bodies,
}: AdoptedSide): ReadonlyMap<string, { readonly value: unknown; readonly versions: readonly Version[] }> {
  const things = new Map<string, { value: unknown; versions: Version[] }>();
  for (const [channel, { channel: digest, brand, targets }] of Object.entries(content)) {
    const assistant = targets[0] && bodies.get(targets[0].assistant)?.id;
    const value = { ...bodies.get(digest), ...(assistant !== undefined && { assistant }) };
    things.set(`channel/${channel}`, { value, versions: [{ digest, value, channels: [channel] }] });
    for (const each of new Set([brand, ...targets.flatMap((target) => [target.assistant, target.brand])])) {
      const body = bodies.get(each);
      if (!body) continue;
      const name = `${body.kind}/${body.id}`;
      const thing = things.get(name) ?? { value: body, versions: [] };
      const known = thing.versions.find((version) => version.digest === each);
      if (known) known.channels.push(channel);
      else thing.versions.push({ digest: each, value: body, channels: [channel] });
      things.set(name, thing);
    }
  }
  return things;
}

/** Where what is accepted lies in a thing, as these channels run it. */
export function pathsOf(
  accepted: readonly DriftField[],
  name: string,
  channels: readonly string[],
): readonly DriftField["path"][] {
  return accepted
    .filter(({ thing, id }) => `${thing}/${id}` === name)
    .filter((field) => !field.channels || channels.length === 0 || field.channels.some((id) => channels.includes(id)))
    .map(({ path }) => path);
}

function spaced(name: string): string {
  return name.replace(/\/(.*)$/, ' "$1"');
}
