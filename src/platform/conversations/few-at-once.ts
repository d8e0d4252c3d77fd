/** Work that takes its time with something others need too: a few at once, and the rest in line. */

export function fewAtOnce(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const line: (() => void)[] = [];
  let underWay = 0;
  return async (work) => {
    if (underWay >= most) await new Promise<void>((resolve) => line.push(resolve));
    else underWay += 1;
    try {
      return await work();
    } finally {
      // Whoever is next takes the place as it is.
      const next = line.shift();
      if (next) next();
      else underWay -= 1;
    }
  };
}
