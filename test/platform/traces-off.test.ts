/** A file of its own, and one test: whether something is loaded, no other test may have had a part in. */

import { expect, test } from "vitest";
import { json } from "./fake-shop.ts";
import { loadedOfTraces, tracedPlatforms } from "./traced-platforms.ts";

const traced = tracedPlatforms();

test("where nobody asks for traces, nothing of them is loaded, and none is sent along", async () => {
  const platform = await traced.start({});
  traced.shop.answer((response) => json(response, 200, { status: "shipped" }));
  const customer = await platform.open();
  await customer.say("where is my order");
  expect((await customer.transcript(3)).at(-1)).toBe("assistant: It is shipped.");
  expect(traced.shop.headers[0]?.traceparent).toBeUndefined();
  expect(loadedOfTraces()).toEqual([]);

  await traced.start(traced.toCollector());
  expect(loadedOfTraces()).not.toEqual([]);
});
