/** `parley explain <check>`: a check's page, or a refusal's; without a name, what every check finds. */

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";
import { checks } from "#checks/index.ts";
import { Failure } from "#cli/failure.ts";
import type { Command } from "#cli/main.ts";
import { refusalPage, refusals } from "#cli/refusals.ts";
import { nearest } from "#content/nearest.ts";

export const command: Command = {
  usage: "parley explain [<check>]",
  async run([name]) {
    process.stdout.write(name === undefined ? everyCheck() : page(name));
    return 0;
  },
};

function everyCheck(): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.map(({ name, severity, summary }) => `${name.padEnd(width)}  ${severity.padEnd(7)}  ${summary}`);
  const others = Object.entries(refusals).map(([name, { summary }]) => `${name.padEnd(width)}  refusal  ${summary}`);
  return `${[...lines, "", "What stops a publish, and is no check:", ...others].join("\n")}\n\nparley explain <check> prints a check's page.\n`;
}

function page(name: string): string {
  const text = refusalPage(name) ?? checkPage(name);
  return process.stdout.isTTY ? forTerminal(text) : text;
}

function checkPage(name: string): string {
  const check = checks.find((each) => each.name === name);
  const file = fileURLToPath(new URL(`../checks/${check?.name}/README.md`, import.meta.url));
  if (check && existsSync(file)) return readFileSync(file, "utf8");
  const guess = nearest(name, [...checks.map((each) => each.name), ...Object.keys(refusals)]);
  throw new Failure(
    `there is no check "${name}"`,
    guess === undefined ? "parley explain lists the checks" : `did you mean "${guess}"?`,
  );
}

/** Headings stand out, and the quoted output is set off by its indentation alone. */
function forTerminal(text: string): string {
  let isQuoted = false;
  const lines = text.split("\n").flatMap((line) => {
    if (line.startsWith("```")) {
      isQuoted = !isQuoted;
      return [];
    }
    if (isQuoted) return [`    ${line}`];
    const heading = /^#+ (.*)$/.exec(line)?.[1];
    return [heading === undefined ? line.replaceAll("`", "") : styleText("bold", heading)];
  });
  return lines.join("\n");
}
