/** The interpreter's contract (see the functions' comments). Pure: clock and agents come in as `World`. */

import type { AssistantBody, BrandBody, ChannelBody } from "#content/body.ts";
import type { Effect } from "#runtime/effect.ts";
import type { Event } from "#runtime/event.ts";

/** What a conversation runs on: compiled once a revision, shared by all its conversations. */
export interface Program {
  /** Null: the channel's default response answers. */
  readonly assistant: AssistantBody | null;
  /** The brand whose values, schedules, groups and articles the workflows see. */
  readonly brand: BrandBody;
  readonly channel: ChannelBody;
}

export interface World {
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  agentsOnline(group: string): number;
}
