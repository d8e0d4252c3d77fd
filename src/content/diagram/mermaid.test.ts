import fc from "fast-check";
import { expect, test } from "vitest";
import { mermaid } from "#content/diagram/mermaid.ts";

const drawn = (label: string): string =>
  mermaid({
    nodes: [{ key: "end", lines: ["end", label], shape: "box" }],
    edges: [{ from: "end", to: "end", label }],
  });

// Each was drawn by Mermaid 11.4, 11.6, 11.12, 11.17 and 12.3 in a browser: what is seen is the text itself.
test.each([
  ['say "hi"', "say #34;hi#34;"],
  ["n° #12;", "n° #35;12;"],
  ["<b>a & b</b>", "#60;b#62;a #38; b#60;/b#62;"],
  ["`code` *x* ~~y~~", "#96;code#96; #42;x#42; #126;#126;y#126;#126;"],
  ["%%{init: {}}%%", "#37;#37;{init: {}}#37;#37;"],
  ["two\nlines  ", "two lines"],
  ["{{ order.id }} (x) [y] a_b", "{{ order.id }} (x) [y] a_b"],
  ["$$x^2$$", "#36;#36;x^2#36;#36;"],
  ["fa:fa-car, fas:fa-car", "fa#58;fa-car, fas#58;fa-car"],
  ["C:\\new", "C#58;#92;new"],
  ["style a:b#c", "style a#58;b#35;c"],
  ["Redirection TB, direction LR", "Re#100;irection TB, #100;irection LR"],
  ["ﬂ°lt¶ß", "fl°lt¶ ß"],
  ["_a_ __b__ c_d", "#95;a#95; #95;#95;b#95;#95; c_d"],
  ["- [x](y)", "#45; [x#93;(y)"],
  ["1. www.example.com", "1#46; www#46;example.com"],
  ["2) a@b.example", "2#41; a#64;b.example"],
  ["[x]: y", "[x]#58; y"],
  ["=== | ---", "#61;== | ---"],
  ["a\u202eb", "a#92;u{202e}b"],
])("%j means nothing to Mermaid", (text, written) => {
  expect(drawn(text)).toBe(`flowchart TD\n  n0["end\n${written}"]\n  n0 -->|"${written}"| n0\n`);
});

test("no text ends its label, or says anything to Mermaid", () => {
  const pieces = [
    ..."$$ \\n `_*#%<>&\"'|[](){}:;=-+.@~^ax1é漢",
    ...["direction ", "LR", "fa:fa-car", "style x:#y;", "%%{", "](", "ﬂ°°", "¶ß", "www.", "<br/>", "\n", "\u2028"],
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 10 }), (all) => {
      const [, node = "", edge = ""] =
        /^flowchart TD\n {2}n0\["end\n([^"\n]*)"\]\n {2}n0 -->(?:\|"([^"\n]*)"\|)? n0\n$/.exec(drawn(all.join(""))) ??
        [];
      const text = all.join("").replaceAll("ﬂ°", "fl°").replaceAll("¶ß", "¶ ß");
      const read = node.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
      expect(read).toBe(text.replaceAll("\u2028", "\\u{2028}").replace(/\s+/g, " ").trim());
      expect(edge).toBe(node);
      expect(node).not.toMatch(/[$\\`*<>&%~@]|:\S|#(?!\d+;)|direction /);
    }),
    { numRuns: 2000 },
  );
});

test("several ways between two steps are one arrow, and the way onward another", () => {
  const nodes = ["a", "b"].map((key) => ({ key, lines: [key], shape: "box" as const }));
  const ways = (labels: readonly string[]) => labels.map((label) => ({ from: "a", to: "b", label }));
  const lines = (labels: readonly string[]) =>
    mermaid({ nodes, edges: ways(labels) })
      .split("\n")
      .slice(3, -1);
  expect(lines(["x", "", "y", "x"])).toEqual(["  n0 --> n1", '  n0 -->|"x, y"| n1']);
  expect(lines(["1", "2", "3", "4", "5"])).toEqual(['  n0 -->|"1, 2, 3, 4, 5"| n1']);
  expect(lines(["1", "2", "3", "4", "5", "6"])).toEqual(['  n0 -->|"1, 2, 3, 4, 2 more"| n1']);
});

test("what is marked has a line of its own kind, and its colour", () => {
  const nodes = [
    { key: "a", lines: ["a"], shape: "box" as const },
    { key: "b", lines: ["b"], shape: "box" as const, mark: "new" as const },
    { key: "c", lines: ["c"], shape: "box" as const, mark: "gone" as const },
  ];
  const edges = [
    { from: "a", to: "b", label: "", mark: "new" as const },
    { from: "a", to: "c", label: "x", mark: "gone" as const },
    { from: "a", to: "a", label: "y" },
  ];
  expect(mermaid({ nodes, edges }).split("\n").slice(4, -1)).toEqual([
    "  n0 --> n1",
    '  n0 -.->|"x"| n2',
    '  n0 -->|"y"| n0',
    "  classDef new stroke:#1a7f37,stroke-width:3px",
    "  class n1 new",
    "  linkStyle 0 stroke:#1a7f37,stroke-width:3px",
    "  classDef gone stroke:#cf222e,stroke-width:3px,stroke-dasharray: 4 4",
    "  class n2 gone",
    "  linkStyle 1 stroke:#cf222e,stroke-width:3px",
  ]);
});
