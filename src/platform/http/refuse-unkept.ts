/**
 * What programs send must be kept as it is, or refused: PostgreSQL takes no zero byte in a text, and half of a pair of
 * surrogates would be stored as another character. One hook for all routes, so that none has to think of it. What
 * customers write is not looked at here: it is kept as JSON, which takes everything.
 */

import type { FastifyInstance } from "fastify";
import { isKept } from "#content/kept-text.ts";
import { problem } from "#platform/http/problem.ts";

/** Deeper than any site's content goes; what comes after it works by recursion. */
const maxDepth = 500;

interface Misfit {
  /** The keys and indexes that lead to it. */
  readonly path: readonly (string | number)[];
  readonly why: string;
}

export function refuseWhatIsNotKept(app: FastifyInstance): void {
  app.addHook("preValidation", async ({ body }, reply) => {
    if (typeof body !== "object" || Buffer.isBuffer(body)) return;
    const misfit = misfitIn(body, 0);
    if (!misfit) return;
    const path = JSON.stringify(misfit.path.slice(0, 10).join(".").slice(0, 100));
    return problem(reply, 400, "bad-request", `${path} ${misfit.why}`);
  });
}

function misfitIn(value: unknown, depth: number): Misfit | null {
  if (typeof value === "string") return isKept(value) ? null : { path: [], why: notKept };
  if (typeof value !== "object" || value === null) return null;
  if (depth > maxDepth) return { path: [], why: "is nested too deep" };
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const misfit = misfitIn(item, depth + 1);
      if (misfit) return { ...misfit, path: [index, ...misfit.path] };
    }
    return null;
  }
  for (const key of Object.keys(value)) {
    if (!isKept(key)) return { path: [key], why: notKept };
    const misfit = misfitIn((value as Readonly<Record<string, unknown>>)[key], depth + 1);
    if (misfit) return { ...misfit, path: [key, ...misfit.path] };
  }
  return null;
}

const notKept = "holds a zero byte or half of a character, which cannot be kept";
