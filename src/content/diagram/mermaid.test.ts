import { expect, test } from "vitest";
import { mermaid } from "#content/diagram/mermaid.ts";

const drawn = (label: string): string =>
  mermaid({
    nodes: [{ key: "end", lines: ["end", label], shape: "box" }],
    edges: [{ from: "end", to: "end", label }],
  });

// Each was drawn by Mermaid 12.3 in a browser: what is seen is the text itself.
test.each([
  ['say "hi"', "say #34;hi#34;"],
  ["n° #12;", "n° #35;12;"],
  ["<b>a & b</b>", "#60;b#62;a #38; b#60;/b#62;"],
  ["`code` *x* ~~y~~", "#96;code#96; #42;x#42; #126;#126;y#126;#126;"],
  ["%%{init: {}}%%", "#37;#37;{init: {}}#37;#37;"],
  ["two\nlines  ", "two lines"],
  ["{{ order.id }} (x) [y] a_b", "{{ order.id }} (x) [y] a_b"],
])("%j means nothing to Mermaid", (text, written) => {
  expect(drawn(text)).toBe(`flowchart TD\n  n0["end<br/>${written}"]\n  n0 -->|"${written}"| n0\n`);
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
