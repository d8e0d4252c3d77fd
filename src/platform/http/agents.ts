/** The agents' API: what people who take over call (see `wire/agents.ts`). */

import type { FastifyInstance, FastifyReply } from "fastify";
import type { Pool } from "pg";
import type { AgentNews, AgentNewsOf } from "#platform/conversations/agent-news.ts";
import type { Agents } from "#platform/conversations/agents.ts";
import { liveGroups } from "#platform/conversations/live-groups.ts";
import type { LiveSide } from "#platform/conversations/live-side.ts";
import type { Presence } from "#platform/conversations/presence.ts";
import type { Taken } from "#platform/conversations/turns.ts";
import { eventStream } from "#platform/http/event-stream.ts";
import { problem } from "#platform/http/problem.ts";
import type { Needs } from "#platform/http/scopes.ts";
import { channelOf } from "#platform/store/conversations.ts";
import { addNote, endRecord, queues } from "#platform/store/handoffs.ts";
import { endPresence, setPresence } from "#platform/store/presence.ts";
import { ActRequest, type GroupRecord, PresenceRequest, SayRequest } from "#wire/agents.ts";

export interface AgentsOptions {
  readonly pool: Pool;
  readonly live: LiveSide;
  readonly agents: Agents;
  readonly presence: Presence;
  readonly news: AgentNewsOf;
  /** Somebody came or went: told to the other replicas. */
  presenceMoved(): void;
}

const defaultSeconds = 60;
const heartbeatMs = 15_000;
const maxStreams = 1000;
const openStates = ["waiting", "claimed"];

type Named = { Params: { id: string } };

/** Routes below `/agents/v1`. Answers how to end every stream. */
export function agentsApi(app: FastifyInstance, needs: Needs, options: AgentsOptions): () => void {
  const { pool, live, agents, presence, news, presenceMoved } = options;
  const streams = new Set<() => void>();
  const none = (reply: FastifyReply): FastifyReply =>
    problem(reply, 404, "no-conversation", "there is no such conversation");

  app.get("/groups", needs, async () => {
    const [groups, open] = await Promise.all([liveGroups(live), queues(pool), presence.fresh()]);
    const records = groups.map(({ brand, group, name, isOpen }): GroupRecord => {
      const queue = open.find((each) => each.brand === brand && each.group === group);
      const { waiting = 0, claimed = 0, records = 0 } = queue ?? {};
      const online = [...presence.online(brand, group)];
      return { brand, group, name, open: isOpen, online, waiting, claimed, records };
    });
    return { groups: records };
  });

  app.put<{ Params: { agent: string }; Body: PresenceRequest }>(
    "/presence/:agent",
    { ...needs, schema: { body: PresenceRequest } },
    async (request) => {
      const seconds = request.body.seconds ?? defaultSeconds;
      await setPresence(pool, request.params.agent, request.body, seconds);
      presenceMoved();
      return { seconds };
    },
  );
  app.delete<{ Params: { agent: string } }>("/presence/:agent", needs, async (request, reply) => {
    await endPresence(pool, request.params.agent);
    presenceMoved();
    return reply.status(204).send();
  });

  app.get<{ Querystring: Readonly<Record<string, string | undefined>> }>("/handoffs", needs, async (request, reply) => {
    const { state, mode, brand, group, after } = request.query;
    if (mode !== undefined && mode !== "live" && mode !== "offline") {
      return problem(reply, 400, "bad-request", 'a mode is "live" or "offline"');
    }
    const [, moment = ""] = /^(\d{4}-[0-9T:.Z-]{10,30}) [\w-]{1,64} [\w.-]{1,64}$/.exec(after ?? "") ?? [];
    if (after !== undefined && Number.isNaN(Date.parse(moment))) {
      return problem(reply, 400, "bad-request", '"after" is what "next" was in the answer before');
    }
    return agents.handoffs({
      states: state === undefined ? openStates : String(state).split(","),
      mode: mode ?? null,
      brand: brand ?? null,
      group: group ?? null,
      after: after ?? "",
    });
  });

  app.get<Named & { Querystring: { after?: string } }>("/conversations/:id", needs, async (request, reply) => {
    const after = Number.parseInt(String(request.query.after), 10);
    const record = await agents.record(request.params.id, after > 0 && after < 2 ** 31 ? after : 0);
    return record ?? none(reply);
  });

  const acts = {
    claim: agents.claim,
    release: agents.release,
    return: agents.handBack,
    close: agents.close,
  } as const;
  for (const [name, act] of Object.entries(acts)) {
    app.post<Named & { Body: ActRequest }>(
      `/conversations/:id/${name}`,
      { ...needs, schema: { body: ActRequest } },
      async (request) => acted(await act(request.params.id, request.body)),
    );
  }
  app.post<Named & { Body: SayRequest }>(
    "/conversations/:id/messages",
    { ...needs, schema: { body: SayRequest } },
    async (request) => acted(await agents.say(request.params.id, request.body)),
  );
  app.post<Named & { Body: SayRequest }>(
    "/conversations/:id/notes",
    { ...needs, schema: { body: SayRequest } },
    async (request, reply) => {
      const { id, agent, text } = request.body;
      if ((await channelOf(pool, request.params.id)) === null) return none(reply);
      await addNote(pool, request.params.id, id, agent, text);
      return reply.status(201).send({});
    },
  );
  app.post<{ Params: { id: string; handoff: string }; Body: ActRequest }>(
    "/records/:id/:handoff/done",
    { ...needs, schema: { body: ActRequest } },
    async (request, reply) => {
      const { id, handoff } = request.params;
      if (await endRecord(pool, id, handoff, request.body.agent)) return {};
      return problem(reply, 404, "no-record", "there is no such record");
    },
  );

  app.get("/events", needs, (_request, reply) => {
    if (streams.size >= maxStreams) {
      return void problem(reply.header("retry-after", "5"), 429, "too-many-streams", "too many streams are open");
    }
    const stream = eventStream(reply, heartbeatMs, () => undefined);
    const leave = news.listen(({ kind, ...hint }: AgentNews) => stream.write(kind, hint));
    streams.add(stream.end);
    stream.onEnd(() => {
      leave();
      streams.delete(stream.end);
    });
  });

  return () => {
    for (const end of [...streams]) end();
  };
}

function acted({ taken, seq }: Taken): { readonly taken: boolean; readonly seq: number } {
  return { taken, seq };
}
