import fc from "fast-check";
import { expect, test } from "vitest";
import { fitted, type Section } from "#plan/sections.ts";

const rest = (count: number) => `${count} more`;
const section = (heading: string, share: number, ...lengths: readonly number[]): Section => ({
  heading,
  share,
  blocks: lengths.map((length) => heading.slice(0, 1).repeat(length)),
});

test("what fits is whole, and a section without anything is not there", () => {
  expect(fitted([section("a", 1, 3), section("b", 1), section("c", 1, 2)], 100, rest)).toBe(
    "### a\n\naaa\n\n### c\n\ncc",
  );
});

test("a long section leaves the short ones whole, and says what it leaves out", () => {
  const text = fitted([section("a", 1, ...Array.from({ length: 50 }, () => 20)), section("b", 1, 20)], 200, rest);
  expect(text).toMatch(/^### a\n\n(?:a{20}\n\n)+\d+ more\n\n### b\n\nb{20}$/);
});

test("however long the sections are, the whole fits", () => {
  const lengths = fc.array(fc.nat(400), { maxLength: 8 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(lengths, fc.integer({ min: 1, max: 5 })), { maxLength: 5 }),
      fc.nat(1000),
      (all, limit) => {
        const sections = all.map(([each, share], index) => section(`h${index}`, share, ...each));
        expect(fitted(sections, limit, rest).length).toBeLessThanOrEqual(limit);
      },
    ),
  );
});
