/** What a customer's screen shows, as it goes over the wire. `runtime/message.ts` has the same shapes. */

import Type, { type Static } from "typebox";

export const Choice = Type.Object({ id: Type.String(), label: Type.String() });

export const MessageBody = Type.Union([
  Type.Object({
    type: Type.Literal("text"),
    text: Type.String(),
    choices: Type.Optional(Type.Array(Choice)),
    /** It asks for what is for nobody else's eyes: the answer comes back masked. */
    sensitive: Type.Optional(Type.Literal(true)),
    /** It asks for a file, of these endings and of this size where it says so. */
    upload: Type.Optional(
      Type.Object({ types: Type.Optional(Type.Array(Type.String())), maxMb: Type.Optional(Type.Number()) }),
    ),
  }),
  Type.Object({ type: Type.Literal("image"), image: Type.String(), alt: Type.String() }),
  Type.Object({ type: Type.Literal("file"), file: Type.String(), name: Type.String() }),
  Type.Object({
    type: Type.Literal("links"),
    links: Type.Array(Type.Object({ label: Type.String(), url: Type.String() })),
  }),
  Type.Object({
    type: Type.Literal("cards"),
    text: Type.Optional(Type.String()),
    cards: Type.Array(
      Type.Object({
        id: Type.String(),
        title: Type.String(),
        text: Type.Optional(Type.String()),
        /** An address that the browser can load. */
        image: Type.Optional(Type.String()),
        alt: Type.Optional(Type.String()),
        link: Type.Optional(Type.String()),
        choices: Type.Array(Choice),
      }),
    ),
  }),
  Type.Object({
    type: Type.Literal("articles"),
    text: Type.Optional(Type.String()),
    articles: Type.Array(
      Type.Object({
        id: Type.String(),
        title: Type.String(),
        excerpt: Type.String(),
        url: Type.Optional(Type.String()),
      }),
    ),
  }),
  Type.Object({
    type: Type.Literal("form"),
    text: Type.Optional(Type.String()),
    fields: Type.Array(
      Type.Object({
        name: Type.String(),
        type: Type.String(),
        label: Type.String(),
        sensitive: Type.Optional(Type.Literal(true)),
      }),
    ),
  }),
]);
export type MessageBody = Static<typeof MessageBody>;

/** One line of a conversation. `seq` counts up within the conversation and is the stream's event id. */
export const ConversationMessage = Type.Object({
  seq: Type.Integer(),
  /** The customer's own id of what they sent, so that a widget recognises its own message. */
  id: Type.Optional(Type.String()),
  from: Type.Union([
    Type.Literal("customer"),
    Type.Literal("assistant"),
    Type.Literal("agent"),
    Type.Literal("notice"),
  ]),
  /** Who speaks, where it is not the assistant or the customer. */
  name: Type.Optional(Type.String()),
  /** ISO 8601, UTC. */
  at: Type.String(),
  message: MessageBody,
});
export type ConversationMessage = Static<typeof ConversationMessage>;
