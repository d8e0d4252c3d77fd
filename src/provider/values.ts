/** Pulumi's property maps: structs on the wire, with secrets and unknowns marked by well-known values. */

import type { Struct as ProtoStruct } from "google-protobuf/google/protobuf/struct_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";

const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const assetSignature = "c44067f5952c0a294b673a41bacd8c17";
/** Stands for what is not known before something is made. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A file that a Pulumi program hands over by its path: the engine keeps its hash, and never its content. */
export class FileAsset {
  readonly path: string;
  readonly hash: string;
  constructor(path: string, hash: string) {
    this.path = path;
    this.hash = hash;
  }
}

export type Properties = Readonly<Record<string, unknown>>;

/** Plain values: secrets are unwrapped, unknowns are undefined. */
export function fromStruct(value: ProtoStruct | undefined): Properties {
  return (unwrap(value?.toJavaScript() ?? {}) ?? {}) as Properties;
}

/**
 * What goes back to the engine. A property that came in as a secret (`given`) goes out as one: else it would lie in
 * the state in plain text.
 */
export function toStruct(value: Properties, given?: ProtoStruct): ProtoStruct {
  const marked = given?.toJavaScript() ?? {};
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    holdsSecret(marked[key]) ? { [signature]: secretSignature, value: wrap(inner) } : wrap(inner),
  ]);
  return struct.Struct.fromJavaScript(
    Object.fromEntries(entries) as Parameters<typeof struct.Struct.fromJavaScript>[0],
  );
}

function wrap(value: unknown): unknown {
  if (value instanceof FileAsset) return { [signature]: assetSignature, path: value.path, hash: value.hash };
  return Array.isArray(value) ? value.map(wrap) : value;
}

function holdsSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  if (typeof value !== "object" || value === null) return false;
  return (value as Record<string, unknown>)[signature] === secretSignature || Object.values(value).some(holdsSecret);
}

function unwrap(value: unknown): unknown {
  if (value === unknown) return undefined;
  if (Array.isArray(value)) return value.map(unwrap);
  if (typeof value !== "object" || value === null) return value;
  const map = value as Record<string, unknown>;
  if (map[signature] === secretSignature) return unwrap(map.value);
  if (map[signature] === assetSignature) return new FileAsset(String(map.path ?? ""), String(map.hash ?? ""));
  return Object.fromEntries(Object.entries(map).map(([key, inner]) => [key, unwrap(inner)]));
}
