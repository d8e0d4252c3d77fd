/** What the files must say so that what is live stands in them: of each thing that drifted, the body they should give. */

import type { WantedChannel } from "#content/adopt/write-back.ts";
import type { AssistantBody, Body, BrandBody, ChannelBody, Digest } from "#content/body.ts";
import type { Desired } from "#plan/bodies.ts";
import type { ReleaseContent } from "#plan/live.ts";
import { merge } from "#plan/merge.ts";

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

/** From the release that Git stands behind, what is live, and what the files at hand would publish. */
export function adoptionOf(base: AdoptedSide, live: AdoptedSide, files: Desired): Adoption {
  const refused: string[] = [];
  const was = thingsOf(base);
  const is = thingsOf(live);
  const mine = thingsOf({ content: files.release, bodies: files.bodies });
  for (const [name, { versions }] of is) {
    if (versions.size > 1) refused.push(`${spaced(name)} is live in ${versions.size} versions: a site has one`);
  }
  const expected = new Map<string, unknown>();
  const brands: BrandBody[] = [];
  const assistants: AssistantBody[] = [];
  const channels: WantedChannel[] = [];
  const goneChannels: string[] = [];
  for (const name of new Set([...was.keys(), ...is.keys(), ...mine.keys()])) {
    const now = mine.get(name)?.value;
    // An assistant or a brand that no channel runs has nobody to meet: its files stay, and change nothing.
    const merged = merge(was.get(name)?.value, is.get(name)?.value, now);
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
        const before = (now as { readonly assistant?: string } | undefined)?.assistant;
        const isSame = now !== undefined && before === assistant;
        channels.push({ body: body as ChannelBody, answers: isSame ? undefined : (assistant ?? null) });
      }
    }
  }
  return { brands, assistants, channels, goneChannels, expected, refused };
}

/** What a side runs, by `thing/id`; a channel with who answers. */
export function thingsOf({
  content,
  bodies,
}: AdoptedSide): ReadonlyMap<string, { readonly value: unknown; readonly versions: Set<Digest> }> {
  const things = new Map<string, { value: unknown; versions: Set<Digest> }>();
  for (const [channel, { channel: digest, brand, targets }] of Object.entries(content)) {
    const assistant = targets[0] && bodies.get(targets[0].assistant)?.id;
    const value = { ...bodies.get(digest), ...(assistant !== undefined && { assistant }) };
    things.set(`channel/${channel}`, { value, versions: new Set([digest]) });
    for (const each of [brand, ...targets.flatMap((target) => [target.assistant, target.brand])]) {
      const body = bodies.get(each);
      if (!body) continue;
      const name = `${body.kind}/${body.id}`;
      const known = things.get(name);
      if (known) known.versions.add(each);
      else things.set(name, { value: body, versions: new Set([each]) });
    }
  }
  return things;
}

function spaced(name: string): string {
  return name.replace(/\/(.*)$/, ' "$1"');
}
