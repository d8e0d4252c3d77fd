/** `call`: an API is asked, and the conversation goes on with its answer. */

import { milliseconds } from "#content/duration.ts";
import type { CallStep, Method } from "#content/workflow.ts";
import type { CallResult } from "#runtime/event.ts";
import { assign, fill, follow, type Here, type Move, nextId, onward, resultOf } from "#runtime/turn.ts";

const methods: readonly Method[] = ["get", "post", "put", "patch", "delete"];

export function runCall(here: Here<CallStep>): Move {
  const { step, turn, workflow } = here;
  const method = methods.find((each) => step[each] !== undefined) ?? "get";
  const key = step.idempotency_key === undefined ? undefined : resultOf(here, step.idempotency_key);
  if (key && !key.ok) return { kind: "fail", code: "expression", why: `idempotency_key: ${key.message}` };
  const call = nextId(turn, "c");
  // Whatever a value holds, it stays inside its part of the path: a question mark is the author's own.
  const [path = "/", search = ""] = fill(here, step[method] ?? "/", {}, encodeURIComponent).split(/\?(.*)/s);
  turn.effects.push({
    kind: "call",
    call,
    workflow: workflow.workflow.workflow,
    step: step.id,
    connection: step.call,
    method,
    path,
    query: { ...Object.fromEntries(new URLSearchParams(search)), ...filledMap(here, step.query ?? {}) },
    headers: filledMap(here, step.headers ?? {}),
    ...(step.body !== undefined && { body: filledJson(here, step.body) }),
    timeoutMs: milliseconds(step.timeout ?? "5s"),
    tries: (step.retry?.max ?? 0) + 1,
    backoffMs: milliseconds(step.retry?.backoff ?? "500ms"),
    ...(key && { idempotencyKey: String(key.value) }),
  });
  return { kind: "wait", waiting: { kind: "call", call } };
}

export function answerCall(here: Here<CallStep>, result: CallResult): Move {
  const { step, turn } = here;
  if (result.kind !== "answer") return failedCall(here, result.kind === "timeout" ? ["timeout"] : [], result.kind);
  const { status, headers, body } = result;
  if (status < 200 || status > 299) {
    return failedCall(here, [String(status), `${Math.floor(status / 100)}xx`], `status ${status}`);
  }
  const saved: Record<string, unknown> = {};
  for (const [name, source] of Object.entries(step.save ?? {})) {
    const value = resultOf(here, source, { status, headers, body });
    if (!value.ok) return failedCall(here, [], `save ${name}: ${value.message}`);
    saved[name] = value.value;
  }
  assign(turn, saved);
  return onward(here);
}

/** The nearest error exit; without one, the fallback. */
function failedCall(here: Here<CallStep>, keys: readonly string[], why: string): Move {
  const { step, turn, workflow } = here;
  const errors = step.errors ?? {};
  const key = [...keys, "else"].find((each) => Object.hasOwn(errors, each));
  if (key === undefined) return { kind: "fail", code: "call-failed", why: `${step.call}: ${why}` };
  turn.effects.push({
    kind: "log",
    level: "warning",
    code: "call-failed",
    message: `${step.call}: ${why}`,
    workflow: workflow.workflow.workflow,
    step: step.id,
  });
  return follow(here, errors[key], `errors.${key}`);
}

function filledMap(here: Here, map: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => [name, typeof value === "string" ? fill(here, value) : String(value)]),
  );
}

/** JSON with every text filled in. A text that is one expression keeps that expression's type. */
function filledJson(here: Here, value: unknown): unknown {
  if (typeof value === "string") {
    const whole = /^\{\{((?:(?!\}\}).)*)\}\}$/s.exec(value.trim());
    if (!whole) return fill(here, value);
    const result = resultOf(here, whole[1]?.trim() ?? "");
    return result.ok ? result.value : fill(here, value);
  }
  if (Array.isArray(value)) return value.map((item) => filledJson(here, item));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filledJson(here, inner)]));
  }
  return value;
}
