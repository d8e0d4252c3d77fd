import { expect, test } from "vitest";
import { closedNow } from "#cli/wait.ts";

const saturday = Date.parse("2026-12-05T12:00Z");

test("outside its windows a site is closed until they open", () => {
  expect(closedNow({ windows: ["mon-fri 09:00-17:00 Europe/Paris"] }, saturday)?.text).toBe(
    "publishing is open mon-fri 09:00-17:00 Europe/Paris: closed until 2026-12-07T08:00:00.000Z",
  );
});

test("why a site is frozen steers no terminal", () => {
  const freeze = [{ from: "2026-12-01", to: "2026-12-06", why: "Sale\u001b[31m\nno, now" }];
  expect(closedNow({ freeze }, saturday)?.text).toBe(
    "publishing is frozen from 2026-12-01 to 2026-12-06 (Sale\ufffd[31m\ufffdno, now): closed until 2026-12-07T00:00:00.000Z",
  );
});
