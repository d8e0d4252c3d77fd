/** How both APIs say that something went wrong: a code for programs and a sentence for people, never a trace. */

import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import { NotTheirs } from "#platform/conversations/agents.ts";
import { AnotherCustomer, NoFileWanted } from "#platform/conversations/conversations.ts";
import { NotScanned } from "#platform/conversations/scan-file.ts";
import { Busy, NoConversation } from "#platform/conversations/turns.ts";

/** `more` stands beside the code and the message. */
export function problem(
  reply: FastifyReply,
  status: number,
  code: string,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): FastifyReply {
  return reply
    .status(status)
    .type("application/json; charset=utf-8")
    .send({ error: { code, message, ...more } });
}

const codes: Readonly<Record<number, string>> = {
  400: "bad-request",
  413: "too-large",
  414: "too-long",
  415: "media-type",
};

/** What a handler throws is a fault of the platform's, unless it is the client's. `log` gets the faults. */
export function answerErrors(app: FastifyInstance, log: (error: unknown) => void): void {
  app.setErrorHandler((error: FastifyError, _request, reply) => answerError(error, reply, log));
  app.setNotFoundHandler((_request, reply) => problem(reply, 404, "not-found", "there is nothing here"));
}

export function answerError(error: FastifyError, reply: FastifyReply, log: (error: unknown) => void): FastifyReply {
  if (error instanceof NoConversation) return problem(reply, 404, "no-conversation", "there is no such conversation");
  if (error instanceof NotTheirs) return problem(reply, 409, error.code, error.message, { agent: error.agent });
  if (error instanceof Busy)
    return problem(reply.header("retry-after", "1"), 429, "busy", "too much is under way here");
  if (error instanceof NotScanned) {
    const message = "the file could not be looked at just now, and was not taken: send it again";
    return problem(reply.header("retry-after", "10"), 503, "not-scanned", message);
  }
  if (error instanceof NoFileWanted) return problem(reply, 409, "no-file-wanted", error.message);
  if (error instanceof AnotherCustomer) return problem(reply, 409, "another-customer", error.message);
  const status = error.statusCode ?? 500;
  if (status < 500) return problem(reply, status, codes[status] ?? "bad-request", error.message);
  log(error);
  return problem(reply, 500, "fault", "something went wrong here; asking again may help");
}
