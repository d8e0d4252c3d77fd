import { expect, test } from "vitest";
import { jsonWithoutOrders, withoutOrders } from "#cli/log-commands.ts";

/** What GitHub's runner obeys: `::name …::` where a line begins, white space aside, and `##[name]` anywhere in one. */
const obeyed = /^\s*::[a-z-]+.*::|##\[[a-z-]+/m;

test.each(["::set-output name=x::y", "  \t::add-mask::x", "a\n::error::b", "a ##[add-matcher]x", "::stop-commands::x"])(
  "%j orders nothing",
  (text) => {
    expect(text).toMatch(obeyed);
    expect(withoutOrders(text)).not.toMatch(obeyed);
    const json = JSON.stringify({ text });
    expect(jsonWithoutOrders(json)).not.toMatch(obeyed);
    expect(JSON.parse(jsonWithoutOrders(json))).toEqual({ text });
  },
);

test("what orders nothing is left as it is", () => {
  for (const text of ["a::b", "at 10:20", "## heading", "[x]"]) expect(withoutOrders(text)).toBe(text);
});
