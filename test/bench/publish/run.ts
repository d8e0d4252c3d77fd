/**
 * How long plan, publish and rollback take on a site of a thousand workflows, as whole processes, beside Pulumi's own
 * Automation API: `node --conditions=source test/bench/publish/run.ts [rounds] [workflows]`.
 *
 * Everything is measured in turn, in one run, so that the ratios hold on a busy machine. The platform is a process of
 * its own, as `parley serve` starts it. It prints; it judges nothing. Beside the clock stands the time that the
 * processors worked: a busy machine changes the clock more. It measures the package, or
 * what `PARLEY` names.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEngine } from "#publish/engine.ts";
import { startUnsteady } from "../../support/unsteady.ts";
import { entry } from "../entry.ts";
import { makeSite } from "../large-site.ts";

const rounds = Number(process.argv[2] ?? 5);
const workflows = Number(process.argv[3] ?? 1000);
const root = fileURLToPath(new URL("../../../", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "parley-bench-"));
const engine = await ensureEngine((line) => process.stderr.write(`${line}\n`));
const engineRoot = isAbsolute(engine) ? dirname(dirname(engine)) : "";
// What is kept between runs is this bench's own; the engine is found before.
const cache = join(home, "cache");
const env = {
  ...process.env,
  XDG_CACHE_HOME: cache,
  ...(engineRoot !== "" && { PATH: `${join(engineRoot, "bin")}:${process.env.PATH}` }),
};

const node = (...args: readonly string[]) => [
  process.execPath,
  "--conditions=source",
  "--disable-warning=ExperimentalWarning",
  ...args,
];
const parley = (...args: readonly string[]) => node(entry, ...args);

interface Timing {
  readonly ms: number;
  /** Of the process and all that it started, where somebody measures it; else zero. */
  readonly cpu: number;
}

const usage = existsSync("/usr/bin/time") ? ["/usr/bin/time", "-f", "%U %S"] : [];

/** How long the process takes. Throws where it fails. */
function timed(line: readonly string[], cwd = home): Promise<Timing> {
  const [command = "", ...args] = [...usage, ...line];
  const begun = performance.now();
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("close", (code) => {
      const [user = 0, system = 0] =
        usage.length > 0 ? (said.trim().split("\n").at(-1) ?? "").split(" ").map(Number) : [];
      if (code === 0) resolve({ ms: performance.now() - begun, cpu: (user + system) * 1000 });
      else reject(new Error(`${line.join(" ")} ended with ${code}:\n${said}`));
    });
  });
}

interface Live {
  readonly site: string;
  stop(): Promise<void>;
}

/** A committed site of its own, and a platform beside it on which nothing is live. */
async function liveSite(name: string): Promise<Live> {
  const site = makeSite(join(home, name), workflows);
  writeFileSync(join(site, ".gitignore"), ".parley\n");
  await git(site, "init", "--quiet");
  await commit(site, "A site");
  const [command = "", ...args] = parley("serve", "--port", "0", "--site", site);
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => /^ready: /m.test(String(chunk)) && resolve());
    child.on("exit", () => reject(new Error("parley serve ended before it was ready")));
  });
  child.removeAllListeners("exit");
  return { site, stop: () => ended(child) };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on("exit", () => resolve());
    child.kill("SIGTERM");
  });
}

const git = (site: string, ...args: readonly string[]) =>
  timed(["git", "-c", "user.name=Ann", "-c", "user.email=ann@shop.example", ...args], site);

async function commit(site: string, message: string): Promise<void> {
  await git(site, "add", "--all");
  await git(site, "commit", "--quiet", "-m", message);
}

let texts = 0;
/** One customer's text is another one than it ever was. */
async function changeText(site: string): Promise<void> {
  texts += 1;
  const file = join(site, "assistants/bot-0/workflows/flow-1.yaml");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace(/Here is answer number 0[^"]*/, `Here is answer number 0, version ${texts}.`));
  await commit(site, `Version ${texts}`);
}

/** The calls of the platform's API that `work` makes. */
async function callsOf(site: string, work: () => Promise<unknown>): Promise<readonly string[]> {
  const file = join(site, ".parley/address");
  const address = readFileSync(file, "utf8").trim();
  const between = await startUnsteady(address);
  writeFileSync(file, between.address);
  try {
    await work();
    return between.requests.map((call) => call.replace(/(lease|assets)\/.*/, "$1/…"));
  } finally {
    writeFileSync(file, address);
    await between.stop();
  }
}

const figures = new Map<string, Timing[]>();
async function measure(what: string, work: () => Promise<Timing>): Promise<void> {
  figures.set(what, [...(figures.get(what) ?? []), await work()]);
}

/** The least of the rounds: the others waited for somebody else's work. */
const least = (what: string, of: keyof Timing = "ms"): number =>
  Math.min(...(figures.get(what) ?? []).map((timing) => timing[of]));

function line(what: string, wanted: string, ratio?: string): void {
  process.stdout.write(
    `${what.padEnd(31)} ${least(what).toFixed(0).padStart(6)} ms ${least(what, "cpu").toFixed(0).padStart(6)} ms CPU  ${ratio === undefined ? "" : ratio.padEnd(52)}${wanted}\n`,
  );
}

function ratio(what: string, peer: string): string {
  const of = (key: keyof Timing) => (least(what, key) / least(peer, key)).toFixed(2);
  return `${of("ms")} × ${peer} (CPU ${of("cpu")} ×)`;
}

const plain = (action: "up" | "preview", count: number) =>
  timed(
    node(join(root, "test/bench/plain-pulumi.ts"), join(home, `${action}-${count}`), engineRoot, action, `${count}`),
  );
const fetching = "await (await fetch(process.argv[1])).text()";

const live = await liveSite("site");
const { site } = live;
try {
  await plain("up", 1);
  await timed(node(join(root, "test/bench/plain-pulumi.ts"), join(home, "preview-50"), engineRoot, "up", "50"));
  await timed(parley("publish", "--site", site));
  const address = readFileSync(join(site, ".parley/address"), "utf8").trim();
  for (let round = 0; round < rounds; round += 1) {
    const fresh = await liveSite(`fresh-${round}`);
    await measure("publish, the first one", () => timed(parley("publish", "--site", fresh.site)));
    await fresh.stop();
    rmSync(fresh.site, { recursive: true, force: true });
    await measure("Automation API, up of 1", () => plain("up", 1));
    await changeText(site);
    await measure("publish, one text changed", () => timed(parley("publish", "--site", site)));
    await measure("Automation API, preview of 50", () => plain("preview", 50));
    await changeText(site);
    rmSync(join(cache, "parley"), { recursive: true, force: true });
    await measure("plan, nothing kept", () => timed(parley("plan", "--site", site)));
    await changeText(site);
    await measure("plan, one text changed since", () => timed(parley("plan", "--site", site)));
    await timed(parley("publish", "--site", site));
    await measure("rollback", () => timed(parley("rollback", "--site", site)));
    await measure("parley rollback --help", () => timed(parley("rollback", "--help")));
    await measure("node, nothing else", () => timed(node("-e", "")));
    await measure("node, one request", () => timed(node("--input-type=module", "-e", fetching, `${address}/healthz`)));
    await changeText(site);
  }
  process.stdout.write(`${workflows} workflows; the least of ${rounds} rounds, whole processes\n\n`);
  line("Automation API, up of 1", "");
  line("Automation API, preview of 50", "");
  line("plan, nothing kept", "wanted: 0.5", ratio("plan, nothing kept", "Automation API, preview of 50"));
  line(
    "plan, one text changed since",
    "wanted: 0.2",
    ratio("plan, one text changed since", "Automation API, preview of 50"),
  );
  line("publish, one text changed", "wanted: 0.8", ratio("publish, one text changed", "Automation API, up of 1"));
  line("publish, the first one", "wanted: 3", ratio("publish, the first one", "Automation API, up of 1"));
  const above = least("rollback") - least("parley rollback --help");
  const one = least("node, one request") - least("node, nothing else");
  line("rollback", `wanted: one request, ${one.toFixed(0)} ms`, `${above.toFixed(0)} ms above the CLI's start`);
  line("parley rollback --help", "");
  process.stdout.write("\nCalls of the platform's API\n");
  for (const [what, args] of [
    ["publish, one text changed", ["publish"]],
    ["plan of the same", ["plan"]],
    ["rollback", ["rollback"]],
  ] as const) {
    if (args[0] === "publish") await changeText(site);
    const calls = await callsOf(site, () => timed(parley(...args, "--site", site)));
    process.stdout.write(`  ${what}: ${calls.length}\n${calls.map((call) => `    ${call}\n`).join("")}`);
  }
} finally {
  await live.stop();
  rmSync(home, { recursive: true, force: true });
}
