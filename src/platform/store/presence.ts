/** Which agents are there, for which groups, and until when. An agent's rows outlive the time for a day: that tells who has gone. */

import type { Pool } from "pg";
import { readable } from "#platform/store/readable-json.ts";
import type { Agent } from "#runtime/state.ts";
import type { PresenceRequest } from "#wire/agents.ts";

export interface Present {
  readonly brand: string;
  readonly group: string;
  readonly agent: string;
  readonly name: string;
  /** Milliseconds from now. */
  readonly leftMs: number;
}

/** Says that an agent is there, for these groups and no others. */
export async function setPresence(pool: Pool, agent: string, { name, groups }: PresenceRequest, seconds: number) {
  await pool.query(
    `with gone as (
       delete from presence p where agent = $1
         and not exists (select from unnest($3::text[], $4::text[]) as g(brand, "group")
           where g.brand = p.brand and g."group" = p."group"))
     insert into presence (brand, "group", agent, name, until)
       select distinct brand, "group", $1, $2, now() + make_interval(secs => $5)
         from unnest($3::text[], $4::text[]) as g(brand, "group")
     on conflict (agent, brand, "group") do update set name = excluded.name, until = excluded.until`,
    [agent, name, groups.map(({ brand }) => brand), groups.map(({ group }) => group), seconds],
  );
}

export async function endPresence(pool: Pool, agent: string): Promise<void> {
  await pool.query("update presence set until = least(until, now()) where agent = $1", [agent]);
}

/** Who is there now. */
export async function present(pool: Pool): Promise<readonly Present[]> {
  const { rows } = await pool.query<Present>({
    name: "present",
    text: `select brand, "group", agent, name, (extract(epoch from until - now()) * 1000)::float8 as "leftMs"
      from presence where until > now() order by agent`,
  });
  return rows;
}

/** Hand-offs that somebody claimed who has said that they are there, and has not been for so long. */
export async function abandoned(
  pool: Pool,
  seconds: number,
): Promise<readonly { conversation: string; agent: Agent }[]> {
  const { rows } = await pool.query<{ conversation: string; agent: Agent }>(
    `select h.conversation, h.agent from handoffs h
     where h.state = 'claimed' and h.mode = 'live' and exists (
         select from presence p where p.agent = (${readable("h.agent")}) ->> 'id' having max(p.until) < now() - make_interval(secs => $1))
     limit 200`,
    [seconds],
  );
  return rows;
}

/** Forgets whom nobody has seen for a day. */
export async function forgetGone(pool: Pool): Promise<void> {
  await pool.query("delete from presence where until < now() - interval '1 day'");
}
