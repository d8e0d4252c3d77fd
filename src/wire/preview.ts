/**
 * Previews: the drafts of a branch, on channels of their own that only whoever has the link can reach. Part of the admin
 * API (`admin.ts`); scope `preview` or `publish`. None of it is among the releases, and nothing is live by it.
 *
 *   GET    /admin/v1/previews                          → { previews: PreviewRecord[] }, by name
 *   POST   /admin/v1/previews         PreviewRequest   → 200 PreviewRecord: new, or in place of the one of this name, at
 *                                                        the same link; 400 `missing-body`; 409 `taken`: the one
 *                                                        of this name is another site's
 *   DELETE /admin/v1/previews         { name }         → 204, also where there is none
 *
 *   GET    /preview/<page>                             → a page that lists its channels (no token: the link is one)
 *
 * A preview's channels are, for the customer API, channels whose ids nobody can guess. No other site's page may use them.
 */

import Type, { type Static } from "typebox";
import { ReleaseContentRecord } from "#wire/admin.ts";
import type { ChannelInfo } from "#wire/customer.ts";

/** What a preview's channel id begins with: no channel of a site's can. */
export const previewMark = "~";

const name = Type.String({ pattern: "^[^\\p{C}\\s]{1,200}$" });

export const PreviewName = Type.Object({ name }, { additionalProperties: false });
export type PreviewName = Static<typeof PreviewName>;

export const PreviewRequest = Type.Object(
  {
    /** A branch, or a pull request: `acme/site#7`. */
    name,
    content: ReleaseContentRecord,
    commit: Type.Union([Type.String({ maxLength: 100 }), Type.Null()]),
    author: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
    /** It ends by itself so many days after it was last made. */
    days: Type.Integer({ minimum: 1, maximum: 90 }),
    /** What stands in for connections that may not be asked: by brand, connection and request, as tests write them. */
    answers: Type.Record(Type.String(), Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()))),
  },
  { additionalProperties: false },
);
export type PreviewRequest = Static<typeof PreviewRequest>;

export const PreviewRecord = Type.Object({
  name: Type.String(),
  /** Below the platform's address: whoever has it can try the drafts. */
  path: Type.String(),
  /** The ids that the site gives its channels. */
  channels: Type.Array(Type.String()),
  commit: Type.Union([Type.String(), Type.Null()]),
  author: Type.Union([Type.String(), Type.Null()]),
  /** When it was last made, and when it ends by itself. */
  made: Type.String(),
  expires: Type.String(),
  /**
   * What is not asked, for it is not what is live: connections, as `brand/connection`, and requests that nothing live
   * makes of others, as `brand/connection: POST /refunds/{{ order }}`.
   */
  stubbed: Type.Array(Type.String()),
});
export type PreviewRecord = Static<typeof PreviewRecord>;

/** A preview's channel as its page lists it: `id` is the site's own, `channel` what it is reached by. */
export interface PreviewCard extends ChannelInfo {
  readonly id: string;
}

/** Which preview a channel's page belongs to. */
export interface PreviewedAs {
  readonly name: string;
  /** The site's own id of the channel. */
  readonly id: string;
  /** Where the preview's page is. */
  readonly path: string;
}
