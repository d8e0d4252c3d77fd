/** A flowchart in Mermaid's words, which GitHub draws. Same input, same text: a diff of it is a diff of what is drawn. */

import { visible } from "#findings/visible.ts";

export type Shape = "box" | "round" | "stadium" | "slanted" | "diamond" | "hexagon" | "double" | "dashed";

/** What became of a thing between two versions. */
export type Mark = "new" | "changed" | "gone";

export interface DiagramNode {
  readonly key: string;
  readonly lines: readonly string[];
  readonly shape: Shape;
  readonly mark?: Mark;
}

export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  /** Empty: what follows when nothing jumps. */
  readonly label: string;
  readonly mark?: Mark;
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

/** No `<br/>`: where there is one, Mermaid reads the whole label as HTML, and its entities as what they stand for. */
const newLine = "\n";

/** More ways than these between two nodes are counted. */
const shownLabels = 4;

/** Seen on light and dark pages. Words say the same, for those who do not see the colours. */
const colours: Readonly<Record<Mark, string>> = { new: "#1a7f37", changed: "#bf8700", gone: "#cf222e" };

export function mermaid({ nodes, edges }: Diagram): string {
  // Names of Mermaid's own, such as `end`, must not come of an author's ids.
  const names = new Map(nodes.map(({ key }, index) => [key, `n${index}`]));
  const lines = nodes.map(({ key, lines: words, shape }) => {
    const [open, close] = shapes[shape];
    return `  ${names.get(key)}${open}"${words.map(escaped).join(newLine)}"${close}`;
  });
  const arrows = Map.groupBy(edges, ({ from, to, mark = "" }) => `${names.get(from)} ${names.get(to)} ${mark}`);
  const drawn: Mark[][] = [];
  for (const [ends, same] of arrows) {
    const [from, to, mark] = ends.split(" ");
    const line = mark === "gone" ? "-.->" : "-->";
    const draw = (label: string): void => {
      lines.push(`  ${from} ${line}${label} ${to}`);
      drawn.push(mark === "" ? [] : [mark as Mark]);
    };
    const labels = [...new Set(same.map(({ label }) => label))].filter((label) => label !== "");
    const more = labels.length - shownLabels;
    const shown = more > 1 ? [...labels.slice(0, shownLabels), `${more} more`] : labels;
    // A way that nothing names is a line of its own, so that it is not taken for one of the named.
    if (labels.length === 0 || same.some(({ label }) => label === "")) draw("");
    if (shown.length > 0) draw(`|"${escaped(shown.join(", "))}"|`);
  }
  const dashed = nodes.some(({ shape }) => shape === "dashed") ? ["  classDef dashed stroke-dasharray: 4 4"] : [];
  return `${["flowchart TD", ...lines, ...dashed, ...markLines(nodes, names, drawn)].join("\n")}\n`;
}

/** The styles of what is marked; arrows are known by their number. */
function* markLines(
  nodes: readonly DiagramNode[],
  names: ReadonlyMap<string, string>,
  arrows: readonly (readonly Mark[])[],
): Iterable<string> {
  for (const mark of ["new", "changed", "gone"] as const) {
    const marked = nodes.filter((node) => node.mark === mark).map(({ key }) => names.get(key));
    const dash = mark === "gone" ? ",stroke-dasharray: 4 4" : "";
    if (marked.length > 0) {
      yield `  classDef ${mark} stroke:${colours[mark]},stroke-width:3px${dash}`;
      yield `  class ${marked.join(",")} ${mark}`;
    }
    const links = arrows.flatMap((marks, index) => (marks.includes(mark) ? [index] : []));
    if (links.length > 0) yield `  linkStyle ${links.join(",")} stroke:${colours[mark]},stroke-width:3px`;
  }
}

/**
 * What Mermaid reads, at any place: `%%{init}%%`, `$$…$$` (a formula), `fa:fa-…` (an icon), `\n` (a line), `style …:…#…;`,
 * HTML and entities. Older ones read each label as Markdown.
 */
const everywhere = /[#%"&<>`*~$@\\]|:(?=\S)|(?<=\]):|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|\](?=\()/u;
/** What begins a list, a rule, a heading or a table in Markdown; and what makes an address of a word. */
const inPlaces = /^[-+=|]|(?<=^\d+)[.)]|(?<=www)\./i;
/** Before a direction, this word takes the whole line with it. */
const directions = /d(?=irection )/;
const meant = new RegExp([everywhere, inPlaces, directions].map(({ source }) => source).join("|"), "giu");

/** What it writes in place of entities meanwhile cannot be escaped: it stands there as it is read. */
function withoutOwn(text: string): string {
  return text.replace(/ﬂ(?=°)/g, "fl").replace(/¶(?=ß)/g, "¶ ");
}

/** As Mermaid's entities. */
function escaped(text: string): string {
  return visible(withoutOwn(text))
    .replace(/\s+/g, " ")
    .trim()
    .replace(meant, (letter) => `#${letter.codePointAt(0)};`);
}

/** At most so many letters. */
export function shortened(text: string, letters: number): string {
  const all = [...text];
  return all.length > letters ? `${all.slice(0, letters - 1).join("")}…` : text;
}
