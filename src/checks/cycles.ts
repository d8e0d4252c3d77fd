/** Circles in a graph: each is named by the edge that closes it. */

export interface Way<N, E> {
  readonly to: N;
  readonly edge: E;
}

/**
 * The circles that a walk meets, each as its edges, beginning where it is entered and closed by the last one. Every
 * circle has an edge that is the last one of some circle here. Takes time with the edges, and no stack of the machine's.
 */
export function circlesOf<N, E>(roots: Iterable<N>, waysFrom: (node: N) => readonly Way<N, E>[]): readonly E[][] {
  const circles: E[][] = [];
  const done = new Set<N>();
  for (const root of roots) {
    if (done.has(root)) continue;
    const stack: { node: N; ways: readonly Way<N, E>[]; next: number; by: E | null }[] = [];
    const depth = new Map<N, number>();
    const enter = (node: N, by: E | null): void => {
      depth.set(node, stack.length);
      stack.push({ node, ways: waysFrom(node), next: 0, by });
    };
    enter(root, null);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const way = top.ways[top.next];
      top.next += 1;
      if (!way) {
        done.add(top.node);
        depth.delete(top.node);
        stack.pop();
        continue;
      }
      const entered = depth.get(way.to);
      if (entered !== undefined) {
        const inner = stack.slice(entered + 1).flatMap(({ by }) => (by === null ? [] : [by]));
        circles.push([...inner, way.edge]);
      } else if (!done.has(way.to)) enter(way.to, way.edge);
    }
  }
  return circles;
}
