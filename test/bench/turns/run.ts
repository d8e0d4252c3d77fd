/**
 * Turns a second of a five-turn conversation about an order, many at once, in one run: the platform (one replica, and
 * two without sticky sessions), the floor (bare fastify, one transaction of two inserts a message, on the same
 * PostgreSQL), and Bot Framework (in memory, nothing durable; fetched into a temporary folder). Every conversation is
 * checked word by word. Client, servers and database share the machine.
 * `cpu ms` is processor time a turn, of the servers without the database: it holds where the machine is busy otherwise.
 * `node --conditions=source test/bench/turns/run.ts [seconds a measurement] [rounds]`
 */

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { publishSite } from "../../platform/publish-site.ts";
import { startTestServer } from "../../support/postgres.ts";
import { type Connection, openConnection } from "./connection.ts";
import { bodies, content, said, turnsOfOne, wanted } from "./order-site.ts";
import { talkAboutOrder } from "./order-talk.ts";

const seconds = Number(process.argv[2] ?? 6);
const rounds = Number(process.argv[3] ?? 3);
const inFlight = [1, 20, 100] as const;
const warmUpSeconds = 1.5;
/** What the image says to Node; every server here is told it. */
const inImage = "--max-semi-space-size=64";

interface Contestant {
  readonly name: string;
  readonly pids: readonly number[];
  /** One whole conversation; each turn's milliseconds are added to `times`. Answers how to check it afterwards. */
  talk(connections: readonly Connection[], times: number[]): Promise<Check | null>;
  readonly addresses: readonly string[];
}

/** Asked when the time is over: what came of it all is read at nobody's expense. */
type Check = (connections: readonly Connection[]) => Promise<void>;

const children: ChildProcess[] = [];

async function start(script: string, ...args: readonly string[]): Promise<{ address: string; pid: number }> {
  const child = spawn(process.execPath, ["--conditions=source", inImage, script, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once("exit", (code) => reject(new Error(`${script} ended with ${code}`)));
  });
  return { address, pid: child.pid ?? 0 };
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

async function timed<T>(times: number[], work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  times.push(performance.now() - begun);
  return result;
}

/** Each request goes to any of the platforms. */
async function platforms(name: string, databaseUrl: string, count: number): Promise<Contestant> {
  const started = [];
  for (let n = 0; n < count; n += 1) started.push(await start(here("../../platform/replica.ts"), databaseUrl));
  await publishSite(started[0]?.address ?? "", { bodies, content });
  return {
    name,
    addresses: started.map(({ address }) => address),
    pids: started.map(({ pid }) => pid),
    async talk(connections, times) {
      const any = (): Connection => connections[Math.floor(Math.random() * connections.length)] as Connection;
      const read = await talkAboutOrder(any, (ms) => times.push(ms));
      return async ([first]) => {
        const lines = await read(first as Connection);
        if (lines.join("\n") !== wanted.join("\n")) throw new Error(`it went otherwise:\n${lines.join("\n")}`);
      };
    },
  };
}

async function floor(databaseUrl: string): Promise<Contestant> {
  const { address, pid } = await start(here("floor-server.ts"), databaseUrl);
  return {
    name: "floor",
    addresses: [address],
    pids: [pid],
    async talk([connection], times) {
      const conversation = randomUUID();
      for (let turn = 0; turn < turnsOfOne; turn += 1) {
        const event = turn === 0 ? { kind: "open" } : said[turn - 1];
        const body = { conversation, id: randomUUID(), ...event };
        const taken = await timed(times, () => (connection as Connection).ask("POST", "/messages", null, body));
        if (taken.status !== 200) throw new Error(`not taken: ${taken.text}`);
      }
      return null;
    },
  };
}

async function botFramework(folder: string): Promise<Contestant> {
  writeFileSync(join(folder, "package.json"), '{"private": true}');
  const packages = ["botbuilder@4.23.3", "botbuilder-dialogs@4.23.3", "fastify@5.12.8"];
  execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", ...packages], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  copyFileSync(here("peer-server.mjs"), join(folder, "peer-server.mjs"));
  const { address, pid } = await start(join(folder, "peer-server.mjs"), folder);
  const member = { id: "bot", name: "Bot" };
  return {
    name: "Bot Framework",
    addresses: [address],
    pids: [pid],
    async talk([connection], times) {
      const base = {
        channelId: "bench",
        conversation: { id: randomUUID() },
        from: { id: "customer" },
        recipient: member,
        serviceUrl: "http://127.0.0.1",
        locale: "en",
      };
      const all: string[] = [];
      for (let turn = 0; turn < turnsOfOne; turn += 1) {
        const event = said[turn - 1];
        const more = event
          ? { type: "message", text: event.kind === "text" ? event.text : "Yes" }
          : { type: "conversationUpdate", membersAdded: [{ id: "customer" }] };
        const body = { ...base, id: randomUUID(), ...more };
        const answer = await timed(times, () => (connection as Connection).ask("POST", "/messages", null, body));
        all.push(...(JSON.parse(answer.text) as { replies: string[] }).replies);
      }
      const expected = wanted.filter((line) => line.startsWith("assistant: ")).map((line) => line.slice(11));
      // Its question shows the choices it offers.
      const lines = all.map((line) => line.replace(/ \(1\) Yes or \(2\) No$/, ""));
      if (lines.join("\n") !== expected.join("\n")) throw new Error(`it went otherwise:\n${lines.join("\n")}`);
      return null;
    },
  };
}

interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly megabytes: number;
  readonly cpuMs: number;
}

async function measure({ addresses, pids, talk }: Contestant, count: number): Promise<Measured> {
  const cpuBefore = cpuMs(pids);
  let all = 0;
  const begun = performance.now();
  const measuredFrom = begun + warmUpSeconds * 1000;
  const until = measuredFrom + seconds * 1000;
  const times: number[] = [];
  const checks: Check[] = [];
  const everybody = Array.from({ length: count }, () => addresses.map(openConnection));
  await Promise.all(
    everybody.map(async (connections) => {
      while (performance.now() < until) {
        const own: number[] = [];
        const check = await talk(connections, own);
        if (check) checks.push(check);
        all += own.length;
        const now = performance.now();
        if (now >= measuredFrom && now < until) times.push(...own);
      }
    }),
  );
  const cpu = (cpuMs(pids) - cpuBefore) / all;
  await Promise.all(
    everybody.map(async (connections) => {
      for (let check = checks.pop(); check; check = checks.pop()) await check(connections);
      for (const each of connections) each.close();
    }),
  );
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  const kilobytes = pids.map((pid) =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0),
  );
  const megabytes = kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
  return {
    perSecond: sorted.length / seconds,
    p50: at(0.5),
    p99: at(0.99),
    megabytes,
    cpuMs: cpu,
  };
}

/** Processor time of processes so far; the kernel counts in hundredths of a second. */
function cpuMs(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, each) => sum + each, 0) * 10;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const server = await startTestServer();
const folder = mkdtempSync(join(tmpdir(), "parley-bench-"));
try {
  const contestants: Contestant[] = [
    await floor(await server.newDatabase()),
    await platforms("Parley", await server.newDatabase(), 1),
    await platforms("Parley, two replicas", await server.newDatabase(), 2),
  ];
  try {
    contestants.push(await botFramework(folder));
  } catch (error) {
    process.stderr.write(`Bot Framework could not be fetched: ${error}\n`);
  }
  const found = new Map<string, Measured[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const count of inFlight) {
      for (const contestant of contestants) {
        const key = `${contestant.name} ${count}`;
        found.set(key, [...(found.get(key) ?? []), await measure(contestant, count)]);
      }
    }
  }
  const of = (name: string, count: number, what: keyof Measured): number =>
    median((found.get(`${name} ${count}`) ?? []).map((each) => each[what]));
  const lines = contestants.flatMap(({ name }) =>
    inFlight.map((count) =>
      [
        name.padEnd(22),
        String(count).padStart(4),
        of(name, count, "perSecond").toFixed(0).padStart(7),
        of(name, count, "p50").toFixed(1).padStart(7),
        of(name, count, "p99").toFixed(1).padStart(7),
        of(name, count, "cpuMs").toFixed(2).padStart(7),
        `${(of(name, count, "perSecond") / of("floor", count, "perSecond")).toFixed(2).padStart(6)} × floor`,
        `${of(name, count, "megabytes").toFixed(0).padStart(5)} MB`,
      ].join(" "),
    ),
  );
  process.stdout.write(`${"".padEnd(22)}  at once turns/s  p50 ms  p99 ms  cpu ms\n${lines.join("\n")}\n`);
  const times = of("Parley", 100, "perSecond") / of("Bot Framework", 100, "perSecond");
  if (Number.isFinite(times)) process.stdout.write(`Parley at 100: ${times.toFixed(1)} × Bot Framework\n`);
} finally {
  for (const child of children) child.kill("SIGTERM");
  await Promise.all(children.map((child) => child.exitCode ?? new Promise((resolve) => child.once("exit", resolve))));
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
