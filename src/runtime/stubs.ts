/**
 * Answers of APIs as a conversation test gives them: found by method and path, used up one request after another. In a
 * test they stand in for every API; in a preview, for those that it may not ask.
 */

import { nearest } from "#content/nearest.ts";
import type { Effect } from "#runtime/effect.ts";
import type { CallResult } from "#runtime/event.ts";
import { statusMayPass } from "#runtime/status-may-pass.ts";

export type StubAnswer =
  | "timeout"
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };

/** A list is used up one request after another; its last answer stays. */
export type StubAnswers = StubAnswer | readonly StubAnswer[];

/** By connection, then by `METHOD /path`. */
export type StubbedCalls = Readonly<Record<string, Readonly<Record<string, StubAnswers>>>>;

type Call = Extract<Effect, { kind: "call" }>;

export interface Answered {
  readonly kind: "answered";
  readonly result: CallResult;
  /** Requests that were made: the repeats are among them. */
  readonly requests: number;
}

export interface Unanswered {
  readonly kind: "unanswered";
  readonly request: string;
  /** The stub that was most likely meant. */
  readonly nearest: string | undefined;
}

export interface Stubs {
  /** Answers a call as the platform would perform it, its repeats included. */
  answer(call: Call): Answered | Unanswered;
}

/** A list of answers begins anew with each `Stubs`. `used` learns of every stub that answers. */
export function stubsOf(calls: StubbedCalls, used: (connection: string, request: string) => void): Stubs {
  const next = new Map<StubAnswers, number>();

  function once(answers: StubAnswers): StubAnswer {
    if (!Array.isArray(answers)) return answers as StubAnswer;
    const index = next.get(answers) ?? 0;
    next.set(answers, index + 1);
    return answers[Math.min(index, answers.length - 1)] ?? {};
  }

  return {
    answer(call) {
      const stubs = Object.hasOwn(calls, call.connection) ? calls[call.connection] : {};
      const keys = Object.keys(stubs ?? {});
      const request = requestOf(call);
      const key = keys.find((each) => isSameRequest(each, call));
      const answers = key === undefined ? undefined : stubs?.[key];
      if (key === undefined || answers === undefined) {
        return { kind: "unanswered", request, nearest: nearest(request, keys) };
      }
      used(call.connection, key);
      for (let requests = 1; ; requests += 1) {
        const result = resultOf(once(answers));
        if (requests >= triesOf(call, result)) return { kind: "answered", result, requests };
      }
    },
  };
}

/** How often a call asks for this answer, where nothing else is answered: what may pass is asked for again. */
export function triesOf(call: Call, result: CallResult): number {
  const mayPass = result.kind === "timeout" || (result.kind === "answer" && statusMayPass(result.status));
  return mayPass ? call.tries : 1;
}

/** A request as a stub's key writes it: nothing of the path is escaped. */
export function requestOf({ method, path }: Call): string {
  return `${method.toUpperCase()} ${unescaped(withSlash(path))}`;
}

function isSameRequest(key: string, { method, path }: Call): boolean {
  const blank = key.indexOf(" ");
  const wanted = withSlash(key.slice(blank + 1).trim());
  if (key.slice(0, blank).toUpperCase() !== method.toUpperCase()) return false;
  return wanted === withSlash(path) || unescaped(wanted) === unescaped(withSlash(path));
}

function withSlash(path: string): string {
  return path.startsWith("/") ? path : `/${path}`;
}

/** The path with what was escaped in it as it was; of a path that cannot be read so, the path itself. */
function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

export function resultOf(answer: StubAnswer): CallResult {
  if (answer === "timeout") return { kind: "timeout" };
  // An answer without a body is what the platform makes of one: an empty text.
  const { status = 200, headers = {}, body = "" } = answer;
  const small = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return { kind: "answer", status, headers: Object.fromEntries(small), body };
}
