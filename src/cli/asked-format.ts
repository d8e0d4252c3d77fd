/** The format that a command line asks for, before any command has read it; undefined where it says none. */
export function askedFormat(args: readonly string[]): string | undefined {
  const options = optionsOf(args);
  const at = options.findLastIndex((each) => each === "--format" || each.startsWith("--format="));
  return options[at] === "--format" ? options[at + 1] : options[at]?.slice("--format=".length);
}

/** What comes after `--` is no option, but what somebody filled in. */
export function optionsOf(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  return end < 0 ? args : args.slice(0, end);
}
