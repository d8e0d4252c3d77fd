/** Circles in a graph: each is named by the edge that closes it. */

/**
 * The circles that a walk meets, each as its edges, beginning where it is entered and closed by the last one. Every
 * circle has an edge that is the last one of some circle here. `targetOf`: null where an edge leads nowhere. Takes time
 * with the edges, and no stack of the machine's.
 */
export function circlesOf<N, E>(
  roots: Iterable<N>,
  edgesFrom: (node: N) => readonly E[],
  targetOf: (edge: E) => N | null,
): readonly E[][] {
  const circles: E[][] = [];
  const done = new Set<N>();
  for (const root of roots) {
    if (done.has(root)) continue;
    const stack: { node: N; edges: readonly E[]; next: number; by: E | null }[] = [];
    const depth = new Map<N, number>();
    const enter = (node: N, by: E | null): void => {
      depth.set(node, stack.length);
      stack.push({ node, edges: edgesFrom(node), next: 0, by });
    };
    enter(root, null);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      if (top.next === top.edges.length) {
        done.add(top.node);
        depth.delete(top.node);
        stack.pop();
        continue;
      }
      const edge = top.edges[top.next] as E;
      top.next += 1;
      const to = targetOf(edge);
      if (to === null) continue;
      const entered = depth.get(to);
      if (entered !== undefined) {
        const inner = stack.slice(entered + 1).flatMap(({ by }) => (by === null ? [] : [by]));
        circles.push([...inner, edge]);
      } else if (!done.has(to)) enter(to, edge);
    }
  }
  return circles;
}
