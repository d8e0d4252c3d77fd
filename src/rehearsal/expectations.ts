/** What is to be true once a talk is over. */

import { nearest } from "#content/nearest.ts";
import type { Path } from "#content/node.ts";
import type { Method } from "#content/workflow.ts";
import { endOf, withoutOutcome } from "#rehearsal/end.ts";
import type { Failure } from "#rehearsal/failure.ts";
import { fits, shownValue, valueAt } from "#rehearsal/fits.ts";
import { standing } from "#rehearsal/mismatch.ts";
import type { Asked } from "#rehearsal/rehearse.ts";
import type { Call, Handoff, Stage } from "#rehearsal/stage.ts";
import type { Expectation, ExpectedCall, Test, TestFile } from "#rehearsal/test-file.ts";
import { requestOf } from "#runtime/stubs.ts";

export function expectationFailures(
  file: TestFile,
  test: Test,
  root: Path,
  stage: Stage,
  asked: readonly Asked[],
): readonly Failure[] {
  const { expect } = test;
  if (!expect) return [];
  const at = (...path: Path): Path => [...root, "expect", ...path];
  return [
    ...endFailures(expect, at("end"), stage),
    ...handoffFailures(expect, at("handoff"), stage),
    ...Object.entries(expect.vars ?? {}).flatMap(([name, value]) =>
      variableFailures(name, value, at("vars", name), file, stage),
    ),
    ...Object.entries(expect.calls ?? {}).flatMap(([connection, calls]) =>
      callFailures(connection, calls, at("calls", connection), asked),
    ),
    ...tagFailures(expect, at("tags"), stage),
    ...stepFailures(expect, at(), stage),
  ];
}

function failed(path: Path, message: string, more: Partial<Failure> = {}): Failure {
  return { check: "test-failed", path, at: "value", message, ...more };
}

function endFailures({ end }: Expectation, path: Path, stage: Stage): readonly Failure[] {
  if (end === undefined) return [];
  const wanted = end ?? withoutOutcome;
  const outcome = endOf(stage);
  if (outcome === undefined) {
    return [failed(path, `the talk should end with "${wanted}", but it has not ended`, { label: standing(stage) })];
  }
  if (outcome === wanted) return [];
  const came = outcome === withoutOutcome ? "without an outcome" : `with "${outcome}"`;
  return [failed(path, `the talk should end with "${wanted}", but it ends ${came}`)];
}

/** Every hand-over, those that nobody took in time among them. */
function handoffsOf(stage: Stage): readonly Handoff[] {
  return stage.lines.flatMap((line) => (line.kind === "handoff" ? [line.handoff] : []));
}

function handoffFailures({ handoff }: Expectation, path: Path, stage: Stage): readonly Failure[] {
  if (handoff === undefined) return [];
  const groups = handoffsOf(stage).map(({ group }) => group);
  if (groups.includes(handoff)) return [];
  const came = groups.length === 0 ? "to nobody" : `to ${groups.map((group) => `"${group}"`).join(", ")}`;
  return [failed(path, `the conversation should be handed to "${handoff}", but it is handed ${came}`)];
}

function variableFailures(name: string, wanted: unknown, path: Path, file: TestFile, stage: Stage): readonly Failure[] {
  const own = file.workflow === undefined ? undefined : stage.variables.get(file.workflow);
  const all = own ? [own] : [...stage.variables.values()].toReversed();
  const [first = ""] = name.split(".");
  const variables = all.find((each) => Object.hasOwn(each, first));
  const values = variables ?? { user: stage.state().user };
  const found = valueAt(values, name);
  if (found !== undefined && fits(found, wanted)) return [];
  if (found === undefined && wanted === null) return [];
  if (found === undefined) {
    const guess = nearest(
      first,
      all.flatMap((each) => Object.keys(each)),
    );
    return [
      failed(path, `the variable "${name}" should be ${shownValue(wanted)}, but it has no value`, {
        ...(guess !== undefined && guess !== first && { help: `did you mean "${guess}"?` }),
      }),
    ];
  }
  return [failed(path, `the variable "${name}" should be ${shownValue(wanted)}, but it is ${shownValue(found)}`)];
}

function callFailures(
  connection: string,
  wanted: number | readonly ExpectedCall[],
  path: Path,
  asked: readonly Asked[],
): readonly Failure[] {
  const calls = asked.filter(({ call }) => call.connection === connection);
  const list = calls.map(({ call }) => requestOf(call)).join(", ");
  const came = calls.length === 0 ? "it is not asked at all" : `it is asked for ${list}`;
  const count = typeof wanted === "number" ? wanted : wanted.length === 0 ? 0 : undefined;
  if (count !== undefined) {
    // A call that was repeated may be counted once, or by its requests.
    const requests = calls.reduce((sum, each) => sum + each.requests, 0);
    if (count === calls.length || count === requests) return [];
    return [failed(path, `"${connection}" should be asked ${times(count)}, but ${came}`)];
  }
  let from = 0;
  for (const [index, call] of (wanted as readonly ExpectedCall[]).entries()) {
    const at = calls.findIndex((each, position) => position >= from && isSent(each, call));
    if (at < 0) {
      const more = whatDiffers(calls.slice(from), call);
      const before = calls.some((each, position) => position < from && isSent(each, call));
      const where = before ? " after that" : "";
      return [
        failed([...path, index], `"${connection}" should be sent ${shownCall(call)}${where}, but ${came}${more}`),
      ];
    }
    from = at + 1;
  }
  return [];
}

function times(count: number): string {
  return count === 0 ? "nothing" : count === 1 ? "once" : `${count} times`;
}

const methods: readonly Method[] = ["get", "post", "put", "patch", "delete"];

/** Of the request that was meant: what it was sent with, where that is other than expected. */
function whatDiffers(calls: readonly Asked[], wanted: ExpectedCall): string {
  const request = Object.fromEntries(Object.entries(wanted).filter(([key]) => methods.includes(key as Method)));
  const meant = calls.find((each) => isSent(each, request));
  if (!meant) return "";
  const sent = { query: meant.call.query, headers: headersOf(meant.call), body: meant.call.body };
  return (["query", "headers", "body"] as const)
    .filter((key) => wanted[key] !== undefined && !isSent(meant, { [key]: wanted[key] }))
    .map((key) => `, with the ${key} ${shownValue(sent[key])}`)
    .join("");
}

function isSent({ call }: Asked, wanted: ExpectedCall): boolean {
  return Object.entries(wanted).every(([key, value]) => {
    if (value === undefined) return true;
    if (methods.includes(key as Method)) {
      const request = requestOf(call);
      const path = request.slice(request.indexOf(" ") + 1);
      const plain = String(value).startsWith("/") ? String(value) : `/${String(value)}`;
      return call.method === key && (path === plain || call.path === plain);
    }
    if (key === "query") return fits(call.query, textual(value));
    if (key === "headers") return fits(smallKeys(headersOf(call)), smallKeys(textual(value)));
    return key === "body" && fits(call.body, value);
  });
}

/** The key that lets an API know a repeated request goes as a header, as the platform sends it. */
function headersOf({ headers, idempotencyKey }: Call): Readonly<Record<string, string>> {
  return idempotencyKey === undefined ? headers : { ...headers, "idempotency-key": idempotencyKey };
}

/** Queries and headers are texts, however they are written. */
function textual(value: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, String(inner)]));
}

function smallKeys(map: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key.toLowerCase(), value]));
}

function shownCall(call: ExpectedCall): string {
  const parts = Object.entries(call).map(([key, value]) =>
    methods.includes(key as Method) ? `${key.toUpperCase()} ${String(value)}` : `${key} ${shownValue(value)}`,
  );
  return parts.join(" with ");
}

function tagFailures({ tags }: Expectation, path: Path, stage: Stage): readonly Failure[] {
  const found = new Set(handoffsOf(stage).flatMap(({ tags: own }) => own));
  const came = found.size === 0 ? "none is set" : `those set are ${[...found].join(", ")}`;
  return (tags ?? []).flatMap((tag, index) =>
    found.has(tag) ? [] : [failed([...path, index], `the tag "${tag}" should be set, but ${came}`)],
  );
}

function stepFailures({ visited, never }: Expectation, path: Path, stage: Stage): readonly Failure[] {
  const steps = new Set<string>();
  for (const passage of stage.passages) if (passage.kind === "entered") steps.add(passage.step);
  for (const line of stage.lines) if (line.kind === "bot") steps.add(line.step);
  return [
    ...(visited ?? []).flatMap((step, index) =>
      steps.has(step)
        ? []
        : [failed([...path, "visited", index], `the talk should come by the step "${step}", but does not`)],
    ),
    ...(never ?? []).flatMap((step, index) =>
      steps.has(step)
        ? [failed([...path, "never", index], `the talk should never come by the step "${step}", but does`)]
        : [],
    ),
  ];
}
