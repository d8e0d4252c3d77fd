/**
 * The admin API: what a driver says to the platform. Base `/admin/v1`, JSON, `Authorization: Bearer <token>`;
 * scope `read` for every GET and for `fetch` and `missing`, `admin` for the tokens, `publish` for the rest. Errors as
 * `Problem`.
 *
 *   GET    /admin/v1/live                              → { release: ReleaseRecord | null }
 *   GET    /admin/v1/releases?limit=<n>                → { releases: ReleaseRecord[] }, newest first
 *   POST   /admin/v1/bodies/fetch     { digests }      → { bodies: { <digest>: body } }
 *   POST   /admin/v1/bodies/missing   { digests }      → { missing: digest[] }   (bodies and assets)
 *   POST   /admin/v1/bodies           { bodies: { <digest>: body } } → 200 {}; 400 `digest-mismatch`
 *   PUT    /admin/v1/assets/:digest   bytes            → 200 {}; 400 `digest-mismatch`
 *   POST   /admin/v1/releases         ReleaseRequest   → 201 or, for the same content again, 200 ReleaseRecord;
 *                                                        409 `moved` with `live` (number or null) in the error;
 *                                                        400 `missing-body` with `missing`: the digests of bodies and
 *                                                        assets not uploaded, or uploaded as something else
 *   POST   /admin/v1/lease            { who, where }   → 201 { lease, seconds }; 409 `held` with `holder`, `since`
 *   PUT    /admin/v1/lease/:lease                      → 200 { seconds }; 404 `lost`
 *   DELETE /admin/v1/lease/:lease                      → 204
 *   GET    /admin/v1/tokens                            → { tokens: TokenRecord[] }
 *   POST   /admin/v1/tokens           TokenRequest     → 201 { token }, shown this once; 409 `taken`
 *   DELETE /admin/v1/tokens/:name                      → 204; 404
 *   GET    /healthz                                    → 200 { ok: true } (no token)
 */

import Type, { type Static } from "typebox";

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

export const ReleaseRequestRecord = Type.Object(
  {
    expects: Type.Union([Type.Integer(), Type.Null()]),
    content: ReleaseContentRecord,
    commit: Type.Union([Type.String({ maxLength: 100 }), Type.Null()]),
    author: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
    effect: DigestText,
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
  publishedAt: Type.String(),
});
export type ReleaseRecord = Static<typeof ReleaseRecord>;

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

export const Scope = Type.Union([Type.Literal("read"), Type.Literal("publish"), Type.Literal("admin")]);
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

export const HolderRecord = Type.Object(
  { who: Type.String({ maxLength: 200 }), where: Type.String({ maxLength: 200 }) },
  { additionalProperties: false },
);
export type HolderRecord = Static<typeof HolderRecord>;
