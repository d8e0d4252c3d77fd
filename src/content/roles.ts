/**
 * Every word of a file that plays a part: a text, a reference, a variable, an expression. Read off the schemas, so
 * that there is one list of what stands where, and it also holds in files that do not fit their schema.
 */

import type { FileKind } from "#content/layout.ts";
import type { MapNode, Node, Path, ScalarNode } from "#content/node.ts";
import { type Role, type Schema, stepId, withRole } from "#content/schemas/common.ts";
import * as files from "#content/schemas/files.ts";
import { testFile } from "#content/schemas/test-file.ts";
import { stepSchema, verbs, workflow } from "#content/schemas/workflow.ts";

export interface Part {
  readonly role: Role;
  readonly node: ScalarNode;
  /** From the file's root; of a key, the path to its value. */
  readonly path: Path;
  readonly at: "key" | "value";
}

const schemas: Readonly<Record<FileKind["kind"], Schema | null>> = {
  site: files.site,
  brand: files.brand,
  schedule: files.schedule,
  group: files.group,
  connection: files.connection,
  channel: files.channel,
  assistant: files.assistant,
  locale: files.locale,
  article: files.articleHead,
  workflow,
  "brand-workflow": workflow,
  test: testFile,
  asset: null,
  // Written by a program, for itself.
  "made-from": null,
};

/** The parts of one file, in document order. */
export function partsOf(kind: FileKind["kind"], root: Node | null): readonly Part[] {
  const schema = schemas[kind];
  const parts: Part[] = [];
  if (!root || !schema) return parts;
  collect(schema, root, [], parts);
  if (schema === workflow && root.kind === "map") {
    for (const { key, value } of root.entries) if (key.value === "steps") collectSteps(value, ["steps"], parts);
  }
  return parts;
}

/** `outer`: the role of the schema that chose this one by the kind of value; it comes before its own. */
function collect(schema: Schema, node: Node, path: Path, into: Part[], outer?: Role): void {
  const role = outer ?? (schema as { role?: Role }).role;
  if (schema.if) {
    const branch = (isOfType(node, schema.if as Schema) ? schema.then : schema.else) as Schema | undefined;
    collect(branch ?? {}, node, path, into, role);
    return;
  }
  switch (node.kind) {
    case "scalar":
      if (role) into.push({ role, node, path, at: "value" });
      return;
    case "list":
      if (role === "step") collectSteps(node, path, into);
      for (const [index, item] of node.items.entries()) {
        // A request's body is free of form: what stands in it plays the body's part.
        const inner = (schema.items as Schema | undefined) ?? (role === "template" ? schema : undefined);
        if (inner) collect(inner, item, [...path, index], into, inner === schema ? role : undefined);
      }
      return;
    case "map": {
      const { properties = {}, additionalProperties, propertyNames } = schema as { [key: string]: Schema };
      for (const { key, value } of node.entries) {
        const name = String(key.value);
        const here: Path = [...path, name];
        const keyRole = (propertyNames as { role?: Role } | undefined)?.role;
        if (keyRole) into.push({ role: keyRole, node: key, path: here, at: "key" });
        const own = Object.hasOwn(properties, name) ? (properties[name] as Schema) : additionalProperties;
        const inner = own || (role === "template" || role === "declaration" ? schema : undefined);
        if (inner) collect(inner, value, here, into, inner === schema ? role : undefined);
      }
    }
  }
}

const stepSchemas = new Map<string, Schema>();

function collectSteps(steps: Node, path: Path, into: Part[]): void {
  if (steps.kind !== "list") return;
  for (const [index, step] of steps.items.entries()) {
    const schema = step.kind === "map" ? schemaOfStep(step) : null;
    if (schema) collect(schema, step, [...path, index], into);
  }
}

function schemaOfStep(step: MapNode): Schema | null {
  const verb = verbOf(step);
  if (verb === undefined) return null;
  const known = stepSchemas.get(verb);
  if (known) return known;
  const { properties, ...rest } = stepSchema(verb) as { properties: Record<string, Schema> };
  const schema: Schema = { ...rest, properties: { ...properties, id: withRole("step", stepId) } };
  stepSchemas.set(verb, schema);
  return schema;
}

const ranks = new Map(verbs.map((verb, index) => [verb, index]));

/** Of several, the first by the language's table. */
function verbOf({ entries }: MapNode): string | undefined {
  let least = verbs.length;
  for (const { key } of entries) {
    const rank = typeof key.value === "string" ? ranks.get(key.value) : undefined;
    if (rank !== undefined && rank < least) least = rank;
  }
  return verbs[least];
}

function isOfType(node: Node, { type }: Schema): boolean {
  switch (type) {
    case "array":
      return node.kind === "list";
    case "object":
      return node.kind === "map";
    default:
      return node.kind === "scalar";
  }
}
