/** Two versions of one workflow in one diagram: what is new, changed and gone is marked, and says so. */

import type { Diagram, DiagramEdge, DiagramNode, Mark } from "#content/diagram/mermaid.ts";
import { workflowDiagram } from "#content/diagram/workflow-diagram.ts";
import type { Language } from "#content/text.ts";
import type { Workflow } from "#content/workflow.ts";

export interface Versions {
  /** Null: there was none. */
  readonly before: Workflow | null;
  /** Null: it is gone. */
  readonly after: Workflow | null;
}

const nothing: Diagram = { nodes: [], edges: [] };

/** `changed` holds the ids of the steps that say or do something else. */
export function changedDiagram({ before, after }: Versions, language: Language, changed: ReadonlySet<string>): Diagram {
  const was = before ? workflowDiagram(before, language) : nothing;
  const is = after ? workflowDiagram(after, language) : nothing;
  const isWhole = before !== null && after !== null;
  const oldNodes = new Set(was.nodes.map(({ key }) => key));
  const newNodes = new Set(is.nodes.map(({ key }) => key));
  const oldEdges = new Set(was.edges.map(keyOf));
  const newEdges = new Set(is.edges.map(keyOf));
  const markOf = (key: string): Mark | undefined =>
    !oldNodes.has(key)
      ? "new"
      : changed.has(key.replace(/^step /, "")) && key.startsWith("step ")
        ? "changed"
        : undefined;
  return {
    nodes: [
      ...is.nodes.map((node) => marked(node, isWhole ? markOf(node.key) : undefined)),
      ...was.nodes.filter(({ key }) => !newNodes.has(key)).map((node) => marked(node, isWhole ? "gone" : undefined)),
    ],
    edges: [
      ...is.edges.map((edge) => (isWhole && !oldEdges.has(keyOf(edge)) ? { ...edge, mark: "new" as const } : edge)),
      ...was.edges
        .filter((edge) => !newEdges.has(keyOf(edge)))
        .map((edge) => (isWhole ? { ...edge, mark: "gone" as const } : edge)),
    ],
  };
}

function keyOf({ from, to, label }: DiagramEdge): string {
  return JSON.stringify([from, to, label]);
}

function marked(node: DiagramNode, mark: Mark | undefined): DiagramNode {
  return mark === undefined ? node : { ...node, lines: [...node.lines, `(${mark})`], mark };
}
