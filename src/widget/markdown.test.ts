import { describe, expect, test } from "vitest";
import { type Inline, plainText, readMarkdown } from "#widget/markdown.ts";

/** The blocks as one line of text each: kinds in brackets, so that a case says all there is. */
function drawn(text: string): readonly string[] {
  return readMarkdown(text).flatMap((block) =>
    block.kind === "paragraph"
      ? [`p: ${block.lines.map(line).join(" / ")}`]
      : block.items.map((item) => `${block.isNumbered ? "1" : "-"}: ${line(item)}`),
  );
}

function line(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.kind === "text") return inline.text;
      if (inline.kind === "code") return `<code ${inline.text}>`;
      if (inline.kind === "link") return `<${inline.label} -> ${inline.address}>`;
      return `<${inline.kind} ${line(inline.inside)}>`;
    })
    .join("");
}

describe("readMarkdown", () => {
  const cases: readonly [string, string, readonly string[]][] = [
    ["plain", "hello", ["p: hello"]],
    ["line breaks and paragraphs", "a\nb\r\n\n\nc", ["p: a / b", "p: c"]],
    ["emphasis", "**a** *b* _c_ `d*e*`", ["p: <strong a> <em b> <em c> <code d*e*>"]],
    ["a link in emphasis", "**see [x](https://x.example)**", ["p: <strong see <x -> https://x.example>>"]],
    ["stars that are none", "2 * 3 * 4, a*b*c", ["p: 2 * 3 * 4, a*b*c"]],
    ["names with underscores", "order_id and user_name_x", ["p: order_id and user_name_x"]],
    ["a bulleted list after a line", "Choose:\n- a\n- **b**", ["p: Choose:", "-: a", "-: <strong b>"]],
    ["a numbered list", "1. a\n2) b", ["1: a", "1: b"]],
    [
      "a bare address, without the full stop",
      "see https://a.example/b?c=d.",
      ["p: see <https://a.example/b?c=d -> https://a.example/b?c=d>."],
    ],
    [
      "mail and telephone",
      "[m](mailto:a@b.example) [t](tel:+33123)",
      ["p: <m -> mailto:a@b.example> <t -> tel:+33123>"],
    ],
    ["HTML is text", "<img src=x onerror=alert(1)>", ["p: <img src=x onerror=alert(1)>"]],
    ["a link that runs something is text", "[x](javascript:alert)", ["p: [x](javascript:alert)"]],
    [
      "however it is written",
      "[x](JaVaScRiPt:alert) [y](data:text/html,z) [z](vbscript:a)",
      ["p: [x](JaVaScRiPt:alert) [y](data:text/html,z) [z](vbscript:a)"],
    ],
    ["a link to the page itself is text", "[x](/pay) [y](//evil.example)", ["p: [x](/pay) [y](//evil.example)"]],
    ["nothing", "  \n ", []],
  ];
  test.each(cases)("%s", (_name, text, blocks) => expect(drawn(text)).toEqual(blocks));

  test("a text full of opening marks takes no longer than its length", () => {
    // Looked at once for each mark, it would take hours.
    const hostile = "[*_`**https://".repeat(200_000);
    expect(readMarkdown(hostile)).toHaveLength(1);
  });
});

test("plainText leaves the words", () => {
  expect(plainText("**Hello** [there](https://a.example)\n- `one`\n- _two_")).toBe("Hello there\none\ntwo");
});
