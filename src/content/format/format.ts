/** A site's YAML file in the one layout: same meaning, same comments, whatever the author's editor made of it. */

import { type CollectionLayout, layoutTree } from "#content/format/layout-tree.ts";
import { printTree } from "#content/format/print.ts";
import { kindOf } from "#content/layout.ts";
import type { Node } from "#content/node.ts";
import { jsonOf } from "#content/place.ts";
import { partsOf } from "#content/roles.ts";
import { parseYaml } from "#content/yaml/parse.ts";
import type { Finding } from "#findings/finding.ts";

export type Formatted =
  | { readonly kind: "formatted"; readonly text: string }
  /** The file is no YAML that Parley reads: it is left as it is. */
  | { readonly kind: "unreadable"; readonly findings: readonly Finding[] };

/** A file's tree as the formatter sees it, and beside it the nodes with their values; null: it cannot be read. */
export function readLayout(path: string, source: string): { tree: CollectionLayout; root: Node } | null {
  const text = source.replaceAll("\r\n", "\n");
  const { root, findings } = parseYaml(path, text);
  return root && findings.length === 0 ? { tree: layoutTree(text, textOffsets(path, root)), root } : null;
}

/** Lays out one file; what the path says the file is says which of its words are texts. */
export function formatFile(path: string, source: string): Formatted {
  const text = source.replaceAll("\r\n", "\n");
  const { root, findings } = parseYaml(path, text);
  if (!root || findings.length > 0) return { kind: "unreadable", findings };
  // A file that holds one word is no file of a site: there is nothing to lay out.
  if (root.kind === "scalar") return { kind: "formatted", text };
  const result = printTree(layoutTree(text, textOffsets(path, root)));
  const again = parseYaml(path, result);
  if (!again.root || JSON.stringify(jsonOf(again.root)) !== JSON.stringify(jsonOf(root))) {
    throw new Error(`laying out ${path} would change what it says`);
  }
  return { kind: "formatted", text: result };
}

/** Where the texts begin. A number or a date in a text's place is no text: quoting it would change it. */
function textOffsets(path: string, root: Node): ReadonlySet<number> {
  const kind = kindOf(path);
  if (!kind) return new Set();
  return new Set(
    partsOf(kind.kind, root)
      .filter(({ role, at, node }) => role === "text" && at === "value" && typeof node.value === "string")
      .map(({ node }) => node.start),
  );
}
