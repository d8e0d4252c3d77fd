/** Traces: one for all that a customer's message brings about, with no word of theirs in it. */

import { createServer, type IncomingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { proxiesIn } from "#platform/http/proxies.ts";
import type { CollectedSpan } from "./collector.ts";
import { json } from "./fake-shop.ts";
import { smallSite } from "./small-site.ts";
import { shopSecret, tracedPlatforms } from "./traced-platforms.ts";

const traced = tracedPlatforms();
const { start, startOn, startLogging, toCollector } = traced;

/** Each span with the names of those above it, such as `POST /v1/… > turn text`. */
function paths(spans: readonly CollectedSpan[]): readonly string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const pathOf = (span: CollectedSpan): string => {
    const above = span.parentSpanId === undefined ? undefined : byId.get(span.parentSpanId);
    return above ? `${pathOf(above)} > ${span.name}` : span.name;
  };
  return spans.map(pathOf).sort();
}

const ofTrace = (traceId: string) => traced.collector.spans.filter((span) => span.traceId === traceId);
const named = (spans: readonly CollectedSpan[], name: string) => spans.find((span) => span.name === name);
const callersTrace = "0af7651916cd43dd8448eb211c80319c";
const callersSpan = "b7ad6b7169203331";
const events = "POST /v1/conversations/:id/events";

test("which trace a request is part of is a proxy's word: a stranger's begins one of its own, and is sampled as any", async () => {
  const trustsProxy = proxiesIn("192.0.2.1");
  const platform = await start({ ...toCollector(), OTEL_TRACES_SAMPLER: "parentbased_always_on" }, { trustsProxy });
  const before = traced.collector.spans.length;
  for (const flag of ["01", "00"]) {
    const traceparent = `00-${callersTrace}-${callersSpan}-${flag}`;
    await platform.request("GET", "/v1/channels/web", undefined, { traceparent });
  }
  const own = () => traced.collector.spans.slice(before).filter(({ name }) => name === "GET /v1/channels/:channel");
  await traced.collector.wait(() => own().length === 2);
  for (const span of own()) {
    expect(span.traceId).not.toBe(callersTrace);
    expect(span.parentSpanId ?? "").toBe("");
  }
});

test("a message whose turn calls an API is one trace, from the caller's on, with no word and no secret in it", async () => {
  const platform = await startLogging(toCollector());
  traced.shop.answer((response) => json(response, 500, { status: "the shop's own words" }));
  const customer = await platform.open();
  const said = "Where is my order? I am Ann Other, 221B Baker Street";
  await platform.request(
    "POST",
    `/v1/conversations/${customer.conversation}/events`,
    { kind: "text", id: "said-by-ann", text: said },
    {
      authorization: `Bearer ${customer.token}`,
      traceparent: `00-${callersTrace}-${callersSpan}-01`,
      tracestate: "ann=words",
      baggage: "ann=words",
    },
  );
  expect((await customer.transcript(3)).at(-1)).toBe("assistant: The shop does not answer.");

  await traced.collector.wait(() => ofTrace(callersTrace).length >= 5);
  const spans = ofTrace(callersTrace);
  expect(paths(spans)).toEqual([
    events,
    `${events} > turn text`,
    `${events} > turn text > call shop`,
    `${events} > turn text > call shop > GET`,
    `${events} > turn text > call shop > turn called`,
  ]);
  const request = named(spans, events);
  expect(request).toMatchObject({
    kind: 2,
    parentSpanId: callersSpan,
    attributes: {
      "http.request.method": "POST",
      "http.route": "/v1/conversations/:id/events",
      "http.response.status_code": 200,
    },
  });
  expect(named(spans, "turn text")?.attributes).toMatchObject({
    "parley.conversation.id": customer.conversation,
    "parley.channel.id": "web",
    "parley.assistant.id": "bot",
    "parley.workflow.id": "order",
    "parley.step.id": "ask",
  });
  expect(named(spans, "call shop")?.attributes).toMatchObject({
    "parley.connection.id": "shop",
    "parley.call.result": "5xx",
  });
  const asked = named(spans, "GET");
  expect(asked).toMatchObject({ kind: 3, isError: true, attributes: { "http.response.status_code": 500 } });
  expect(named(spans, "turn called")?.attributes).toMatchObject({
    "parley.workflow.id": "order",
    "parley.status": "ended",
    "parley.outcome": "solved",
  });

  // The API is part of the trace, and hears no word that the caller put beside it.
  expect(traced.shop.headers[0]).toMatchObject({ traceparent: `00-${callersTrace}-${asked?.spanId}-01` });
  expect(traced.shop.headers[0]).not.toHaveProperty("tracestate");
  expect(traced.shop.headers[0]).not.toHaveProperty("baggage");

  // What went wrong is logged with the trace, and the log of one trace names no other.
  const lines = platform
    .logged()
    .split("\n")
    .filter((line) => line.includes("call-failed"));
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { trace_id: callersTrace, span_id: named(spans, "turn called")?.spanId },
  ]);
  expect(platform.logged().split("\n")[0]).not.toContain("trace_id");

  const { text } = traced.collector;
  expect(text).toContain("parley-tests");
  for (const word of ["Ann", "Baker", "order?", "words", shopSecret, customer.token, "orders/1", "said-by-ann"]) {
    expect(text).not.toContain(word);
  }
});

test("turns that are written together stay in their own traces, and so do their lines of the log", async () => {
  const platform = await startLogging(toCollector());
  traced.shop.answer((response) => json(response, 500, {}));
  const traceOf = (n: number) => (n + 1).toString(16).padStart(32, "a");
  const customers = await Promise.all(Array.from({ length: 20 }, () => platform.open()));
  await Promise.all(
    customers.map(({ conversation, token }, n) =>
      platform.request(
        "POST",
        `/v1/conversations/${conversation}/events`,
        { kind: "text", id: "all-at-once", text: "where is my order" },
        { authorization: `Bearer ${token}`, traceparent: `00-${traceOf(n)}-${callersSpan}-01` },
      ),
    ),
  );
  for (const customer of customers) await customer.transcript(3);
  const lines = platform
    .logged()
    .split("\n")
    .filter((line) => line.includes("call-failed"))
    .map((line) => JSON.parse(line));
  const expected = customers.map(({ conversation }, n) => [conversation, traceOf(n)]).sort();
  expect(lines.map((line) => [line.conversation, line.trace_id]).sort()).toEqual(expected);
  await traced.collector.wait(() => customers.every((_, n) => ofTrace(traceOf(n)).length === 5));
  const turns = traced.collector.spans.filter(({ name }) => name === "turn called");
  const seen = turns.map(({ traceId, attributes }) => [attributes["parley.conversation.id"], traceId]);
  for (const each of expected) expect(seen).toContainEqual(each);
});

test("a request whose body comes slowly is no other trace than its turn", async () => {
  const platform = await start(toCollector());
  const { conversation, token } = await platform.open();
  const body = JSON.stringify({ kind: "text", id: "little-by-little", text: "remember a number" });
  const sent = request(`${platform.address}/v1/conversations/${conversation}/events`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "content-length": String(body.length),
    },
  });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    sent.on("response", (response) => resolve(response.resume().statusCode));
    sent.on("error", reject);
  });
  sent.write(body.slice(0, 10));
  await new Promise((resolve) => setTimeout(resolve, 100));
  sent.end(body.slice(10));
  expect(await answered).toBe(200);
  const isIts = ({ name, attributes }: CollectedSpan) =>
    name === "turn text" && attributes["parley.conversation.id"] === conversation;
  const turn = (await traced.collector.wait((all) => all.some(isIts))).find(isIts);
  await traced.collector.wait((all) =>
    all.some(({ spanId, name }) => spanId === turn?.parentSpanId && name === events),
  );
});

test("what comes later is a trace of its own, which points at the turn that it comes from", async () => {
  const databaseUrl = await traced.newDatabase();
  const platform = await startOn({ databaseUrl }, toCollector());
  const customer = await platform.open();
  await customer.say("count slowly");
  // Another one does it, if this one has not by now.
  await platform.stop();
  const other = await startOn({ databaseUrl }, toCollector());
  await other.resume(customer).transcript(4);
  const spans = await traced.collector.wait((all) => named(all, "timer") !== undefined);
  const timer = named(spans, "timer");
  const from = spans.find((span) => span.spanId === timer?.links[0]?.spanId);
  expect(from).toMatchObject({ name: "turn text", attributes: { "parley.workflow.id": "pause" } });
  expect(timer?.parentSpanId).toBeUndefined();
  expect(timer?.traceId).not.toBe(from?.traceId);
  await traced.collector.wait((all) =>
    all.some(({ traceId, name }) => traceId === timer?.traceId && name === "turn timer"),
  );
});

test("a webhook's first delivery is part of the turn's trace, what is tried again is not, and neither is told of it", async () => {
  const got: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  const desk = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += String(part);
    got.push({ headers: request.headers, body });
    response.writeHead(got.length === 1 ? 503 : 204).end();
  });
  await new Promise<void>((resolve) => desk.listen(0, "127.0.0.1", resolve));
  traced.after(async () => desk.close());
  const platform = await start(toCollector());
  await platform.admin("PUT", "/webhooks/desk", { url: `http://127.0.0.1:${(desk.address() as AddressInfo).port}/` });
  const customer = await platform.open();
  await customer.say("talk to somebody");
  await customer.transcript(4);
  const deliveries = () => traced.collector.spans.filter(({ name }) => name === "webhook desk");
  await traced.collector.wait(() => deliveries().length >= 2);
  const [first, second] = deliveries();
  expect(first?.attributes).toMatchObject({ "parley.webhook.outcome": "refused", "parley.attempt": 1 });
  expect(second?.attributes).toMatchObject({ "parley.webhook.outcome": "taken", "parley.attempt": 2 });
  const turn = traced.collector.spans.find(({ spanId }) => spanId === first?.parentSpanId);
  expect(turn?.name).toBe("turn text");
  expect(second?.links).toMatchObject([{ traceId: turn?.traceId, spanId: turn?.spanId }]);
  expect(second?.traceId).not.toBe(turn?.traceId);
  expect(got[0]?.headers.traceparent).toContain(turn?.traceId);
  for (const { body } of got) expect(body).not.toContain(turn?.traceId);
});

test("a preview's channel, which is the way in, is in no span", async () => {
  const platform = await start(toCollector());
  const { content } = smallSite({ api: `${traced.shop.address}/api/`, secret: "SHOP" });
  const preview = { name: "acme/site#7", content, commit: "abc", author: "Ann", days: 1, answers: {} };
  const made = await platform.admin("POST", "/previews", preview);
  const { body } = await platform.request("GET", made.body.path);
  const [, channel = "none"] = /web=(~[\w-]+)/.exec(String(body)) ?? [];
  const customer = await platform.open(channel);
  await customer.say("remember a number");
  const spans = await traced.collector.wait((all) =>
    all.some(
      ({ attributes }) =>
        attributes["parley.conversation.id"] === customer.conversation && attributes["parley.workflow.id"] === "number",
    ),
  );
  expect(spans.some(({ attributes }) => attributes["parley.channel.id"] === "preview")).toBe(true);
  for (const way of [channel, made.body.path]) expect(traced.collector.text).not.toContain(way);
});
