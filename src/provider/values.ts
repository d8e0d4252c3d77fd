/** Pulumi's property maps: structs on the wire, with secrets and unknowns marked by well-known values. */

import type { Struct as ProtoStruct } from "google-protobuf/google/protobuf/struct_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";

const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type Properties = Readonly<Record<string, unknown>>;

/** Plain values: secrets are unwrapped, unknowns are undefined. */
export function fromStruct(value: ProtoStruct | undefined): Properties {
  return (unwrap(value?.toJavaScript() ?? {}) ?? {}) as Properties;
}

export function toStruct(value: Properties): ProtoStruct {
  return struct.Struct.fromJavaScript(value as Parameters<typeof struct.Struct.fromJavaScript>[0]);
}

function unwrap(value: unknown): unknown {
  if (value === unknownText) return undefined;
  if (Array.isArray(value)) return value.map(unwrap);
  if (typeof value !== "object" || value === null) return value;
  const map = value as Record<string, unknown>;
  if (map[signature] === secretSignature) return unwrap(map.value);
  return Object.fromEntries(Object.entries(map).map(([key, inner]) => [key, unwrap(inner)]));
}
