/**
 * The customer API: what a widget says to the platform. Base `/v1`, JSON, errors as `Problem`.
 *
 *   GET  /v1/channels/:channel?language=fr            → ChannelInfo
 *   POST /v1/conversations            OpenRequest     → 201 OpenAnswer
 *   POST /v1/conversations/:id/identity IdentityRequest → 200 {} (Bearer): who the customer is, once they have signed in
 *   POST /v1/conversations/:id/events CustomerEvent   → 200 EventAnswer     (Authorization: Bearer <token>)
 *   PUT  /v1/conversations/:id/files/:file?name=<name> bytes → 200 EventAnswer (Bearer; application/octet-stream, 10 MB
 *                                                     at most; `:file` is an event's id; 409 `no-file-wanted`:
 *                                                     neither a question for one waits nor have people the conversation;
 *                                                     429 `too-many-files`; 503 `not-scanned`: send it again)
 *   GET  /v1/conversations/:id/messages?after=<seq>   → { messages, language } (Bearer), at most 200: ask on
 *   GET  /v1/conversations/:id/stream                 → text/event-stream    (Bearer; Last-Event-ID resumes)
 *   GET  /v1/assets/:digest/:name                     → the asset's bytes (immutable, cached for a year)
 *   GET  /v1/files/…                                  → a customer's file, by the address that its line has; that is good
 *                                                     for about a day, and then 410 `link-over`: read the line again
 *
 * An `identity` that is not the company's, or no longer, is 401 `identity`; another customer's than the conversation's is
 * 409 `another-customer`: open another one. Too much at once is 429, with `Retry-After` in seconds.
 *
 * Stream events: `message` (id: seq, data: ConversationMessage), `typing` (data: {"on": boolean}, no id),
 * `name` (data: {"name": string}, no id: who is on top now, an agent's name while one has the conversation), `queue`
 * (data: {"place": number | null, "text": string | null}, no id: the place in the queue it waits in, from 1, and a
 * sentence that says so), `people` (data: {"on": boolean}, no id: people have the conversation, or it waits for them: a
 * file may be sent), and comments as heartbeats.
 *
 * A browser on another origin is answered where the channel's `web.origins` list it: 403 `origin` else. Addresses that
 * begin with `/` are below the platform's own.
 */

import Type, { type Static } from "typebox";

/** Every error of both APIs. */
export const Problem = Type.Object({
  error: Type.Object({ code: Type.String(), message: Type.String() }),
});
export type Problem = Static<typeof Problem>;

/** What a widget needs before a conversation is open. */
export const ChannelInfo = Type.Object({
  channel: Type.String(),
  /** Shown on top: the assistant's name, or the brand's where the default response answers. */
  name: Type.String(),
  /** The assistant's id, or null where the default response answers. */
  assistant: Type.Union([Type.String(), Type.Null()]),
  brand: Type.Object({
    name: Type.String(),
    color: Type.Optional(Type.String()),
    /** An address that the browser can load. */
    logo: Type.Optional(Type.String()),
  }),
  languages: Type.Array(Type.String()),
  /** The language a conversation would open in. */
  language: Type.String(),
  position: Type.Union([Type.Literal("left"), Type.Literal("right")]),
});
export type ChannelInfo = Static<typeof ChannelInfo>;

export const OpenRequest = Type.Object(
  {
    channel: Type.String({ maxLength: 100 }),
    /** The visitor's languages, best first, as the browser gives them. */
    languages: Type.Optional(Type.Array(Type.String({ maxLength: 35 }), { maxItems: 20 })),
    /**
     * The client's own id, made by chance and kept to itself, such as a random UUID: opening again with it gives the
     * same conversation and its token.
     */
    id: Type.String({ minLength: 8, maxLength: 64, pattern: "^[A-Za-z0-9_-]+$" }),
    /** Who the customer is, signed by the company: a JSON Web Token. */
    identity: Type.Optional(Type.String({ maxLength: 8192 })),
  },
  { additionalProperties: false },
);
export type OpenRequest = Static<typeof OpenRequest>;

export const IdentityRequest = Type.Object(
  { identity: Type.String({ maxLength: 8192 }) },
  { additionalProperties: false },
);
export type IdentityRequest = Static<typeof IdentityRequest>;

export const OpenAnswer = Type.Object({
  conversation: Type.String(),
  /** Lets its holder speak and read in this one conversation. */
  token: Type.String(),
  language: Type.String(),
});
export type OpenAnswer = Static<typeof OpenAnswer>;

const id = Type.String({ minLength: 8, maxLength: 64, pattern: "^[A-Za-z0-9_-]+$" });
const strict = { additionalProperties: false };

/** `id` is the client's: the same id again is taken once. */
export const CustomerEvent = Type.Union([
  Type.Object({ id, kind: Type.Literal("text"), text: Type.String({ minLength: 1, maxLength: 4096 }) }, strict),
  Type.Object(
    {
      id,
      kind: Type.Literal("pick"),
      option: Type.String({ maxLength: 200 }),
      label: Type.Optional(Type.String({ maxLength: 200 })),
    },
    strict,
  ),
  Type.Object(
    {
      id,
      kind: Type.Literal("fill"),
      values: Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 4096 }), { maxProperties: 50 }),
    },
    strict,
  ),
  Type.Object({ id, kind: Type.Literal("language"), language: Type.String({ maxLength: 35 }) }, strict),
]);
export type CustomerEvent = Static<typeof CustomerEvent>;

/** Of a file that is sent: its own id is the event's. */
export const FileParams = Type.Object({ id: Type.String(), file: id });

export const EventAnswer = Type.Object({
  /** False: this id had been taken before, and nothing happened now. */
  taken: Type.Boolean(),
  /** The newest message's number. */
  seq: Type.Integer(),
});
export type EventAnswer = Static<typeof EventAnswer>;
