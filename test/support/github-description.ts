/**
 * GitHub's published description of its REST API (`github-openapi.json`, made by `extract-github-openapi.mjs`): what a
 * request may hold, what an answer holds, and an example of one.
 */

import { readFileSync } from "node:fs";
import { Ajv } from "ajv";

interface Described {
  readonly parameters: readonly {
    readonly name: string;
    readonly in: "path" | "query" | "header";
    readonly required: boolean;
    readonly schema: object;
  }[];
  readonly request: { readonly properties?: Readonly<Record<string, object>> } | null;
  readonly status: number;
  readonly response: object | null;
  readonly example: unknown;
}

export interface Operation extends Described {
  /** `GET /repos/{owner}/{repo}/pulls`. */
  readonly name: string;
  readonly path: Readonly<Record<string, string>>;
}

const text = readFileSync(new URL("github-openapi.json", import.meta.url), "utf8");
const description = JSON.parse(text.replaceAll('"#/schemas/', '"github#/schemas/'), withNull) as {
  readonly operations: Readonly<Record<string, Described>>;
  readonly schemas: Readonly<Record<string, object>>;
};

/** OpenAPI 3.0 takes null for nullable, whatever the enum lists and whether or not there is a type; JSON Schema does not. */
function withNull(_key: string, value: unknown): unknown {
  const schema = value as { readonly nullable?: unknown; readonly type?: unknown; readonly enum?: readonly unknown[] };
  if (schema?.nullable !== true) return schema;
  if (schema.type === undefined) {
    const { nullable: _, ...others } = schema;
    return { anyOf: [others, { type: "null" }] };
  }
  return Array.isArray(schema.enum) ? { ...schema, enum: [...schema.enum, null] } : schema;
}

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema({ $id: "github", schemas: description.schemas });

const routes = Object.entries(description.operations).map(([name, described]) => {
  const [method = "", path = ""] = name.split(" ");
  // A ref's name has slashes; no other parameter has.
  const pattern = path.replace(/\{(\w+)\}/g, (_, key: string) => `(?<${key}>${key === "ref" ? ".+" : "[^/]+"})`);
  return { name, method, pattern: new RegExp(`^${pattern}$`), described };
});

/** The operation that a request is, or null: GitHub's description knows none. */
export function operationOf(method: string, path: string): Operation | null {
  for (const { name, method: own, pattern, described } of routes) {
    const match = own === method ? pattern.exec(path) : null;
    if (!match) continue;
    const values = Object.entries(match.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]);
    return { name, path: Object.fromEntries(values), ...described };
  }
  return null;
}

/** What is wrong with a request's query and body, in words; nothing: it may be sent. */
export function requestFaults(operation: Operation, query: URLSearchParams, body: unknown): readonly string[] {
  const known = new Map(operation.parameters.filter((each) => each.in === "query").map((each) => [each.name, each]));
  const faults = [...query].flatMap(([key, value]) => {
    const parameter = known.get(key);
    if (!parameter) return [`${operation.name} has no parameter "${key}"`];
    const asNumber = /^\d+$/.test(value) ? Number(value) : value;
    return ajv.validate(parameter.schema, value) || ajv.validate(parameter.schema, asNumber) ? [] : [`${key}=${value}`];
  });
  if (operation.request === null) return body === undefined ? faults : [...faults, `${operation.name} has no body`];
  const properties = Object.keys(operation.request.properties ?? {});
  const strange = Object.keys((body ?? {}) as object).filter(
    (key) => properties.length > 0 && !properties.includes(key),
  );
  return [
    ...faults,
    ...strange.map((key) => `${operation.name} has no "${key}"`),
    ...faultsOf(operation.request, body),
  ];
}

/** What is wrong with an answer of the fake's own: a fault in the fake. */
export function responseFaults({ response }: Operation, body: unknown): readonly string[] {
  return response === null ? [] : faultsOf(response, body);
}

function faultsOf(schema: object, value: unknown): readonly string[] {
  if (ajv.validate(schema, value)) return [];
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
