import { expect, test } from "vitest";
import { keepFollowing, pauseAfter } from "#widget/keep-following.ts";

type Try = "opens and breaks" | "opens for long" | "fails" | "is gone";

/** Runs through tries of the stream; gives what was told and how long it waited, in order. */
async function followed(tries: readonly Try[]): Promise<readonly (string | number)[]> {
  const told: (string | number)[] = [];
  const stop = new AbortController();
  let clock = 0;
  let at = 0;
  await keepFollowing({
    signal: stop.signal,
    now: () => clock,
    random: () => 1,
    isFinal: (error) => error === "gone",
    changed: (state) => told.push(state),
    wait: async (milliseconds) => {
      told.push(milliseconds);
      if (at === tries.length) stop.abort();
    },
    async read(opened) {
      const how = tries[at++];
      if (how === "is gone") throw "gone";
      if (how === "fails") throw "network";
      opened();
      clock += how === "opens for long" ? 60_000 : 10;
      if (how === "opens and breaks") throw "network";
    },
  });
  return told;
}

test("a stream that ends is opened again soon", async () => {
  expect(await followed(["opens for long", "opens for long"])).toEqual(["live", 500, "live", 500]);
});

test("one that cannot be opened is a connection lost, and tried ever later", async () => {
  expect(await followed(["opens for long", "fails", "fails", "opens for long"])).toEqual([
    "live",
    500,
    "lost",
    1000,
    "lost",
    2000,
    "live",
    500,
  ]);
});

test("one that breaks at once is tried ever later too", async () => {
  expect(await followed(["opens and breaks", "opens and breaks"])).toEqual(["live", 500, "live", 1000]);
});

test("a conversation that is gone is not asked for again", async () => {
  expect(await followed(["opens for long", "is gone"])).toEqual(["live", 500, "over"]);
});

test("pauses are spread, and never longer than half a minute", () => {
  expect([pauseAfter(1, 0), pauseAfter(1, 1)]).toEqual([250, 500]);
  expect([pauseAfter(50, 0), pauseAfter(50, 1)]).toEqual([15_000, 30_000]);
});
