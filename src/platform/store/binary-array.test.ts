import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { binaryArray, type Element, type ElementType } from "#platform/store/binary-array.ts";
import { startTestServer, type TestServer } from "../../../test/support/postgres.ts";

let server: TestServer;
let client: pg.Client;

beforeAll(async () => {
  server = await startTestServer();
  client = new pg.Client(await server.newDatabase());
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await server.stop();
});

const odd = ["", "a,b", '"\\{}', "null", "NULL", "Ünïcödé 🙂", " "];
const moment = Date.UTC(1999, 11, 31, 23, 59, 59, 999);
interface Case {
  readonly type: ElementType;
  readonly values: readonly Element[];
  /** Absent: as it was. */
  readonly arrives?: readonly Element[];
}

const cases: readonly Case[] = [
  { type: "text", values: [] },
  { type: "text", values: [null] },
  { type: "text", values: [...odd, null, "last"] },
  { type: "text", values: ["half of a pair: \ud83d"], arrives: ["half of a pair: \ufffd"] },
  { type: "json", values: ['{"a": [1, "\\u0000"]}', null] },
  { type: "int", values: [0, -1, 2 ** 31 - 1, null] },
  { type: "boolean", values: [true, false, null] },
  { type: "timestamptz", values: [moment, 0, null, 1_790_000_000_123] },
];

/** Documents are compared as they are written, moments as numbers. */
const shown: Partial<Record<ElementType, string>> = {
  json: "e::text",
  timestamptz: "(extract(epoch from e) * 1000)::float8",
};

test.each(cases)("$type $values arrives as it was", async ({ type, values, arrives = values }) => {
  const { rows } = await client.query(`select ${shown[type] ?? "e"} as e from unnest($1::${type}[]) as e`, [
    binaryArray(type, values),
  ]);
  expect(rows.map(({ e }) => e)).toEqual(arrives);
});

test("what is longer than most arrays arrives whole, and leaves nothing behind in the next", async () => {
  const long = ["é".repeat(300_000), null, "🙂".repeat(150_000), "end"];
  for (const values of [long, ["short"], [], long]) {
    const { rows } = await client.query("select e from unnest($1::text[]) as e", [binaryArray("text", values)]);
    expect(rows.map(({ e }) => e)).toEqual(values);
  }
});
