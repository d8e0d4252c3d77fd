/**
 * What answers a preview in place of an API. A connection that is not what is live was written by somebody whose change
 * nobody has said yes to: it is not asked at all, and gets no secret. Nor is one that is live asked what nothing live
 * asks of it: its secret opens more than what the workflows use. What the change's own conversation tests say of it
 * stands in; where they say nothing, the call fails, and leaves by its error exit.
 */

import type { Pool } from "pg";
import type { BrandBody } from "#content/body.ts";
import type { LiveSide } from "#platform/conversations/live-side.ts";
import type { CallWork, Trial } from "#platform/conversations/plan-turn.ts";
import type { Previews } from "#platform/conversations/previews.ts";
import { answersOf } from "#platform/store/previews.ts";
import type { CallResult } from "#runtime/event.ts";
import { requestOf, stubsOf } from "#runtime/stubs.ts";

export interface Asked {
  readonly result: CallResult;
  /** For whoever tries a preview: that the API was not asked. */
  readonly aside?: string;
}

/** Null: what is live asks the very same, and so may a preview. */
export type StandIn = (trial: Trial, brand: BrandBody, call: CallWork["call"]) => Promise<Asked | null>;

export function standInFor(pool: Pool, live: LiveSide, previews: Previews): StandIn {
  return async ({ channel, request }, brand, call) => {
    const isSame = await live.requests.hasConnection(brand, call.connection);
    if (isSame && request && (await live.requests.hasRequest(brand, request))) return null;
    const found = await previews.onChannel(channel);
    const calls = found ? await answersOf(pool, found.preview.name, brand.id) : {};
    const answer = stubsOf(calls, () => undefined).answer(call);
    const why = isSame ? "is not asked what nothing live asks of it." : "is stubbed, for it is not what is live.";
    const what = `Preview: "${call.connection}" ${why} ${requestOf(call)}`;
    return answer.kind === "answered"
      ? { result: answer.result, aside: `${what} is answered as a conversation test says.` }
      : {
          result: { kind: "failed", why: `the connection "${call.connection}" is stubbed in previews` },
          aside: `${what} fails: no conversation test says what it answers.`,
        };
  };
}
