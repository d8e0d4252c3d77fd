/** Files from customers as they come in (see `wire/customer.ts`): bytes, where everything else is JSON. */

import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  onRequestAsyncHookHandler,
  onRequestHookHandler,
} from "fastify";
import { type Conversations, NoFileWanted } from "#platform/conversations/conversations.ts";
import { atOnce } from "#platform/http/at-once.ts";
import { isOwnAddress, type Meter, networkOf, tooMany } from "#platform/http/limits.ts";
import { problem } from "#platform/http/problem.ts";
import { FileParams } from "#wire/customer.ts";

const megabyte = 1024 * 1024;
const maxFile = 10 * megabyte;
/** A file that comes is held in memory until it is there. */
const mostComing = 30;
const mostComingFromOne = 5;
/** Who has been at it for so long, and sends less than that, gives way when there is no place for anybody else. */
const patienceMs = 10_000;
const slowestBytesPerMs = 20;

/** A file that is not there yet. */
interface Coming {
  /** Bytes a millisecond, of those who may be judged by now; infinite for all others. */
  speed(): number;
  letGo(): void;
}

type Upload = { Params: { id: string; file: string }; Querystring: { name?: string }; Body: unknown };

/** `speaker` are the hooks that say who may send something at all. */
export function takeUploads(
  app: FastifyInstance,
  speaker: readonly (onRequestAsyncHookHandler | onRequestHookHandler)[],
  { conversations, limits }: { readonly conversations: Conversations; readonly limits: Meter },
): void {
  const places = atOnce();
  const coming = new Set<Coming>();

  /** Ends what comes slowest, where it is slow. */
  function makeRoom(): void {
    const [slowest] = [...coming].sort((a, b) => a.speed() - b.speed());
    if (slowest && slowest.speed() < slowestBytesPerMs) slowest.letGo();
  }

  function follow({ raw }: FastifyRequest, reply: FastifyReply, leave: () => void): void {
    const { socket } = raw;
    const [began, before] = [performance.now(), socket.bytesRead];
    const each: Coming = {
      speed() {
        const tookMs = performance.now() - began;
        const isJudged = !raw.complete && tookMs > patienceMs;
        return isJudged ? (socket.bytesRead - before) / tookMs : Number.POSITIVE_INFINITY;
      },
      letGo() {
        gone();
        socket.destroy();
      },
    };
    const gone = (): void => {
      coming.delete(each);
      leave();
    };
    coming.add(each);
    reply.raw.once("close", gone);
  }

  /** All that can be known before the body is read: what nobody wants is not to be held. */
  const isWelcome = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const { ip } = request;
    const { id, file } = request.params as Upload["Params"];
    if (!request.validateInput(request.params, "params")) {
      return problem(reply, 400, "bad-request", "a file's id has 8 to 64 letters, digits, - and _");
    }
    if (!(await conversations.awaitsFile(id, file))) throw new NoFileWanted();
    const length = Math.min(Number(request.headers["content-length"] ?? maxFile) || 0, maxFile);
    const wait = limits.takeFrom("addressMegabytes", ip, length / megabyte);
    if (wait > 0) return tooMany(reply, wait);
    // Who went away meanwhile will not go once more.
    if (reply.raw.destroyed) return reply.hijack();
    const own = isOwnAddress(ip) ? [] : ([[networkOf(ip), mostComingFromOne]] as const);
    if (coming.size >= mostComing) makeRoom();
    const leave = places.enter([["all", mostComing], ...own]);
    if (!leave) return tooMany(reply, 5);
    follow(request, reply, leave);
  };

  app.addContentTypeParser("application/octet-stream", { parseAs: "buffer" }, (_request, body, done) =>
    done(null, body),
  );
  app.put<Upload>(
    "/conversations/:id/files/:file",
    { onRequest: [...speaker, isWelcome], bodyLimit: maxFile, schema: { params: FileParams } },
    async (request, reply) => {
      const { id, file } = request.params;
      const { body, query } = request;
      if (!Buffer.isBuffer(body)) {
        return problem(reply, 415, "media-type", "a file is sent as application/octet-stream");
      }
      const answer = await conversations.takeFile(id, file, String(query.name ?? ""), body);
      if (answer) return { taken: answer.taken, seq: answer.seq };
      return problem(
        reply,
        429,
        "too-many-files",
        "this conversation holds as many files, or as large ones, as it may",
      );
    },
  );
}
