import { withSeen } from "#findings/visible.ts";

/** An author's file must not steer a terminal: what is not seen there is shown as a sign, tabs are one blank. */
export function printable(text: string): string {
  return withSeen(text.replaceAll("\t", " ").replaceAll("\n", "\ufffd"), () => "\ufffd");
}
