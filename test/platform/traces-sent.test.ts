/** How traces are sent: nobody waits for the collector, however it behaves, and it is told once that it does not take them. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { json } from "./fake-shop.ts";
import { tracedPlatforms } from "./traced-platforms.ts";

const traced = tracedPlatforms();
const { start, startLogging, toCollector } = traced;

/** Longer than any test: whoever waited for an answer that does not come would be seen to hang. */
const endless = { OTEL_EXPORTER_OTLP_TIMEOUT: "600000", OTEL_BSP_EXPORT_TIMEOUT: "600000" };
const short = { OTEL_EXPORTER_OTLP_TIMEOUT: "200" };

test("no turn waits for a collector that never answers", async () => {
  traced.collector.answer(null);
  const platform = await start({ ...toCollector(), ...endless });
  const customer = await platform.open();
  await customer.say("a word");
  await expect.poll(traced.collector.held).toBeGreaterThan(0);
  for (let n = 0; n < 5; n += 1) expect((await customer.say("a word")).status).toBe(200);
  expect(traced.collector.held()).toBeGreaterThan(0);
});

test.each([
  ["refuses", 400],
  ["never answers", null],
])("a collector that %s is told of once", async (_how, status) => {
  const { collector } = traced;
  collector.answer(status);
  const platform = await startLogging({ ...toCollector(), ...short });
  const customer = await platform.open();
  for (let n = 0; n < 5; n += 1) {
    const asked = collector.asked();
    expect((await customer.say("a word")).status).toBe(200);
    await expect.poll(collector.asked).toBeGreaterThan(asked);
  }
  const told = () => platform.logged().match(/traces are not taken/g) ?? [];
  await expect.poll(told).toHaveLength(1);
  await customer.say("a word");
  collector.answer(200);
  await expect.poll(() => platform.logged()).toContain("traces are taken again");
  expect(told()).toHaveLength(1);
});

test("what was not sent yet is sent when the platform stops", async () => {
  const platform = await start({ ...toCollector(), OTEL_BSP_SCHEDULE_DELAY: "60000" });
  const customer = await platform.open();
  await customer.say("count slowly");
  const its = () =>
    traced.collector.spans.filter(({ attributes }) => attributes["parley.conversation.id"] === customer.conversation);
  expect(its()).toEqual([]);
  await platform.stop();
  expect(its().map(({ name }) => name)).toContain("turn text");
});

test("a collector that never answers does not keep a platform from stopping", async () => {
  traced.collector.answer(null);
  const platform = await start({ ...toCollector(), ...endless });
  await platform.open();
  // It ends though nothing was ever answered.
  await platform.stop();
  expect(traced.collector.asked()).toBeGreaterThan(0);
});

test("a collector that is away does not keep a platform from stopping", async () => {
  const platform = await start({ ...toCollector(), ...endless, OTEL_EXPORTER_OTLP_ENDPOINT: await nowhere() });
  await platform.open();
  await platform.stop();
});

/** An address where nobody listens any more. */
async function nowhere(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

test("what is sampled is the operator's word", async () => {
  const platform = await start({ ...toCollector(), OTEL_TRACES_SAMPLER: "always_off" });
  traced.shop.answer((response) => json(response, 200, { status: "shipped" }));
  const customer = await platform.open();
  await customer.say("where is my order");
  await customer.transcript(3);
  await platform.stop();
  expect(traced.shop.headers[0]?.traceparent).toMatch(/-00$/);
  expect(traced.collector.text).not.toContain(customer.conversation);
});
