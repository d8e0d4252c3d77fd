/** What this process prints, changed on its way out. */

/** From now on, each text that is written to the stream passes through `change`; bytes are left as they are. */
export function rewriteOutput(stream: NodeJS.WriteStream, change: (text: string) => string): void {
  const write = stream.write.bind(stream);
  stream.write = ((chunk: unknown, ...rest: []) =>
    write(typeof chunk === "string" ? change(chunk) : (chunk as Uint8Array), ...rest)) as typeof stream.write;
}
