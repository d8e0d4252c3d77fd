/**
 * The admin API: what a driver says to the platform. Base `/admin/v1`, JSON, `Authorization: Bearer <token>`;
 * scope `read` for every GET and for `running`, `fetch`, `names` and `missing`, `admin` for tokens and webhooks,
 * `publish` for the rest; `preview` asks what is missing and uploads it, too, and makes previews (`preview.ts`). Errors
 * as `Problem`.
 *
 *   GET    /admin/v1/live                              → { release: ReleaseRecord | null, holds: HoldRecord[],
 *                                                        newestCommit, others: OtherSiteRecord[] }
 *   GET    /admin/v1/releases?limit=<n>                → { releases: ReleaseRecord[] }, newest first
 *   POST   /admin/v1/conversations/running { digests } → { running: StandingRecord[] }: the conversations under way that
 *                                                        run on one of these bodies
 *   POST   /admin/v1/bodies/fetch     { digests }      → { bodies: { <digest>: body } }
 *   POST   /admin/v1/bodies/names     { digests }      → { names: { <digest>: { kind, id } } }
 *   POST   /admin/v1/bodies/missing   { digests }      → { missing: digest[] }   (bodies and assets)
 *   POST   /admin/v1/bodies           { bodies: { <digest>: body } } → 200 {}; 400 `digest-mismatch`
 *   PUT    /admin/v1/assets/:digest   bytes            → 200 {}; 400 `digest-mismatch`
 *   GET    /admin/v1/assets/:digest                    → bytes; 404
 *   POST   /admin/v1/releases         ReleaseRequest   → 201 or, for the same content again, 200 ReleaseRecord;
 *                                                        409 `moved` with `live` (number or null) in the error;
 *                                                        409 `lost` where its lease is over; 409 with a check's name
 *                                                        where it does what is not allowed (`store/make-release.ts`);
 *                                                        400 `missing-body` with `missing`: the digests of bodies and
 *                                                        assets not uploaded, or uploaded as something else
 *   POST   /admin/v1/rollbacks                         → see `rollback.ts`
 *   POST   /admin/v1/lease            LeaseRequest     → 201 { lease, seconds }; 409 `held` with `holder`, `since`
 *   PUT    /admin/v1/lease/:lease                      → 200 { seconds }; 404 `lost`
 *   DELETE /admin/v1/lease/:lease     LeaseEnd         → 204
 *   GET    /admin/v1/publishes?limit=<n>               → { publishes: PublishRecord[] }, newest first
 *   POST   /admin/v1/secrets/missing  SecretsRequest   → { missing: { name, host }[] }: what the operator has not set, or
 *                                                        not for that host; no value ever leaves the platform
 *   GET    /admin/v1/tokens                            → { tokens: TokenRecord[] }
 *   POST   /admin/v1/tokens           TokenRequest     → 201 { token }, shown this once; 409 `taken`
 *   DELETE /admin/v1/tokens/:name                      → 204; 404
 *   GET    /admin/v1/webhooks                          → { webhooks: WebhookRecord[] }
 *   PUT    /admin/v1/webhooks/:name   WebhookRequest   → 201 { secret }, shown this once; 200 {} for one there is already
 *   POST   /admin/v1/webhooks/:name/secret             → 201 { secret }: a new one; the old one signs for a day more
 *   DELETE /admin/v1/webhooks/:name                    → 204; 404
 *   POST   /admin/v1/customers/export CustomerRef      → { conversations: ExportedConversation[] } (scope `privacy`)
 *   POST   /admin/v1/customers/erase  CustomerRef      → { erased: <conversations> } (scope `privacy`)
 *   GET    /admin/v1/audit?limit=<n>                   → { audit: AuditRecord[] }, newest first (scope `admin`)
 *   GET    /healthz                                    → 200 { ok: true } (no token)
 *
 * With the header `parley-site: <id>`, what `live`, `releases`, `publishes` and `previews` answer is that site's: of
 * every release its own part, under the number and with the commit of the release that this site made last.
 */

import Type, { type Static } from "typebox";
import { HandoffRecord, NoteRecord } from "#wire/agents.ts";
import { ConversationMessage } from "#wire/message.ts";

export const DigestText = Type.String({ pattern: "^[0-9a-f]{64}$" });

export const ReleaseContentRecord = Type.Record(
  Type.String({ maxLength: 100 }),
  Type.Object(
    {
      channel: DigestText,
      brand: DigestText,
      targets: Type.Array(
        Type.Object(
          { assistant: DigestText, brand: DigestText, weight: Type.Integer({ minimum: 1, maximum: 100 }) },
          { additionalProperties: false },
        ),
        { maxItems: 1 },
      ),
    },
    { additionalProperties: false },
  ),
);

/** Who publishes for one of several sites says which, in this header: then what is answered is that site's part. */
export const siteHeader = "parley-site";

export const sitePattern = "^(?=.{1,100}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$";
export const SiteId = Type.String({ pattern: sitePattern });

/** As large as the database's. */
const ReleaseNumber = Type.Integer({ minimum: 0, maximum: 2_147_483_647 });

export const ReleaseKind = Type.Union([Type.Literal("publish"), Type.Literal("rollback")]);

export const ReleaseRequestRecord = Type.Object(
  {
    expects: Type.Union([ReleaseNumber, Type.Null()]),
    content: ReleaseContentRecord,
    commit: Type.Union([Type.String({ maxLength: 100 }), Type.Null()]),
    author: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
    effect: DigestText,
    approvers: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 50 }),
    /** What changes, a line each, for the history. */
    summary: Type.Array(Type.String({ maxLength: 500 }), { maxItems: 100 }),
    /**
     * Whose release it is: `content` is that site's own, and what others have stays. Absent: whoever asks knows of no
     * sites; it is that of the only one that there is.
     */
    site: Type.Optional(SiteId),
    /** The lease that it is made under: one that is over, or another's, makes none. */
    lease: Type.Optional(Type.String({ maxLength: 64 })),
    /** A person's yes to this effect, or its first 12 digits at least. */
    approved: Type.Optional(Type.String({ pattern: "^[0-9a-f]{12,64}$" })),
    /**
     * Whoever asks has looked at the files and at Git: what is protected and goes out of the release is not gone from the
     * files, and the commit is not older than what was published.
     */
    looked: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type ReleaseRequestRecord = Static<typeof ReleaseRequestRecord>;

export const ReleaseRecord = Type.Object({
  number: Type.Integer(),
  digest: DigestText,
  content: ReleaseContentRecord,
  commit: Type.Union([Type.String(), Type.Null()]),
  author: Type.Union([Type.String(), Type.Null()]),
  effect: DigestText,
  kind: ReleaseKind,
  approvers: Type.Array(Type.String()),
  summary: Type.Array(Type.String()),
  publishedAt: Type.String(),
  /** Whose; null: it was made before sites were recorded, or by somebody who knows of none. A version before says nothing. */
  site: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});
export type ReleaseRecord = Static<typeof ReleaseRecord>;

/** A body that a rollback took away: publishing it again wants a person's yes. */
export const HoldRecord = Type.Object({
  digest: DigestText,
  kind: Type.String(),
  id: Type.String(),
  /** The rollback's number. */
  release: Type.Integer(),
  who: Type.String(),
  /** The channels that it was taken from, where others still run it; null: none does. */
  channels: Type.Union([Type.Array(Type.String()), Type.Null()]),
});
export type HoldRecord = Static<typeof HoldRecord>;

/** What another site has live on the same platform. */
export const OtherSiteRecord = Type.Object({
  site: Type.String(),
  channels: Type.Record(
    Type.String(),
    Type.Object({ runs: DigestText, assistants: Type.Array(Type.String()), brands: Type.Array(Type.String()) }),
  ),
});
export type OtherSiteRecord = Static<typeof OtherSiteRecord>;

/** Conversations under way at one place of one version: `frames` are the workflows, the outermost first. */
export const StandingRecord = Type.Object({
  channel: Type.String(),
  revision: Type.Object({
    channel: DigestText,
    brand: DigestText,
    /** Null: the default response answers. */
    assistant: Type.Union([DigestText, Type.Null()]),
  }),
  frames: Type.Array(Type.Object({ workflow: Type.String(), step: Type.String() })),
  conversations: Type.Integer(),
});
export type StandingRecord = Static<typeof StandingRecord>;

export const DigestsRequest = Type.Object(
  { digests: Type.Array(DigestText, { maxItems: 50_000 }) },
  { additionalProperties: false },
);
export type DigestsRequest = Static<typeof DigestsRequest>;

/** Bodies by digest. What a body must hold beyond this is the publisher's to know. */
export const BodiesRequest = Type.Object(
  {
    bodies: Type.Record(
      DigestText,
      Type.Object({
        kind: Type.Union([Type.Literal("brand"), Type.Literal("channel"), Type.Literal("assistant")]),
        id: Type.String({ maxLength: 100 }),
      }),
    ),
  },
  { additionalProperties: false },
);

export const SecretsRequest = Type.Object(
  {
    secrets: Type.Array(
      Type.Object(
        { name: Type.String({ maxLength: 100 }), host: Type.String({ maxLength: 300 }) },
        { additionalProperties: false },
      ),
      { maxItems: 1000 },
    ),
  },
  { additionalProperties: false },
);
export type SecretsRequest = Static<typeof SecretsRequest>;

/** `agents` is for the agents' API alone, `privacy` for what is kept of customers. */
export const Scope = Type.Union([
  Type.Literal("read"),
  Type.Literal("preview"),
  Type.Literal("publish"),
  Type.Literal("agents"),
  Type.Literal("privacy"),
  Type.Literal("admin"),
]);
export type Scope = Static<typeof Scope>;

export const TokenRequest = Type.Object(
  {
    name: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,62}$" }),
    scopes: Type.Array(Scope, { minItems: 1, uniqueItems: true }),
  },
  { additionalProperties: false },
);
export type TokenRequest = Static<typeof TokenRequest>;

export const TokenRecord = Type.Object({ name: Type.String(), scopes: Type.Array(Scope), made: Type.String() });
export type TokenRecord = Static<typeof TokenRecord>;

/** Who is meant: by a signed identity, by what they typed, or by one conversation. Whatever is named counts. */
export const CustomerRef = Type.Object(
  {
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    email: Type.Optional(Type.String({ minLength: 3, maxLength: 320 })),
    phone: Type.Optional(Type.String({ minLength: 3, maxLength: 50 })),
    conversation: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type CustomerRef = Static<typeof CustomerRef>;

/** All that is kept of one conversation. Sensitive answers are masked in its lines, and stand in its variables while these are there. */
export const ExportedConversation = Type.Object({
  conversation: Type.String(),
  channel: Type.String(),
  language: Type.String(),
  started: Type.String(),
  said: Type.String(),
  /** The customer's id, where it was signed. */
  customer: Type.Union([Type.String(), Type.Null()]),
  user: Type.Record(Type.String(), Type.Unknown()),
  /** What each workflow under way knows; null: a form that is being filled in. */
  variables: Type.Array(
    Type.Object({
      workflow: Type.Union([Type.String(), Type.Null()]),
      values: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
  messages: Type.Array(ConversationMessage),
  files: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      type: Type.String(),
      bytes: Type.Integer(),
      at: Type.String(),
      /** Where its bytes are, below the platform's address, for about a day. */
      url: Type.String(),
    }),
  ),
  handoffs: Type.Array(HandoffRecord),
  notes: Type.Array(NoteRecord),
});
export type ExportedConversation = Static<typeof ExportedConversation>;

export const AuditRecord = Type.Object({
  at: Type.String(),
  /** The token's name, or the pipeline's subject. */
  who: Type.String(),
  what: Type.String(),
  about: Type.String(),
});
export type AuditRecord = Static<typeof AuditRecord>;

export const WebhookParams = Type.Object({ name: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,62}$" }) });
export const WebhookRequest = Type.Object({ url: Type.String({ maxLength: 2000 }) }, { additionalProperties: false });
export type WebhookRequest = Static<typeof WebhookRequest>;

export const WebhookRecord = Type.Object({ name: Type.String(), url: Type.String(), made: Type.String() });
export type WebhookRecord = Static<typeof WebhookRecord>;

export const LeaseRequest = Type.Object(
  {
    who: Type.String({ maxLength: 200 }),
    where: Type.String({ maxLength: 200 }),
    commit: Type.Union([Type.String({ maxLength: 100 }), Type.Null()]),
    effect: DigestText,
  },
  { additionalProperties: false },
);
export type LeaseRequest = Static<typeof LeaseRequest>;

/** How a publish ended, and the release that it made. */
export const LeaseEnd = Type.Object(
  { outcome: Type.String({ maxLength: 500 }), release: Type.Union([ReleaseNumber, Type.Null()]) },
  { additionalProperties: false },
);
export type LeaseEnd = Static<typeof LeaseEnd>;

/** A publish that took the lease. Without an outcome it is under way. */
export const PublishRecord = Type.Object({
  who: Type.String(),
  where: Type.String(),
  began: Type.String(),
  ended: Type.Union([Type.String(), Type.Null()]),
  outcome: Type.Union([Type.String(), Type.Null()]),
  commit: Type.Union([Type.String(), Type.Null()]),
  effect: Type.Union([Type.String(), Type.Null()]),
  release: Type.Union([Type.Integer(), Type.Null()]),
});
export type PublishRecord = Static<typeof PublishRecord>;
