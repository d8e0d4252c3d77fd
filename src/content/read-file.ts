/** One YAML file to one item: parsed, held against its schema, and typed. */

import type { Item } from "#content/content.ts";
import { fileMisfits } from "#content/file-rules.ts";
import type { SourceFile } from "#content/files.ts";
import type { FileKind } from "#content/layout.ts";
import type { Node, Path } from "#content/node.ts";
import { nodeAt, placeOf, placeOfKey } from "#content/place.ts";
import { readSteps } from "#content/read-steps.ts";
import type { Schema } from "#content/schemas/common.ts";
import { type Misfit, maxMisfits } from "#content/schemas/messages.ts";
import { misfits } from "#content/schemas/validate.ts";
import { workflow as workflowSchema } from "#content/schemas/workflow.ts";
import type { Workflow } from "#content/workflow.ts";
import { type Parsed, parseYaml } from "#content/yaml/parse.ts";
import type { Finding } from "#findings/finding.ts";

/** Reads a file of one kind; its findings are added to `findings`. */
export function readFile<T>(
  file: SourceFile,
  kind: FileKind["kind"],
  id: string,
  schema: Schema,
  findings: Finding[],
): Item<T> {
  const parsed = parse(file, findings);
  if (!parsed || parsed.value === undefined) return { id, file: file.path, root: null, value: null };
  const wrong = [...misfits(schema, parsed.value), ...fileMisfits(kind, parsed.value)];
  return settle<T>(file, id, parsed, wrong, findings);
}

/** Reads a workflow: its head by one schema, then each step by its verb's. */
export function readWorkflowFile(file: SourceFile, id: string, findings: Finding[]): Item<Workflow> {
  const parsed = parse(file, findings);
  if (!parsed || parsed.value === undefined) return { id, file: file.path, root: null, value: null };
  const { value } = parsed;
  const holder = value as { steps?: unknown } | null;
  // `steps:` with nothing after it is a workflow without steps, not a value of a wrong kind.
  if (holder?.steps === null) holder.steps = [];
  const wrong = [...misfits(workflowSchema, value), ...fileMisfits("workflow", value)];
  // Only now: a misspelt `steps` is mended by what told of it.
  const steps = holder?.steps;
  if (Array.isArray(steps)) wrong.push(...readSteps(steps, ["steps"]));
  return settle<Workflow>(file, id, parsed, wrong, findings);
}

function parse(file: SourceFile, findings: Finding[]): Parsed | null {
  if (file.problem) return null;
  const parsed = parseYaml(file.path, file.text);
  findings.push(...parsed.findings);
  return parsed;
}

/** A file with a syntax error may have lost any part: what else it lacks is not worth a finding. */
function settle<T>(
  file: SourceFile,
  id: string,
  parsed: Parsed,
  wrong: readonly Misfit[],
  findings: Finding[],
): Item<T> {
  const isWhole = parsed.findings.length === 0;
  if (isWhole) {
    for (const misfit of toldOnce(wrong).slice(0, maxMisfits)) findings.push(schemaFinding(file, parsed.root, misfit));
  }
  const isUsable = isWhole && wrong.every((misfit) => misfit.harmless === true);
  return {
    id,
    file: file.path,
    get root() {
      return parsed.root;
    },
    value: isUsable ? (parsed.value as T) : null,
  };
}

/** Of two that speak of one value, the one that says what to write. */
function toldOnce(wrong: readonly Misfit[]): readonly Misfit[] {
  if (wrong.length < 2) return wrong;
  const place = ({ path, at }: Misfit): string => `${at} ${path.join("\n")}`;
  const helped = new Set(wrong.filter(({ help }) => help !== undefined).map(place));
  return wrong.filter((each) => each.help !== undefined || each.kind === "missing" || !helped.has(place(each)));
}

function schemaFinding(
  { path: file, text }: SourceFile,
  root: Node | null,
  { path, at, message, why, help }: Misfit,
): Finding {
  const step = stepAround(root, path);
  return {
    check: "schema",
    severity: "error",
    message,
    at: at === "key" ? placeOfKey(file, root, path) : placeOf(file, root, path),
    ...(step !== undefined && { step }),
    ...(why !== undefined && { why }),
    ...(help !== undefined && { help: asWritten(help, nodeAt(root, path), text) }),
  };
}

/** A number that should be a text is quoted as its author wrote it: of 1.10 the number is 1.1. */
function asWritten(help: string, node: Node | null | undefined, text: string): string {
  if (node?.kind !== "scalar" || typeof node.value !== "number") return help;
  return help.replace(`"${node.value}"`, `"${text.slice(node.start, node.end)}"`);
}

/** The id of the innermost step that `path` leads into. */
export function stepAround(root: Node | null, path: Path): string | undefined {
  if (path[0] !== "steps") return undefined;
  for (let length = path.length; length >= 2; length -= 1) {
    if (typeof path[length - 1] !== "number") continue;
    const id = nodeAt(root, [...path.slice(0, length), "id"]);
    const isStep =
      path[length - 2] === "steps" ||
      !["options", "carousel", "form", "say", "links"].includes(String(path[length - 2]));
    if (isStep && id?.kind === "scalar" && typeof id.value === "string") return id.value;
  }
  return undefined;
}
