/** What decides how a publish goes, what runs and whom it may call is no part of a plan: a review calls it out. */

import type { ReadSite } from "#cli/site.ts";
import type { Connection } from "#content/brand.ts";
import { code } from "#plan/markdown.ts";
import { secretOf } from "#plan/secrets.ts";
import { askGit } from "#source/git.ts";

/** Files that are named at most. */
const mostNamed = 20;

/** Markdown, a paragraph each. `head` is the site as it would be merged, `baseCommit` what it is held against there. */
export async function settingsNotes(base: ReadSite, head: ReadSite, baseCommit: string): Promise<readonly string[]> {
  return [...ofSite(base, head), ...ofConnections(base, head), ...(await ofWorkflows(head.folder, baseCommit))];
}

function ofSite(base: ReadSite, head: ReadSite): readonly string[] {
  const [was, is] = [base, head].map(({ content }) => ({ ...content.site.value }) as Record<string, unknown>);
  const names = new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})]);
  const changed = [...names].filter((key) => !isSame(was?.[key], is?.[key]));
  if (changed.length === 0) return [];
  const keys = changed.map((key) => code(key)).join(", ");
  return [
    `**The settings change:** ${keys} in ${code("parley.yaml")}. This plan was made where the base branch publishes.`,
  ];
}

function ofConnections(base: ReadSite, head: ReadSite): readonly string[] {
  return [...head.content.brands].flatMap(([id, brand]) =>
    [...brand.connections].flatMap(([name, { value }]) => {
      const was = base.content.brands.get(id)?.connections.get(name)?.value;
      if (!value || (was && isSame(callOf(was), callOf(value)))) return [];
      const secret = secretOf(value.auth);
      return [
        `**A connection ${was ? "changes" : "is new"}:** ${code(name)} of ${code(id)} calls ${addressesOf(value)}${secret === undefined ? "" : `, with the secret ${code(secret)}`}. Its host gets what workflows send it; which secret may go there, the operator says.`,
      ];
    }),
  );
}

/** Whom a connection calls, and as whom. */
const callOf = ({ base_url, auth }: Connection): unknown => [base_url, auth ?? null];

function addressesOf({ base_url }: Connection): string {
  const addresses = typeof base_url === "string" ? [base_url] : Object.values(base_url);
  return [...new Set(addresses)].map((address) => code(address)).join(", ");
}

async function ofWorkflows(folder: string, baseCommit: string): Promise<readonly string[]> {
  const { code: status, text } = await askGit(folder, [
    ...["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", baseCommit],
    ...["--", ":(top,literal).github", ":(top,literal)CODEOWNERS", ":(top,literal)docs/CODEOWNERS"],
  ]);
  const paths = status === 0 ? text.split("\0").filter((path) => path !== "") : [];
  if (paths.length === 0) return [];
  const more = paths.length > mostNamed ? ` and ${paths.length - mostNamed} more` : "";
  const named = paths.slice(0, mostNamed).map((path) => code(path));
  return [`**What runs on GitHub, or who owns what, changes:** ${named.join(", ")}${more}. Look at these yourself.`];
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
