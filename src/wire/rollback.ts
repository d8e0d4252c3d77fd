/**
 * The way back: an earlier release's bodies are live again, for all channels or some. Part of the admin API (`admin.ts`);
 * scopes `publish` and `read`, for the answer holds bodies.
 *
 *   POST   /admin/v1/rollbacks        RollbackRequest  → 201 RollbackRecord; 200 where it was made already, or where the
 *                                                        earlier release says what is live; 409 `nothing-live`,
 *                                                        `rolled-back-already`, `first-release`, `no-release`,
 *                                                        `nothing-named`, `nothing-left`, `protected`;
 *                                                        400 `missing-body`
 *
 * It is one transaction: which release is live, what goes back and what is held are decided by the platform, so that
 * nobody who rolls back waits for more than one answer, or is overtaken between two.
 */

import Type, { type Static } from "typebox";
import { DigestText, ReleaseRecord, SiteId } from "#wire/admin.ts";

const ids = Type.Array(Type.String({ maxLength: 100 }), { maxItems: 1000 });

export const RollbackRequest = Type.Object(
  {
    /** Chosen anew for each rollback: asked again under the same one, nothing more is undone. */
    request: Type.String({ minLength: 8, maxLength: 64 }),
    /** The release to go back to; null: the one before the live one. */
    to: Type.Union([Type.Integer({ minimum: 1, maximum: 2_147_483_647 }), Type.Null()]),
    /** Only the channels on which one of these assistants answers, and these channels; both empty: all channels. */
    assistants: ids,
    channels: ids,
    /** Conversations on what it undoes go on with what it restores, at their next message. */
    recall: Type.Boolean(),
    author: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
    /**
     * Whose part goes back; absent: everybody's. It stands here, and in no header, so that a platform which knows no sites
     * refuses it, and does not undo what others published.
     */
    site: Type.Optional(SiteId),
  },
  { additionalProperties: false },
);
export type RollbackRequest = Static<typeof RollbackRequest>;

const bodyName = Type.Object({
  kind: Type.Union([Type.Literal("brand"), Type.Literal("channel"), Type.Literal("assistant")]),
  id: Type.String(),
});

export const RollbackRecord = Type.Object({
  /** Null: nothing was to be undone. */
  release: Type.Union([ReleaseRecord, Type.Null()]),
  /** The release that was live before. */
  undone: ReleaseRecord,
  /** The number of the release that it goes back to. */
  restored: Type.Integer(),
  /** Whose bodies both releases name. */
  names: Type.Record(DigestText, bodyName, { additionalProperties: false }),
  /** Those of what changes. */
  bodies: Type.Record(DigestText, bodyName, { additionalProperties: false }),
});
export type RollbackRecord = Static<typeof RollbackRecord>;
