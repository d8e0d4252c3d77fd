/**
 * How many conversations are under way on some bodies, and where they stand. Under way: its revision still holds, so it
 * has not ended, was not taken back, and heard the customer since the moment after which it would go on with what is
 * live; what agents hold stays as long as they hold it. Who tries a preview is no customer.
 */

import type { Pool } from "pg";
import type { Digest } from "#content/body.ts";
import { readable } from "#platform/store/readable-json.ts";
import type { StandingRecord } from "#wire/admin.ts";

/** `since`, in milliseconds since 1970: who was quiet for longer is on its revision no more. */
export async function running(
  pool: Pool,
  bodies: readonly Digest[],
  since: number,
): Promise<readonly StandingRecord[]> {
  const { rows } = await pool.query<StandingRecord>(
    `with under_way as (
       select channel, revision::jsonb as revision, ${readable("state")} as state from conversations
         where status <> 'ended' and channel not like '~%' and not recalled and (status = 'agents' or said > $2)
           and (revision ->> 'assistant' = any($1) or revision ->> 'brand' = any($1) or revision ->> 'channel' = any($1))
     ), placed as (
       select channel, revision, (
           select coalesce(jsonb_agg(jsonb_build_object('workflow', f.frame ->> 'workflow', 'step', f.frame ->> 'step')
               order by f.layer, f.place), '[]')
             from (
               select 0 as layer, i.place, i.frame
                 from json_array_elements(state #> '{interrupted,frames}') with ordinality as i(frame, place)
               union all
               select 1, o.place, o.frame
                 from json_array_elements(state -> 'frames') with ordinality as o(frame, place)) as f
         ) as frames
         from under_way
     )
     select channel, revision, frames, count(*)::int as conversations from placed
       group by channel, revision, frames order by conversations desc, channel, frames::text`,
    [bodies, new Date(since)],
  );
  return rows;
}
