/**
 * A site's plan, quickly: of a large site, only what changed since it was last looked at is read, and what is live and
 * already known is not asked for. The plan is that of `prepare`, word by word.
 */

import { parse } from "node:path";
import { type Target, targetOf } from "#cli/environment.ts";
import { examine } from "#cli/examine.ts";
import { type FoundQuickly, findQuickly } from "#cli/find-quickly.ts";
import { keptBodies } from "#cli/kept-bodies.ts";
import { type Part, type Parts, partsOf } from "#cli/parts.ts";
import { liveBeside, type Prepared, planned, prepare, publishable } from "#cli/prepare.ts";
import { readSettings } from "#cli/settings.ts";
import type { ReadSite } from "#cli/site.ts";
import { checked } from "#content/content.ts";
import type { FileTree, SourceFile } from "#content/files.ts";
import { readContent } from "#content/read.ts";
import { knownAssistant } from "#plan/bodies.ts";
import type { Plan } from "#plan/plan.ts";
import type { Commit } from "#source/commit.ts";
import { readFiles } from "#source/working-tree.ts";

export interface Ready {
  /** Its content may lack workflows. */
  readonly site: ReadSite;
  readonly target: Target;
  /** Null: the site has errors. */
  readonly prepared: Prepared | null;
}

/** Throws `Failure`. */
export async function readAndPrepare(folder: string, environment: string, data: string | undefined): Promise<Ready> {
  const today = new Date().toISOString().slice(0, 10);
  const files = await readFiles(folder);
  const target = targetOf(readSettings(folder), environment, data);
  // Git is asked meanwhile; what it says counts where there is something to plan.
  const commit = publishable(folder, target);
  commit.catch(() => undefined);
  // As if it lay in no repository: of the past come only warnings, and with each commit all findings would be new.
  const found = await findQuickly(parse(folder).root, files, { today, tests: "run" }, "findings-and-bodies");
  const all = found && partsOf(files);
  if (all) return byParts({ folder, files, today, all, target, commit, ...found });
  const site = { folder, files, today, ...(await examine(files, { today })) };
  return { site, target, prepared: await prepare(site, target, commit) };
}

interface Whole extends FoundQuickly {
  readonly folder: string;
  readonly files: FileTree;
  readonly today: string;
  readonly all: Parts;
  readonly target: Target;
  readonly commit: Promise<Commit | null>;
}

async function byParts({ folder, files, today, findings, bodies, all, target, commit }: Whole): Promise<Ready> {
  const sources = new Map([...files.values()].map(({ path, text }) => [path, text]));
  const siteOf = (parts: readonly Part[]): ReadSite => {
    const { content } = readContent(filesOf(all, parts));
    return { folder, files, today, findings, sources, rehearsal: null, content: { ...content, files: files.size } };
  };
  if (findings.some(({ severity }) => severity === "error")) return { site: siteOf([]), target, prepared: null };
  const kept = keptBodies(all);
  const known = new Map(bodies);
  for (const part of all.parts) {
    const { assistant } = part;
    if (assistant === null) continue;
    const made = bodies.get(assistant);
    const found = made ?? kept.read(part);
    if (found) known.set(assistant, found);
    if (made) kept.write(part, made);
  }
  const isKnown = ({ assistant }: Part) => assistant !== null && known.has(assistant);
  const unread = all.parts.filter((part) => !isKnown(part));
  const site = siteOf(unread);
  const live = await liveBeside(contentOf(site), target, known);
  const withWorkflows = ({ changes }: Plan) => {
    const changed = new Set(changes.flatMap(({ thing, id }) => (thing === "assistant" ? [id] : [])));
    return contentOf(siteOf(all.parts.filter((part) => !isKnown(part) || changed.has(part.assistant ?? ""))));
  };
  const prepared = await planned(contentOf(site), live, target, await commit, known, withWorkflows);
  for (const part of unread) {
    const item = part.assistant === null ? undefined : site.content.assistants.get(part.assistant);
    const made = item?.value && knownAssistant(item, site.content.brands.get(item.value.brand));
    if (made) kept.write(part, made);
  }
  if (unread.length > 1 || bodies.size > 0) kept.tidy();
  return { site, target, prepared };
}

/** Of a site whose findings hold no error. */
function contentOf({ content, findings }: ReadSite) {
  const whole = checked(content, findings);
  if (!whole) throw new Error("a site with errors has no plan");
  return whole;
}

function filesOf({ shared }: Parts, parts: readonly Part[]): FileTree {
  const own = parts.flatMap((part) => part.own);
  return new Map([...shared, ...own].map((file): [string, SourceFile] => [file.path, file]));
}
