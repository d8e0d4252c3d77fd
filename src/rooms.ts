/**
 * The rooms of `src/`, and what each may import. `biome.json` beside this file is made from it (`UPDATE=1`, with
 * `test/rooms.test.ts`, writes it): the linter holds the rules, and the test plants a fault in each room.
 */

export interface Room {
  /** Other rooms it may import, as `#room/file.ts`. */
  readonly rooms: readonly string[];
  /** Packages and Node's modules it may import, in the linter's patterns. A room without any of Node's is pure. */
  readonly outside: readonly string[];
}

/** All of Node's modules, those below another one too. */
const node = ["node:*", "node:*/**"];

/** In the order in which what an author wrote reaches a customer. */
export const rooms: Readonly<Record<string, Room>> = {
  findings: { rooms: [], outside: [] },
  expr: { rooms: ["findings"], outside: ["@marcbachmann/cel-js", "re2js"] },
  phrases: { rooms: [], outside: ["@orama/stemmers/**"] },
  content: {
    rooms: ["findings", "expr"],
    outside: ["js-yaml", "yaml", "ajv", "ajv/**", "gettext-parser", "saxes", "node:crypto", "node:module"],
  },
  checks: { rooms: ["findings", "expr", "phrases", "content"], outside: [] },
  runtime: { rooms: ["expr", "phrases", "content"], outside: ["libphonenumber-js"] },
  rehearsal: { rooms: ["findings", "expr", "phrases", "content", "runtime"], outside: [] },
  plan: { rooms: ["findings", "content"], outside: [] },
  wire: { rooms: [], outside: ["typebox"] },
  drivers: { rooms: ["content", "plan", "wire"], outside: ["node:crypto", "node:http"] },
  provider: {
    rooms: ["content", "plan", "drivers"],
    outside: ["@grpc/**", "@pulumi/**", "google-protobuf/**", "node:fs", "node:path"],
  },
  publish: {
    rooms: ["findings", "content", "plan", "drivers", "provider"],
    outside: [...node, "@pulumi/**", "semver"],
  },
  platform: {
    rooms: ["content", "plan", "runtime", "drivers", "wire"],
    outside: [
      ...node,
      "@fastify/proxy-addr",
      "@opentelemetry/*",
      "fastify",
      "jose",
      "file-type",
      "pg",
      "pino",
      "prom-client",
    ],
  },
  widget: {
    rooms: ["wire"],
    outside: ["lit", "lit/**", "esbuild", "eventsource-parser", "eventsource-parser/**", "node:fs", "node:url"],
  },
  github: { rooms: ["findings", "plan"], outside: ["octokit"] },
  source: { rooms: ["content"], outside: [...node, "simple-git"] },
  cli: { rooms: ["*"], outside: [...node] },
};

/** The linter's configuration for `src/`, as JSON. */
export function lintRules(): object {
  return {
    root: false,
    extends: "//",
    overrides: Object.entries(rooms).map(([name, { rooms: others, outside }]) => ({
      includes: [`${name}/**`, "!**/*.test.ts"],
      linter: {
        rules: {
          style: {
            noRestrictedImports: {
              level: "error",
              options: {
                patterns: [
                  {
                    group: [
                      "**",
                      "!./**",
                      `!#${name}/**`,
                      ...others.map((other) => `!#${other}/**`),
                      ...outside.map((each) => `!${each}`),
                    ],
                    message: message(name, others, outside),
                  },
                ],
              },
            },
          },
        },
      },
    })),
  };
}

function message(name: string, others: readonly string[], outside: readonly string[]): string {
  const allowed = [...others.map((other) => `#${other}`), ...outside];
  return `src/${name} may import ${allowed.length === 0 ? "nothing but itself" : `${allowed.join(", ")} and itself`} (src/rooms.ts).`;
}
