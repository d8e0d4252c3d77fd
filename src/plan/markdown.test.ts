import fc from "fast-check";
import { expect, test } from "vitest";
import { block, code, textDiff, within } from "#plan/markdown.ts";

test.each([
  ["plain", "`plain`"],
  ["a `code` span", "``a `code` span``"],
  ["`", "`` ` ``"],
  ["two\nlines", "`two lines`"],
  ["@octocat #1", "`@octocat #1`"],
  ["\u202egnp.exe", "`\\u{202e}gnp.exe`"],
])("%j stays inside its span", (text, expected) => {
  expect(code(text)).toBe(expected);
});

test("nothing ends a span or a block before its end", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("`", "\n", " ", "a", "@", "<", "~", "#") }), (text) => {
      const span = code(text);
      const fence = /^`+/.exec(span)?.[0] ?? "";
      const inside = span.slice(fence.length, -fence.length);
      expect([...inside.matchAll(/`+/g)].some(([run]) => run.length === fence.length)).toBe(false);
      const lines = block("diff", text).split("\n");
      const closing = lines[0]?.replace("diff", "") ?? "";
      expect(lines.slice(1, -1).some((line) => line.trimStart().startsWith(closing))).toBe(false);
    }),
  );
});

test("a changed text is a diff, line by line", () => {
  expect(textDiff("a\nb", "a\nc")).toBe("```diff\n- a\n- b\n+ a\n+ c\n```");
  expect(textDiff(undefined, "new")).toBe("```diff\n+ new\n```");
});

test("what does not fit is counted", () => {
  const blocks = ["a".repeat(40), "b".repeat(40), "c".repeat(40)];
  expect(within(blocks, 200, (count) => `${count} more`)).toBe(blocks.join("\n\n"));
  expect(within(blocks, 100, (count) => `${count} more`)).toBe(`${blocks.slice(0, 2).join("\n\n")}\n\n1 more`);
});
