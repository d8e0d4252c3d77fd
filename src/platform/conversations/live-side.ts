/** What is live, kept at hand: the newest release, and the programs that conversations run on. */

import type { Pool } from "pg";
import type { AssistantBody, Body, BrandBody, ChannelBody } from "#content/body.ts";
import { type LiveRequests, liveRequests } from "#platform/conversations/live-requests.ts";
import { isPreview, type Previews } from "#platform/conversations/previews.ts";
import { bodiesOf } from "#platform/store/bodies.ts";
import type { Revision } from "#platform/store/conversations.ts";
import { releases } from "#platform/store/releases.ts";
import type { Program } from "#runtime/program.ts";
import type { ReleaseRecord } from "#wire/admin.ts";

export interface Pinned {
  readonly revision: Revision;
  readonly program: Program;
}

export interface LiveSide {
  /** Ids of the live channels, sorted; a preview's are never among them. */
  channels(): Promise<readonly string[]>;
  /** What a conversation that begins now runs on, a preview's too; null where there is no such channel. */
  onChannel(channel: string): Promise<Pinned | null>;
  readonly requests: LiveRequests;
  program(revision: Revision): Promise<Program>;
  /** Another release may be live. */
  moved(): void;
}

/** The word of a new release may be lost on its way: what is live is read again after this long. */
const freshMs = 5000;
/** Programs in memory; old ones are read again when a conversation needs them. */
const maxPrograms = 500;

export function liveSide(pool: Pool, previews: Previews): LiveSide {
  let content: Promise<ReleaseRecord["content"]> | null = null;
  let readAt = 0;
  const programs = new Map<string, Promise<Program>>();
  /** The same again, by what asks for them most: revisions in memory, and what is live on a channel. */
  const ofRevision = new WeakMap<Revision, Program>();
  const ofEntry = new WeakMap<object, Pinned>();

  const live = (): Promise<ReleaseRecord["content"]> => {
    const now = performance.now();
    if (content && now - readAt < freshMs) return content;
    readAt = now;
    const reading = releases(pool, 1).then(([release]) => release?.content ?? {});
    content = reading;
    reading.catch(() => {
      if (content === reading) content = null;
    });
    return reading;
  };

  const readOnce = (revision: Revision): Promise<Program> => {
    const key = `${revision.channel} ${revision.brand} ${revision.assistant}`;
    const known = programs.get(key);
    if (known) return known;
    const reading = readProgram(pool, revision);
    programs.set(key, reading);
    reading.catch(() => programs.delete(key));
    const [oldest] = programs.keys();
    if (programs.size > maxPrograms && oldest !== undefined) programs.delete(oldest);
    return reading;
  };

  const program = async (revision: Revision): Promise<Program> => {
    const here = ofRevision.get(revision);
    if (here) return here;
    const read = await readOnce(revision);
    ofRevision.set(revision, read);
    return read;
  };

  return {
    program,
    async channels() {
      return Object.keys(await live()).sort();
    },
    async onChannel(channel) {
      const entry = isPreview(channel) ? (await previews.onChannel(channel))?.entry : own(await live(), channel);
      if (!entry) return null;
      const known = ofEntry.get(entry);
      if (known) return known;
      const target = entry.targets[0];
      const revision: Revision = {
        channel: entry.channel,
        brand: target?.brand ?? entry.brand,
        assistant: target?.assistant ?? null,
      };
      const pinned = { revision, program: await program(revision) };
      ofEntry.set(entry, pinned);
      return pinned;
    },
    requests: liveRequests(pool, async () =>
      Object.values(await live()).flatMap(({ brand, targets }) => [
        brand,
        ...targets.flatMap((target) => [target.brand, target.assistant]),
      ]),
    ),
    moved() {
      content = null;
      previews.moved();
    },
  };
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

async function readProgram(pool: Pool, revision: Revision): Promise<Program> {
  const names = [revision.channel, revision.brand, ...(revision.assistant === null ? [] : [revision.assistant])];
  const bodies = await bodiesOf(pool, names);
  const get = (digest: string): Body => {
    const body = bodies.get(digest);
    if (!body) throw new Error(`the body ${digest} has gone from the database`);
    return body;
  };
  // A release took them only as what they are called.
  return {
    channel: get(revision.channel) as ChannelBody,
    brand: get(revision.brand) as BrandBody,
    assistant: revision.assistant === null ? null : (get(revision.assistant) as AssistantBody),
  };
}

/** Who is on top of the widget: the assistant, or the brand where the default response answers. */
export function speakerOf({ assistant, brand }: Program): string {
  return assistant?.name ?? brand.name;
}
