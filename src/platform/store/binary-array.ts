/**
 * Arrays as PostgreSQL sends them in binary. Written out as text, each document in an array is escaped here and read
 * letter by letter there: much of what a turn costs both of them.
 */

/** Types of elements, as PostgreSQL numbers them. */
const numbers = { boolean: 16, int: 23, text: 25, json: 114, timestamptz: 1184 } as const;

export type ElementType = keyof typeof numbers;

/** Text as it is, JSON already written, moments as milliseconds since 1970. */
export type Element = string | number | boolean | null;

const sizes = { boolean: 1, int: 4, timestamptz: 8 } as const;
/** PostgreSQL counts microseconds, and from 2000 on. */
const epochMs = Date.UTC(2000, 0, 1);

/** Where most arrays are written, and copied from: how long a text is in bytes is known once it is written. */
const draft = Buffer.allocUnsafeSlow(512 * 1024);
/** Of one letter, as JavaScript counts them. */
const mostBytes = 3;

export function binaryArray(type: ElementType, values: readonly Element[]): Buffer {
  const isText = type === "text" || type === "json";
  let most = 20;
  for (const value of values) most += 4 + (isText ? mostBytes * (value === null ? 0 : (value as string).length) : 8);
  const bytes = most > draft.length ? Buffer.allocUnsafeSlow(most) : draft;
  bytes.writeInt32BE(values.length === 0 ? 0 : 1, 0);
  bytes.writeInt32BE(values.includes(null) ? 1 : 0, 4);
  bytes.writeInt32BE(numbers[type], 8);
  if (values.length === 0) return Buffer.from(bytes.subarray(0, 12));
  bytes.writeInt32BE(values.length, 12);
  bytes.writeInt32BE(1, 16);
  let at = 20;
  for (const value of values) {
    if (value === null) {
      at = bytes.writeInt32BE(-1, at);
      continue;
    }
    const length = isText ? bytes.write(value as string, at + 4) : sizes[type];
    bytes.writeInt32BE(length, at);
    at += 4;
    switch (type) {
      case "boolean":
        bytes[at] = value ? 1 : 0;
        break;
      case "int":
        bytes.writeInt32BE(value as number, at);
        break;
      case "timestamptz":
        bytes.writeBigInt64BE(BigInt(Math.round(((value as number) - epochMs) * 1000)), at);
        break;
      case "text":
      case "json":
        break;
    }
    at += length;
  }
  return Buffer.from(bytes.subarray(0, at));
}
