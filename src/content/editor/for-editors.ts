/**
 * From the schemas that Parley checks with to ones that editors read (JSON Schema, draft 7): with the site's ids, with
 * nested steps, and with a choice of forms where Parley's own say "if it is a text".
 */

import type { KnownIds } from "#content/editor/known-ids.ts";
import { meanings, verbMeanings } from "#content/editor/meanings.ts";
import type { Role, Schema } from "#content/schemas/common.ts";
import { stepSchema, verbs } from "#content/schemas/workflow.ts";

/**
 * Ids of files are offered, and others are wrong. Of what stands inside a file an author may just be writing a new
 * one: it is offered, and any other is let through.
 */
const certain: ReadonlySet<Role> = new Set([
  "brand",
  "schedule",
  "group",
  "connection",
  "article",
  "channel",
  "assistant",
  "workflow",
]);

/** Formats that only Parley knows. */
const patterns: Readonly<Record<string, string>> = {
  day: "^\\d{4}-\\d{2}-\\d{2}$",
  hours: "^\\d{2}:\\d{2}-\\d{2}:\\d{2}$",
};

/** A schema for editors, whole in itself. */
export function forEditors(schema: Schema, ids: KnownIds, extra: Schema = {}): Schema {
  const body = converted({ ...schema, ...extra }, ids);
  const needsSteps = JSON.stringify(body).includes("#/definitions/step");
  const definitions = { ...(needsSteps && stepDefinitions(ids)), ...idDefinitions(ids) };
  const whole = JSON.stringify([body, definitions]);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    ...body,
    definitions: Object.fromEntries(
      Object.entries(definitions).filter(([name]) => whole.includes(`"#/definitions/${name}"`)),
    ),
  };
}

/** Ids stand once in a schema, however many places may name them. */
function idDefinitions(ids: KnownIds): Readonly<Record<string, Schema>> {
  const known = Object.entries(ids).filter(([, each]) => each.length > 0);
  return Object.fromEntries(known.map(([role, each]) => [`ids-${role}`, { type: "string", enum: each }]));
}

export const stepList: Schema = { type: "array", items: { $ref: "#/definitions/step" } };

/** One definition a verb; a step is told by its verb, so that an editor speaks of the verb that is meant. */
function stepDefinitions(ids: KnownIds): Readonly<Record<string, Schema>> {
  const ofVerbs = Object.fromEntries(verbs.map((verb) => [verb, converted(stepSchema(verb), ids)]));
  const keys = Object.fromEntries(
    verbs.map((verb) => [verb, (ofVerbs[verb]?.properties as Record<string, Schema> | undefined)?.[verb] ?? {}]),
  );
  const others = verbs.filter((verb) => verb !== "end");
  return {
    ...ofVerbs,
    exit: {
      anyOf: [offered({ type: "string" }, "step", ids), stepList],
      description: "Where to go: a step's id, end, or a list of steps.",
    },
    step: {
      type: "object",
      description: "A step: an id, one verb, and what the verb takes.",
      properties: { id: { type: "string", description: meanings.id }, ...keys },
      required: ["id"],
      anyOf: verbs.map((verb) => ({ required: [verb] })),
      allOf: verbs.map((verb) => ({
        if:
          verb === "end"
            ? { required: [verb], not: { anyOf: others.map((other) => ({ required: [other] })) } }
            : { required: [verb] },
        then: { $ref: `#/definitions/${verb}` },
      })),
    },
  };
}

function converted(schema: Schema, ids: KnownIds): Schema {
  const { role, if: when, then: yes = {}, else: no = {}, ...rest } = schema as Schema & { role?: Role };
  if (when) {
    const { type } = when as { type: string };
    const inherited = role === undefined ? {} : { role };
    const branches = [
      converted({ type, ...inherited, ...(yes as Schema) }, ids),
      converted({ ...inherited, ...(no as Schema) }, ids),
    ];
    return { anyOf: branches };
  }
  const own = Object.fromEntries(
    Object.entries(rest).flatMap(([key, value]): [string, unknown][] => {
      switch (key) {
        case "format":
          return patterns[String(value)] === undefined ? [] : [["pattern", patterns[String(value)]]];
        case "properties":
          return [[key, described(value as Record<string, Schema>, ids)]];
        case "dependentRequired":
        case "dependentSchemas":
          return [];
        case "propertyNames":
          return [[key, keySchema(value as Schema, ids)]];
        case "items":
        case "additionalProperties":
          return [[key, typeof value === "object" ? converted(value as Schema, ids) : value]];
        default:
          return [[key, value]];
      }
    }),
  );
  const dependencies = { ...(rest.dependentRequired as object), ...(rest.dependentSchemas as object) };
  // Draft 7's word for both.
  if (Object.keys(dependencies).length > 0) own.dependencies = dependencies;
  return offered(withKnownKeys(own, rest.propertyNames as Schema | undefined, ids), role, ids);
}

/** A key such as `404` is a number to some editors: only its letters count. */
function keySchema({ role, type: _type, ...rest }: Schema & { role?: Role }, ids: KnownIds): Schema {
  const known = role !== undefined && certain.has(role) ? (ids[role] ?? []) : [];
  return known.length > 0 ? { enum: known } : rest;
}

/** Keys with what they mean, which an editor shows beside them. */
function described(properties: Record<string, Schema>, ids: KnownIds): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => {
      const schema = converted(value, ids);
      const meaning = verbMeanings[key] ?? meanings[key];
      return [key, meaning === undefined ? schema : { ...schema, description: meaning }];
    }),
  );
}

/** A map's keys are offered where they are known: languages, environments, groups. */
function withKnownKeys(own: Record<string, unknown>, names: Schema | undefined, ids: KnownIds): Schema {
  const { role } = (names ?? {}) as { role?: Role };
  const known = role === undefined ? undefined : ids[role];
  if (!known || own.properties !== undefined || typeof own.additionalProperties !== "object") return own;
  return { ...own, properties: Object.fromEntries(known.map((id) => [id, own.additionalProperties])) };
}

/** A word's own place: the ids that may stand there. */
function offered(schema: Schema, role: Role | undefined, ids: KnownIds): Schema {
  const known = role === undefined ? undefined : ids[role];
  if (role === "step" && Array.isArray(schema.type)) return { $ref: "#/definitions/exit" };
  if (!known || known.length === 0 || schema.type === "object" || schema.type === "array") return schema;
  const listed: Schema = { $ref: `#/definitions/ids-${role}` };
  const { description } = schema;
  return role !== undefined && certain.has(role)
    ? { allOf: [listed], description }
    : { anyOf: [listed, schema], description };
}
