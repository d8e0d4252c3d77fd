/** No token, password or key stands in a file: only its name does, and the operator keeps the rest. */

import type { Check } from "#checks/check.ts";
import { hint, knownSecret } from "#checks/literal-secret/known-formats.ts";
import { isNamedSecret, nameHint } from "#checks/literal-secret/named-secret.ts";
import type { Content, Item } from "#content/content.ts";
import type { Node, Path, ScalarNode } from "#content/node.ts";
import { stepAround } from "#content/read-file.ts";
import type { Finding } from "#findings/finding.ts";

export const literalSecret: Check = {
  name: "literal-secret",
  severity: "error",
  summary: "a token, password or key that is written out",
  // Files that do not fit their schema are read as well: a secret in one of them is one all the same.
  run: (content, { sources }) =>
    placesOf(content).flatMap(({ item, isNamed }) => {
      // Most files have nothing that could be one.
      const text = sources.get(item.file);
      return text === undefined || mayHoldSecret(text) ? secretsIn(item, isNamed) : [];
    }),
};

function mayHoldSecret(text: string): boolean {
  // Letters may be written by their numbers, and a key on a line before its value's.
  return (
    hint.test(text) ||
    nameHint.test(text) ||
    (text.includes("\\") && /\\[uUx][0-9a-fA-F]/.test(text)) ||
    (text.includes("? ") && /^\s*\? /m.test(text))
  );
}

interface Place {
  readonly item: Item<unknown>;
  readonly isNamed: IsNamed;
}

function placesOf(content: Content): readonly Place[] {
  const each = (items: Iterable<Item<unknown>>, isNamed: IsNamed): readonly Place[] =>
    [...items].map((item) => ({ item, isNamed }));
  return [
    { item: content.site, isNamed: () => true },
    ...[...content.brands.values()].flatMap((brand) => [
      { item: brand, isNamed: ([part]: Path) => part === "values" },
      ...each(brand.connections.values(), isConnectionValue),
      ...each(brand.workflows.values(), isSent),
    ]),
    ...each(content.channels.values(), () => false),
    ...[...content.assistants.values()].flatMap(({ workflows }) => each(workflows.values(), isSent)),
  ];
}

/** Whether the keys at a path name what a value is for. */
type IsNamed = (path: Path) => boolean;

/** The shapes of answers hold types, not values. */
function isConnectionValue([part]: Path): boolean {
  return part !== "answers";
}

/** In a workflow: what is sent to an API, and what variables are set to. */
function isSent(path: Path): boolean {
  return path.some((key) => key === "headers" || key === "query" || key === "body" || key === "set" || key === "with");
}

function secretsIn(item: Item<unknown>, isNamed: IsNamed): readonly Finding[] {
  const found: Finding[] = [];
  if (item.root) visit(item.root, [], item, isNamed, found);
  return found;
}

/** `path` is one list for the whole file, which is longer the deeper the node stands. */
function visit(node: Node, path: (string | number)[], item: Item<unknown>, isNamed: IsNamed, into: Finding[]): void {
  switch (node.kind) {
    case "map":
      for (const { key, value } of node.entries) {
        path.push(String(key.value));
        visit(value, path, item, isNamed, into);
        path.pop();
      }
      return;
    case "list":
      for (const [index, value] of node.items.entries()) {
        path.push(index);
        visit(value, path, item, isNamed, into);
        path.pop();
      }
      return;
    case "scalar": {
      const what = secretIn(node, path, isNamed);
      if (what !== null) into.push(finding(node, path, item, what));
    }
  }
}

function secretIn({ value }: ScalarNode, path: Path, isNamed: IsNamed): string | null {
  if (typeof value !== "string" || value.length < 3) return null;
  const known = knownSecret(value);
  if (known !== null) return known;
  if (isNamed(path)) {
    const key = String(path.findLast((each) => typeof each === "string" && each !== "text") ?? "");
    const literal = /^"([^"\\]*)"$|^'([^'\\]*)'$/.exec(value.trim());
    const isAssigned = path.includes("set") || path.includes("with");
    // What is set is an expression, but for a text.
    const said = isAssigned && path.at(-1) !== "text" ? (literal?.[1] ?? literal?.[2]) : value;
    if (said !== undefined && isNamedSecret(key, said)) return `a value for "${key}"`;
  }
  if (!value.includes("=")) return null;
  const inAddress = [...value.matchAll(/[?&]([\w-]+)=([^&#\s]+)/g)].find(([, name = "", given = ""]) =>
    isNamedSecret(name, given),
  );
  return inAddress && isAddress(path) ? `a value for "${inAddress[1]}"` : null;
}

const addresses = new Set(["get", "post", "put", "patch", "delete", "base_url", "url"]);

function isAddress(path: Path): boolean {
  return path.some((key) => typeof key === "string" && addresses.has(key));
}

function finding({ start, end }: ScalarNode, path: Path, item: Item<unknown>, what: string): Finding {
  const step = item.root ? stepAround(item.root, path) : undefined;
  return {
    check: "literal-secret",
    severity: "error",
    message: `${what} is written out here`,
    at: { file: item.file, start, end },
    hidden: true,
    ...(step !== undefined && { step }),
    why: "everybody who can read the repository, now or ever, could use it",
    help: `have it revoked, for it stays in the history; then name it instead, ${
      item.file === "parley.yaml"
        ? "as the variable that holds it where parley runs: { env: NAME }"
        : "in the connection: auth: { bearer: { secret: NAME } }"
    }`,
  };
}
