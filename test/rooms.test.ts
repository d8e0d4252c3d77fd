/** Which room may import which: one table, held against every file, and against a planted fault in each room. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

interface Room {
  readonly rooms: readonly string[];
  /** Patterns of what it may import from outside: Node's modules and packages. */
  readonly outside: RegExp;
}

const none = /^$/;
const any = /./;
const every = [
  "findings",
  "expr",
  "phrases",
  "content",
  "checks",
  "runtime",
  "plan",
  "wire",
  "drivers",
  "provider",
  "publish",
  "platform",
  "widget",
  "source",
  "cli",
];

const table: Readonly<Record<string, Room>> = {
  findings: { rooms: [], outside: none },
  expr: { rooms: ["findings"], outside: /^(?:@marcbachmann\/cel-js|re2js)$/ },
  phrases: { rooms: [], outside: none },
  content: { rooms: ["findings", "expr"], outside: /^(?:js-yaml|yaml|ajv.*|node:crypto|node:module)$/ },
  checks: { rooms: ["findings", "expr", "phrases", "content"], outside: none },
  runtime: { rooms: ["expr", "phrases", "content"], outside: /^libphonenumber-js$/ },
  plan: { rooms: ["findings", "content"], outside: none },
  wire: { rooms: [], outside: /^typebox$/ },
  drivers: { rooms: ["content", "plan", "wire"], outside: none },
  provider: { rooms: ["content", "plan", "drivers"], outside: /^(?:@grpc\/|@pulumi\/|google-protobuf)/ },
  publish: { rooms: ["findings", "content", "plan", "drivers", "provider"], outside: any },
  platform: { rooms: ["content", "runtime", "drivers", "wire"], outside: /^(?:node:|(?:fastify|pg|pino)$)/ },
  widget: { rooms: ["wire"], outside: /^(?:lit|esbuild|eventsource-parser|node:(?:fs|url)$)/ },
  source: { rooms: ["content"], outside: /^(?:node:|simple-git$)/ },
  cli: { rooms: every, outside: /^node:/ },
};

const source = fileURLToPath(new URL("../src/", import.meta.url));

/** What a file of a room imports and may not. */
function forbidden(room: string, text: string): readonly string[] {
  const known = table[room];
  if (!known) return [`the room "${room}" is not in the table`];
  const imports = [...text.matchAll(/(?:from |import\()"([^"]+)"/g)].map((match) => match[1] ?? "");
  return imports.filter((name) => {
    const inside = /^#([^/]+)\//.exec(name)?.[1];
    if (inside !== undefined) return inside !== room && !known.rooms.includes(inside);
    if (name.startsWith(".")) return name.startsWith("..") && room !== "cli";
    return !known.outside.test(name);
  });
}

function filesOf(room: string): readonly string[] {
  const files = readdirSync(join(source, room), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => join(source, room, file));
}

test.each(Object.keys(table))("%s imports what it may", (room) => {
  const found = filesOf(room).flatMap((file) =>
    forbidden(room, readFileSync(file, "utf8")).map((name) => `${file}: ${name}`),
  );
  expect(found).toEqual([]);
});

test.each(Object.keys(table).filter((room) => room !== "cli"))("a bad import planted in %s is caught", (room) => {
  expect(forbidden(room, 'import { main } from "#cli/main.ts";')).toEqual(["#cli/main.ts"]);
});

test.each(["findings", "expr", "phrases", "checks", "runtime", "plan"])(
  "%s is pure: Node and Pulumi are caught",
  (room) => {
    const text = 'import fs from "node:fs";\nimport * as pulumi from "@pulumi/pulumi";';
    expect(forbidden(room, text)).toEqual(["node:fs", "@pulumi/pulumi"]);
  },
);

test("every folder of src is in the table", () => {
  const folders = readdirSync(source).filter((name) => name !== "setup");
  expect(folders.filter((name) => filesOf(name).length > 0 && !(name in table))).toEqual([]);
});
