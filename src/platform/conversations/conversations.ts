/** Conversations as the customer API sees them: opened, spoken in, read, and each with a token of its own. */

import { createHash, createHmac, createSecretKey, hash } from "node:crypto";
import { setImmediate as soon } from "node:timers/promises";
import type { Pool } from "pg";
import { fewAtOnce } from "#platform/conversations/few-at-once.ts";
import type { FileLinks } from "#platform/conversations/file-links.ts";
import { identifyFile } from "#platform/conversations/identify-file.ts";
import type { LiveSide } from "#platform/conversations/live-side.ts";
import { stateMet } from "#platform/conversations/plan-turn.ts";
import { isSame } from "#platform/conversations/same-signature.ts";
import type { Scan } from "#platform/conversations/scan-file.ts";
import { withoutMetadata } from "#platform/conversations/strip-metadata.ts";
import { NoConversation, pinnedFor, type Taken, type Turns } from "#platform/conversations/turns.ts";
import type { Identity } from "#platform/http/customer-identity.ts";
import { channelsOf, customerOf, findConversations, type View, viewOf } from "#platform/store/conversations.ts";
import { dropFile, keepFile } from "#platform/store/files.ts";
import { placeInQueue } from "#platform/store/handoffs.ts";
import { begin } from "#runtime/interpreter.ts";
import type { Program } from "#runtime/program.ts";
import type { State } from "#runtime/state.ts";
import { wantsFile } from "#runtime/wants-file.ts";
import type { CustomerEvent, OpenAnswer, OpenRequest } from "#wire/customer.ts";

export interface Conversations {
  /**
   * The same client id opens the same conversation; `identity` is who the customer is, or null. Null: there is no such
   * channel. Rejects with `AnotherCustomer`.
   */
  open(request: OpenRequest, identity: Identity | null): Promise<OpenAnswer | null>;
  /** The company has signed who the customer is. Rejects with `AnotherCustomer`. */
  identify(conversation: string, identity: Identity): Promise<Taken>;
  take(conversation: string, event: CustomerEvent): Promise<Taken>;
  /** Whether a file of this id would be taken now, or was. */
  awaitsFile(conversation: string, id: string): Promise<boolean>;
  /**
   * Takes a file, whatever its name says it is. One that is not clean is told to the customer, and kept nowhere. Null:
   * the conversation holds too many, or too much. Rejects with `NoFileWanted` or `NotScanned`.
   */
  takeFile(conversation: string, id: string, name: string, bytes: Buffer): Promise<Taken | null>;
  /** The lines after `after`; null where there is no such conversation. */
  view(conversation: string, after: number): Promise<View | null>;
  /** The place in the queue it waits in, from 1; null: it waits in none. */
  place(conversation: string): Promise<number | null>;
  /** The channel of a conversation that the token is for; null: it is for none, or another. */
  channelFor(conversation: string, token: string): Promise<string | null>;
}

/** The conversation is a customer's, and the identity another's: neither may read the other's words. */
export class AnotherCustomer extends Error {
  constructor() {
    super("this conversation is another customer's");
    this.name = "AnotherCustomer";
  }
}

/** Nothing asks for a file here, and no people have the conversation. */
export class NoFileWanted extends Error {
  constructor() {
    super("this conversation asks for no file now");
    this.name = "NoFileWanted";
  }
}

/** What is asked at every request, and never changes, is kept in memory for this many conversations. */
const maxKnown = 20_000;
/** Files are written with few of the database's connections: the others are for what is said. */
const filesAtOnce = 2;

interface Known {
  readonly channel: string;
  /** As text: as bytes, each would keep alive the far larger piece of memory that many are made from. */
  readonly token: string;
}

export interface ConversationsOptions {
  readonly pool: Pool;
  readonly live: LiveSide;
  readonly turns: Turns;
  /** Signs the tokens: whoever has it can make them. */
  readonly key: Buffer;
  readonly links: FileLinks;
  /** Null: every file is taken for clean. */
  readonly scan: Scan | null;
}

export function conversations({ pool, live, turns, key, links, scan }: ConversationsOptions): Conversations {
  // As bytes, it would be made into a key anew for each signature, which takes six times as long.
  const signing = createSecretKey(key);
  const keeping = fewAtOnce(filesAtOnce);
  const known = new Map<string, Known>();
  const remember = (conversation: string, channel: string, token: string): void => {
    known.set(conversation, { channel, token });
    if (known.size <= maxKnown) return;
    const [oldest] = known.keys();
    if (oldest !== undefined) known.delete(oldest);
  };

  let asked: { readonly ids: string[]; readonly channels: Promise<ReadonlyMap<string, string>> } | null = null;
  /** What requests that came at the same time ask is asked at once: another platform may have opened many of them. */
  const channelsSoon = (conversation: string): Promise<ReadonlyMap<string, string>> => {
    if (!asked) {
      const ids: string[] = [];
      const channels = soon().then(() => {
        asked = null;
        return channelsOf(pool, ids);
      });
      asked = { ids, channels };
    }
    asked.ids.push(conversation);
    return asked.channels;
  };

  const tokenOf = (conversation: string): string =>
    createHmac("sha256", signing).update(`conversation ${conversation}`).digest("base64url");

  const identify = (conversation: string, identity: Identity): Promise<Taken> => {
    const said = createHash("sha256")
      .update(JSON.stringify([identity.issued, userOf(identity)]))
      .digest("base64url")
      .slice(0, 24);
    return turns.take(conversation, {
      event: { kind: "identified", user: userOf(identity) },
      id: `identity-${said}`,
      consumes: null,
      refuses: notTheirs(identity),
    });
  };

  return {
    identify,
    async open({ channel, id, languages = [] }, identity) {
      const pinned = await live.onChannel(channel);
      if (!pinned) return null;
      const conversation = hash("sha256", `${channel}\n${id}`, "base64url").slice(0, 26);
      const { program, revision } = pinned;
      const now = Date.now();
      const begun = begin(program, { conversation, started: new Date(now).toISOString(), languages });
      const state = identity ? { ...begun, user: userOf(identity) } : begun;
      const opens = {
        id: conversation,
        channel,
        brand: program.brand.id,
        revision,
        state,
        version: 0,
        seq: 0,
        said: now,
        recalled: false,
      };
      const token = tokenOf(conversation);
      const { taken, language } = await turns.take(conversation, {
        event: { kind: "open" },
        id: "open",
        consumes: null,
        opens,
        ...(identity && { refuses: notTheirs(identity) }),
      });
      if (identity && !taken) await identify(conversation, identity);
      remember(conversation, channel, token);
      return { conversation, token, language };
    },
    take(conversation, request) {
      switch (request.kind) {
        case "pick": {
          const { id, option, label } = request;
          const event = { kind: "pick", option, ...(label !== undefined && { label }) } as const;
          return turns.take(conversation, { event, id, consumes: null });
        }
        case "text":
        case "fill":
        case "language": {
          const { id, ...event } = request;
          return turns.take(conversation, { event, id, consumes: null });
        }
      }
    },
    async awaitsFile(conversation, id) {
      const found = (await findConversations(pool, [{ conversation, event: id, consumes: null }])).get(conversation);
      if (!found || found.taken) return found !== undefined;
      const event = { kind: "file", file: { name: "", type: "", bytes: 0, url: "" } } as const;
      const now = Date.now();
      const { program } = await pinnedFor(found.stored, event, now, live);
      return wantsFile(program, stateMet(found.stored, event, program, now));
    },
    async takeFile(conversation, id, givenName, given) {
      const { name, type } = await identifyFile(given, givenName);
      const bytes = withoutMetadata(given, type);
      const how = { id, consumes: null, refuses: notWanted };
      if (scan && !(await scan(conversation, bytes))) {
        const file = { name, type, bytes: bytes.length, url: "" };
        return turns.take(conversation, { event: { kind: "file", file, isRefused: true }, ...how });
      }
      const kept = await keeping(() => keepFile(pool, conversation, id, { name, type, bytes }));
      if (kept.kind === "gone") throw new NoConversation(conversation);
      if (kept.kind === "full") return null;
      const { size, ...called } = kept.file;
      const url = links.to(conversation, id, called.name);
      const event = { kind: "file", file: { ...called, bytes: size, url } } as const;
      try {
        return await turns.take(conversation, { event, ...how });
      } catch (error) {
        // It was wanted when it began to come, and is not any more.
        if (kept.isNew && error instanceof NoFileWanted) await dropFile(pool, conversation, id);
        throw error;
      }
    },
    view: (conversation, after) => viewOf(pool, conversation, after),
    place: (conversation) => placeInQueue(pool, conversation),
    async channelFor(conversation, token) {
      const here = known.get(conversation);
      if (!isSame(token, here?.token ?? tokenOf(conversation))) return null;
      if (here) return here.channel;
      const channel = (await channelsSoon(conversation)).get(conversation);
      if (channel !== undefined) remember(conversation, channel, token);
      return channel ?? null;
    },
  };
}

/** What workflows see of a customer whose identity is signed. */
function userOf({ id, details, claims }: Identity): Readonly<Record<string, unknown>> {
  return { ...details, id, verified: true, claims };
}

function notWanted(state: State, program: Program): Error | null {
  return wantsFile(program, state) ? null : new NoFileWanted();
}

function notTheirs({ id }: Identity): (state: State) => Error | null {
  return (state) => {
    const known = customerOf(state);
    return known === null || known === id ? null : new AnotherCustomer();
  };
}
