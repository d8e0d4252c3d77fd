/**
 * GitHub's runner takes lines of a job's output that begin with `::`, and `##[` anywhere, for orders to itself. What a
 * site says must never be one: only annotations, whose texts are escaped, are meant to be.
 */

/** The text with nothing left that a runner would obey. */
export function withoutOrders(text: string): string {
  return text.replace(/^(\s*)::/gm, "$1:\u200b:").replaceAll("##[", "##\u200b[");
}

/** The same JSON value, written so that a runner finds nothing in it. */
export function jsonWithoutOrders(text: string): string {
  return text.replaceAll("##[", "##\\u005b");
}

/** From now on, what this process prints into a job's log orders nothing. `args` are the command line's. */
export function disarmOutput(args: readonly string[]): void {
  const at = args.indexOf("--format");
  const format = at < 0 ? args.find((each) => each.startsWith("--format="))?.slice("--format=".length) : args[at + 1];
  if (format === "github") return;
  const disarm = format === "json" ? jsonWithoutOrders : withoutOrders;
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    stream.write = ((chunk: unknown, ...rest: []) =>
      write(typeof chunk === "string" ? disarm(chunk) : (chunk as Uint8Array), ...rest)) as typeof stream.write;
  }
}
