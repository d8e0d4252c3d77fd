/**
 * The agents' API: what people who take over, or the company's own desk, say to the platform. Base `/agents/v1`, JSON,
 * `Authorization: Bearer <token>` with the scope `agents`. Errors as `Problem`.
 *
 *   GET    /agents/v1/groups                            → { groups: GroupRecord[] }
 *   PUT    /agents/v1/presence/:agent  PresenceRequest  → { seconds }: online for these groups until then; say it again
 *   DELETE /agents/v1/presence/:agent                   → 204: online nowhere
 *   GET    /agents/v1/handoffs?state=&mode=&brand=&group=&after= → { handoffs: HandoffRecord[], next }, the oldest first
 *   GET    /agents/v1/conversations/:id?after=<seq>     → ConversationRecord: hand-offs, transcript, notes
 *   POST   /agents/v1/conversations/:id/claim    ActRequest  → Acted; 409 `claimed` (another has it), `not-here`
 *   POST   /agents/v1/conversations/:id/messages SayRequest  → Acted; what nobody has claimed is claimed by it
 *   POST   /agents/v1/conversations/:id/notes    SayRequest  → 201 {}: for people's eyes alone
 *   POST   /agents/v1/conversations/:id/release  ActRequest  → Acted: back into the queue
 *   POST   /agents/v1/conversations/:id/return   ActRequest  → Acted: the workflow goes on
 *   POST   /agents/v1/conversations/:id/close    ActRequest  → Acted: the conversation ends
 *   POST   /agents/v1/records/:id/:handoff/done  ActRequest  → {}: somebody has seen to a record; 404
 *   GET    /agents/v1/events                            → text/event-stream of `handoff` and `message` (data: AgentHint),
 *                                                         `presence`, and `again`: words were missed, read anew
 *
 * `id` in a request is the caller's own: the same one again is taken once.
 */

import Type, { type Static } from "typebox";
import { ConversationMessage } from "#wire/message.ts";

const strict = { additionalProperties: false };
const id = Type.String({ minLength: 8, maxLength: 64, pattern: "^[A-Za-z0-9_-]+$" });
const groupId = Type.String({ minLength: 1, maxLength: 100, pattern: "^[a-z0-9-]+$" });

/** Who acts. The customer sees the name. */
export const AgentRef = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 100, pattern: "^[^\\s/]+$" }),
    name: Type.String({ minLength: 1, maxLength: 100 }),
  },
  strict,
);
export type AgentRef = Static<typeof AgentRef>;

export const ActRequest = Type.Object({ id, agent: AgentRef }, strict);
export type ActRequest = Static<typeof ActRequest>;

export const SayRequest = Type.Object(
  { id, agent: AgentRef, text: Type.String({ minLength: 1, maxLength: 4096 }) },
  strict,
);
export type SayRequest = Static<typeof SayRequest>;

export const Acted = Type.Object({
  /** False: this id had been taken before, and nothing happened now. */
  taken: Type.Boolean(),
  seq: Type.Integer(),
});
export type Acted = Static<typeof Acted>;

const Place = Type.Object({ brand: groupId, group: groupId }, strict);

export const PresenceRequest = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    groups: Type.Array(Place, { maxItems: 100 }),
    /** For how long, if nothing more is said; 60 without it. */
    seconds: Type.Optional(Type.Integer({ minimum: 5, maximum: 600 })),
  },
  strict,
);
export type PresenceRequest = Static<typeof PresenceRequest>;

export const GroupRecord = Type.Object({
  brand: Type.String(),
  group: Type.String(),
  name: Type.String(),
  /** Whether its schedule is open now; null where it has none. */
  open: Type.Union([Type.Boolean(), Type.Null()]),
  online: Type.Array(AgentRef),
  waiting: Type.Integer(),
  claimed: Type.Integer(),
  records: Type.Integer(),
});
export type GroupRecord = Static<typeof GroupRecord>;

export const HandoffRecord = Type.Object({
  conversation: Type.String(),
  handoff: Type.String(),
  brand: Type.String(),
  group: Type.String(),
  mode: Type.Union([Type.Literal("live"), Type.Literal("offline")]),
  state: Type.String(),
  agent: Type.Union([AgentRef, Type.Null()]),
  at: Type.String(),
  changed: Type.Union([Type.String(), Type.Null()]),
  tags: Type.Array(Type.String()),
  fields: Type.Record(Type.String(), Type.Unknown()),
  variables: Type.Record(Type.String(), Type.Unknown()),
  user: Type.Record(Type.String(), Type.Unknown()),
});
export type HandoffRecord = Static<typeof HandoffRecord>;

export const NoteRecord = Type.Object({
  id: Type.String(),
  agent: AgentRef,
  text: Type.String(),
  at: Type.String(),
});
export type NoteRecord = Static<typeof NoteRecord>;

export const ConversationRecord = Type.Object({
  conversation: Type.String(),
  channel: Type.String(),
  status: Type.String(),
  language: Type.String(),
  /** The newest message's number; `messages` may end before it. */
  seq: Type.Integer(),
  handoffs: Type.Array(HandoffRecord),
  messages: Type.Array(ConversationMessage),
  notes: Type.Array(NoteRecord),
});
export type ConversationRecord = Static<typeof ConversationRecord>;

export const AgentEventType = Type.Union([
  Type.Literal("handoff.waiting"),
  Type.Literal("handoff.claimed"),
  Type.Literal("handoff.released"),
  Type.Literal("handoff.returned"),
  Type.Literal("handoff.closed"),
  Type.Literal("handoff.withdrawn"),
  Type.Literal("handoff.recorded"),
  /** A line while people have the conversation, or it waits for them. */
  Type.Literal("message"),
]);
export type AgentEventType = Static<typeof AgentEventType>;

/** What a webhook is sent; of `handoff.waiting` and `handoff.recorded` with the record and the transcript besides. */
export const AgentEvent = Type.Object({
  /** The same event again has the same id. */
  id: Type.String(),
  type: AgentEventType,
  conversation: Type.String(),
  brand: Type.String(),
  group: Type.String(),
  at: Type.String(),
  handoff: Type.Optional(Type.String()),
  agent: Type.Optional(AgentRef),
  message: Type.Optional(ConversationMessage),
});
export type AgentEvent = Static<typeof AgentEvent>;

/** What the event stream says: something to be read, no customer's words. */
export const AgentHint = Type.Object({
  type: AgentEventType,
  conversation: Type.String(),
  brand: Type.String(),
  group: Type.String(),
});
export type AgentHint = Static<typeof AgentHint>;
