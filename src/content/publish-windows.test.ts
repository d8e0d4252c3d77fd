import { expect, test } from "vitest";
import { waitFor } from "#content/publish-windows.ts";

const windows = ["mon-fri 09:00-17:00 Europe/Paris"];
const freeze = [{ from: "2026-11-27", to: "2026-11-30", why: "sale" }];

/** What a publish waits for at a moment: the moment it may begin, or null. */
function until(publish: Parameters<typeof waitFor>[0], at: string): string | null | undefined {
  const wait = waitFor(publish, Date.parse(at));
  return wait && (wait.until === null ? undefined : new Date(wait.until).toISOString());
}

test.each<[string, Parameters<typeof waitFor>[0], string, string | null]>([
  ["nothing is said: now", undefined, "2026-11-28T03:00:00Z", null],
  ["inside a window: now", { windows }, "2026-11-24T08:00:00Z", null],
  ["before it opens, in its own time zone", { windows }, "2026-11-24T07:59:00Z", "2026-11-24T08:00:00.000Z"],
  ["after it closed: the next day", { windows }, "2026-11-24T16:00:00Z", "2026-11-25T08:00:00.000Z"],
  ["on Friday evening: Monday", { windows }, "2026-11-20T18:00:00Z", "2026-11-23T08:00:00.000Z"],
  ["frozen over the weekend: Tuesday", { windows, freeze }, "2026-11-27T10:00:00Z", "2026-12-01T08:00:00.000Z"],
  ["frozen without windows: the day after", { freeze }, "2026-11-27T10:00:00Z", "2026-12-01T00:00:00.000Z"],
  [
    "the earliest of several windows",
    { windows: ["sat 10:00-11:00 UTC", ...windows] },
    "2026-11-20T18:00:00Z",
    "2026-11-21T10:00:00.000Z",
  ],
  [
    "in the third year of a freeze",
    { freeze: [{ from: "2026-01-01", to: "2028-12-31" }] },
    "2028-06-01T12:00:00Z",
    "2029-01-01T00:00:00.000Z",
  ],
  [
    "a long freeze of a window's own zone, and another that begins in it",
    {
      windows,
      freeze: [
        { from: "2027-06-01", to: "2030-01-01" },
        { from: "2026-01-01", to: "2029-12-31" },
      ],
    },
    "2026-11-24T08:00:00Z",
    "2030-01-02T08:00:00.000Z",
  ],
  [
    "a freeze that is behind a longer one's beginning does not end that one",
    {
      freeze: [
        { from: "2026-01-01", to: "2029-12-31" },
        { from: "2026-02-01", to: "2026-03-01" },
      ],
    },
    "2026-02-10T00:00:00Z",
    "2030-01-01T00:00:00.000Z",
  ],
  [
    "a day between two freezes that no window opens on",
    {
      windows,
      freeze: [
        { from: "2026-11-16", to: "2026-11-20" },
        { from: "2026-11-22", to: "2028-11-22" },
      ],
    },
    "2026-11-18T08:00:00Z",
    "2028-11-23T08:00:00.000Z",
  ],
  ["over the end of the week", { windows: ["sat-mon 10:00-11:00 UTC"] }, "2026-11-22T10:30:00Z", null],
])("%s", (_name, publish, at, expected) => {
  expect(until(publish, at)).toBe(expected);
});

test("a freeze until the end of days never opens", () => {
  expect(until({ windows, freeze: [{ from: "2026-01-01", to: "9999-12-31" }] }, "2026-11-24T08:00:00Z")).toBe(
    undefined,
  );
});

test("however long and many freezes are, they cost little", () => {
  const many = Array.from({ length: 2000 }, (_, year) => ({
    from: `${2000 + year}-01-01`,
    to: `${2000 + year}-12-30`,
  }));
  const began = process.cpuUsage();
  expect(until({ freeze: [{ from: "0001-01-01", to: "9998-12-31" }, ...many] }, "2026-11-24T08:00:00Z")).toBe(
    "9999-01-01T00:00:00.000Z",
  );
  expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
});

test("it says why", () => {
  expect(waitFor({ windows, freeze }, Date.parse("2026-11-28T10:00:00Z"))?.why).toBe(
    "publishing is frozen from 2026-11-27 to 2026-11-30 (sale)",
  );
  expect(waitFor({ windows }, Date.parse("2026-11-24T03:00:00Z"))?.why).toContain("mon-fri 09:00-17:00");
});
