/** A flowchart in Mermaid's words, which GitHub draws. Same input, same text: a diff of it is a diff of what is drawn. */

export type Shape = "box" | "round" | "stadium" | "slanted" | "diamond" | "hexagon" | "double" | "dashed";

export interface DiagramNode {
  readonly key: string;
  readonly lines: readonly string[];
  readonly shape: Shape;
}

export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  /** Empty: what follows when nothing jumps. */
  readonly label: string;
}

export interface Diagram {
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
}

const shapes: Readonly<Record<Shape, readonly [string, string]>> = {
  box: ["[", "]"],
  round: ["(", ")"],
  stadium: ["([", "])"],
  slanted: ["[/", "/]"],
  diamond: ["{", "}"],
  hexagon: ["{{", "}}"],
  double: ["[[", "]]"],
  dashed: ["[", "]:::dashed"],
};

/** More ways than these between two nodes are counted. */
const shownLabels = 4;

export function mermaid({ nodes, edges }: Diagram): string {
  // Names of Mermaid's own, such as `end`, must not come of an author's ids.
  const names = new Map(nodes.map(({ key }, index) => [key, `n${index}`]));
  const lines = nodes.map(({ key, lines: words, shape }) => {
    const [open, close] = shapes[shape];
    return `  ${names.get(key)}${open}"${words.map(escaped).join("<br/>")}"${close}`;
  });
  const arrows = Map.groupBy(edges, ({ from, to }) => `${names.get(from)} ${names.get(to)}`);
  for (const [ends, same] of arrows) {
    const [from, to] = ends.split(" ");
    const labels = [...new Set(same.map(({ label }) => label))].filter((label) => label !== "");
    const more = labels.length - shownLabels;
    const shown = more > 1 ? [...labels.slice(0, shownLabels), `${more} more`] : labels;
    // A way that nothing names is a line of its own, so that it is not taken for one of the named.
    if (labels.length === 0 || same.some(({ label }) => label === "")) lines.push(`  ${from} --> ${to}`);
    if (shown.length > 0) lines.push(`  ${from} -->|"${escaped(shown.join(", "))}"| ${to}`);
  }
  const dashed = nodes.some(({ shape }) => shape === "dashed") ? ["  classDef dashed stroke-dasharray: 4 4"] : [];
  return `${["flowchart TD", ...lines, ...dashed].join("\n")}\n`;
}

/** Letters that would mean something to Mermaid, Markdown or HTML, as Mermaid's entities. */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[#"&<>`*~]/g, (letter) => `#${letter.codePointAt(0)};`);
}

/** At most so many letters. */
export function shortened(text: string, letters: number): string {
  const all = [...text];
  return all.length > letters ? `${all.slice(0, letters - 1).join("")}…` : text;
}
