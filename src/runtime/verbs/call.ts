/** `call`: an API is asked, and the conversation goes on with its answer. */

import { milliseconds } from "#content/duration.ts";
import type { CallStep, Method } from "#content/workflow.ts";
import { parseTemplate } from "#expr/template.ts";
import type { CallResult } from "#runtime/event.ts";
import { keptValueOf, machineText, resultOf, TextFailed } from "#runtime/texts.ts";
import { assign, follow, type Here, type Move, nextId, onward } from "#runtime/turn.ts";

const methods: readonly Method[] = ["get", "post", "put", "patch", "delete"];

export function runCall(here: Here<CallStep>): Move {
  const { step, turn, workflow } = here;
  const method = methodOf(step);
  // Whatever a value holds, it stays inside its part of the path: a question mark is the author's.
  const [path = "/", search = ""] = machineText(here, step[method] ?? "/", {}, encodeURIComponent).split(/\?(.*)/s);
  const query = { ...Object.fromEntries(new URLSearchParams(search)), ...filledMap(here, step.query ?? {}) };
  const headers = filledMap(here, step.headers ?? {});
  const body = step.body === undefined ? {} : { body: filledJson(here, step.body) };
  const key = step.idempotency_key === undefined ? undefined : resultOf(here, step.idempotency_key);
  if (key && !key.ok) throw new TextFailed(`idempotency_key: ${key.message}`);
  const call = nextId(turn, "c");
  turn.effects.push({
    kind: "call",
    call,
    workflow: workflow.workflow.workflow,
    step: step.id,
    connection: step.call,
    method,
    path,
    query,
    headers,
    ...body,
    timeoutMs: milliseconds(step.timeout ?? "5s"),
    tries: (step.retry?.max ?? 0) + 1,
    backoffMs: milliseconds(step.retry?.backoff ?? "500ms"),
    ...(key && { idempotencyKey: String(key.value) }),
  });
  return { kind: "wait", waiting: { kind: "call", call } };
}

export function methodOf(step: CallStep): Method {
  return methods.find((each) => step[each] !== undefined) ?? "get";
}

export function answerCall(here: Here<CallStep>, result: CallResult): Move {
  const { step, turn } = here;
  if (result.kind === "timeout") return failedCall(here, ["timeout"], "no answer in time");
  if (result.kind === "failed") return failedCall(here, [], result.why);
  const { status, headers, body } = result;
  if (status < 200 || status > 299) {
    return failedCall(here, [String(status), `${Math.floor(status / 100)}xx`], `status ${status}`);
  }
  const saved: Record<string, unknown> = {};
  for (const [name, source] of Object.entries(step.save ?? {})) {
    const value = keptValueOf(here, source, { status, headers, body });
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
    Object.entries(map).map(([name, value]) => [
      name,
      typeof value === "string" ? machineText(here, value) : String(value),
    ]),
  );
}

/** JSON with every text filled in. A text that is nothing but one expression is that expression's value. */
function filledJson(here: Here, value: unknown): unknown {
  if (typeof value === "string") {
    const [part, ...others] = parseTemplate(value);
    if (part?.kind !== "expression" || others.length > 0) return machineText(here, value);
    const result = resultOf(here, part.source);
    if (!result.ok) throw new TextFailed(`{{ ${part.source} }}: ${result.message}`);
    return result.value;
  }
  if (Array.isArray(value)) return value.map((item) => filledJson(here, item));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filledJson(here, inner)]));
  }
  return value;
}
