/**
 * The values that this process knows and nobody is to read. What a platform answers may hold the token it was asked with,
 * and goes where everybody reads: so they are taken out of whatever `parley github` prints, writes or sends.
 */

import { rewriteOutput } from "#cli/rewrite-output.ts";
import { secretEntries } from "#cli/secrets.ts";

const variables = new Set([
  "PARLEY_TOKEN",
  "PARLEY_READ_TOKEN",
  "PARLEY_PREVIEW_TOKEN",
  "GITHUB_TOKEN",
  "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
]);
/** What is shorter is a word that stands in texts of all kinds. */
const shortest = 6;
/** As GitHub's own logs have it. */
const stead = "***";

/** Those that came from a variable of another name, or from no variable. */
const kept = new Set<string>();

/** From now on, this value is one of them. */
export function keepSecret(value: string): void {
  kept.add(value);
}

/** The text with none of them in it, as they are or as JSON has them. */
export function withoutSecrets(text: string): string {
  const values = [...valuesOf(process.env), ...kept].flatMap((value) => [value, ...passwordIn(value)]);
  return [...new Set(values.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]))]
    .filter(({ length }) => length >= shortest)
    .sort((a, b) => b.length - a.length)
    .reduce((rest, value) => rest.replaceAll(value, stead), text);
}

function valuesOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const named = new Set(secretEntries(environment).map((entry) => entry.split("@")[0]));
  return Object.entries(environment).flatMap(([name, value = ""]) =>
    variables.has(name) || named.has(name) || name.startsWith("PULUMI_") ? [value] : [],
  );
}

/** Of an address, what stands before the host may be told alone. */
function passwordIn(value: string): readonly string[] {
  const { password = "" } = URL.canParse(value) ? new URL(value) : {};
  return [password];
}

/** From now on, nothing that this process prints holds one of them. */
export function hideSecretsInOutput(): void {
  for (const stream of [process.stdout, process.stderr]) rewriteOutput(stream, withoutSecrets);
}
