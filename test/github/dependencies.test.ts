/**
 * What this repository takes from others: the lock file says which bytes, and from the registry alone, and the workflow
 * that asks about known faults fails for those that are grave in what is shipped. A registry of the test's own answers.
 */

import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { parse } from "yaml";

const root = fileURLToPath(new URL("../../", import.meta.url));
const text = readFileSync(`${root}.github/workflows/dependencies.yml`, "utf8");
const workflow = parse(text) as {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<string, { readonly permissions?: unknown; readonly steps: readonly { readonly run?: string }[] }>
  >;
};
const { packages } = JSON.parse(readFileSync(`${root}package-lock.json`, "utf8")) as {
  readonly packages: Readonly<Record<string, { readonly resolved?: string }>>;
};

const usual = "https://registry.npmjs.org/";

test("the lock file says of each package which bytes it is, and of none that they come from elsewhere", () => {
  const all = Object.entries(packages).filter(([path]) => path !== "");
  expect(all.length).toBeGreaterThan(100);
  for (const [path, entry] of all) {
    expect(path).toMatch(/^node_modules\//);
    expect(entry, path).toMatchObject({ integrity: expect.stringMatching(/^sha512-/) });
    // Mostly absent: npm then asks the registry that it is set to for the name and the version.
    expect((entry.resolved ?? usual).startsWith(usual), path).toBe(true);
  }
});

test("the workflow runs when the lock file changes and each day, can only read, and runs nothing of a package's", () => {
  expect(workflow.on).toMatchObject({ pull_request: { paths: expect.arrayContaining(["package-lock.json"]) } });
  expect(workflow.on).toHaveProperty("schedule");
  expect(workflow.permissions).toEqual({ contents: "read" });
  for (const job of Object.values(workflow.jobs)) expect(job.permissions).toBeUndefined();
  expect(text).not.toMatch(/secrets\.|github\.token|id-token/);
  for (const [line] of text.matchAll(/^ *npm .*$/gm)) {
    expect(line).toMatch(/npm (?:audit|ci --ignore-scripts)\b/);
  }
});

interface Fault {
  readonly name: string;
  readonly severity: "moderate" | "high" | "critical";
}

/** Runs the step as it stands, against a registry that knows one fault; answers its exit code and what it was asked. */
async function look(fault: Fault | null): Promise<{ code: number | null; said: string; asked: readonly string[] }> {
  const asked = new Set<string>();
  const registry = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (!request.url?.endsWith("/security/advisories/bulk")) return void response.writeHead(404).end("{}");
    const sent = JSON.parse(gunzipSync(Buffer.concat(chunks)).toString("utf8")) as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(sent)) asked.add(name);
    const advisory = { id: 1, url: "https://x.example/1", title: "It burns", vulnerable_versions: "*", ...fault };
    const isKnown = fault !== null && Object.hasOwn(sent, fault.name);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(isKnown ? { [fault.name]: [advisory] } : {}));
  });
  await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
  const folder = mkdtempSync(join(tmpdir(), "parley-lock-"));
  try {
    for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(root, file), join(folder, file));
    // What a pull request may bring along: it must not say where is asked.
    writeFileSync(join(folder, ".npmrc"), "registry=http://127.0.0.1:9/\n");
    const step = workflow.jobs.faults?.steps.at(-1)?.run ?? "exit 9";
    const userConfig = join(folder, "user-npmrc");
    const { port } = registry.address() as AddressInfo;
    writeFileSync(userConfig, `registry=http://127.0.0.1:${port}/\ncache=${join(folder, "cache")}\n`);
    const given = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
    const env = { ...Object.fromEntries(given), RUNNER_TEMP: folder, NPM_CONFIG_USERCONFIG: userConfig };
    const child = spawn("bash", ["-e", "-c", step], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (said += String(part)));
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    return { code, said, asked: [...asked] };
  } finally {
    registry.closeAllConnections();
    registry.close();
    rmSync(folder, { recursive: true });
  }
}

test.each<readonly [string, Fault | null, number]>([
  ["no fault is known", null, 0],
  ["a grave one is in what is shipped", { name: "fastify", severity: "high" }, 1],
  ["a critical one is in what that needs", { name: "light-my-request", severity: "critical" }, 1],
  ["a slight one is in what is shipped", { name: "fastify", severity: "moderate" }, 0],
  ["a grave one is in a tool for development", { name: "vitest", severity: "critical" }, 0],
])("where %s, it says so", async (_what, fault, wanted) => {
  const { code, said, asked } = await look(fault);
  expect(code, said).toBe(wanted);
  if (wanted === 1) expect(said).toContain("It burns");
  expect(asked).toEqual(expect.arrayContaining(["fastify", "pg", "@opentelemetry/api"]));
});
