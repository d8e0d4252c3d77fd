/**
 * Conversations at full load on two replicas, each request at any of them that says it is ready: then, in the middle,
 * a release of a changed assistant of some hundred workflows, or both replicas replaced one after the other. Counts
 * requests that failed (wanted: none) and compares the slowest hundredth of turns during it with that before. Exits
 * with 1 where a request failed or a conversation mixed the two releases.
 * `node --conditions=source test/bench/release/run.ts [rounds] [at once]`
 */

import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type AssistantBody, type BrandBody, type ChannelBody, digestOf } from "#content/body.ts";
import { publishSite } from "../../platform/publish-site.ts";
import { startTestServer } from "../../support/postgres.ts";
import { type Connection, openConnection } from "../turns/connection.ts";
import { bodies, wanted } from "../turns/order-site.ts";
import { talkAboutOrder } from "../turns/order-talk.ts";

const rounds = Number(process.argv[2] ?? 3);
const atOnce = Number(process.argv[3] ?? 50);
const warmUpMs = 2500;
const windowMs = 3000;
const drainMs = 1500;
const fillers = 300;

interface Replica {
  readonly address: string;
  readonly child: ChildProcess;
  isReady: boolean;
}

async function startReplica(databaseUrl: string): Promise<Replica> {
  const script = fileURLToPath(new URL("../../platform/replica.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=source", script, databaseUrl, String(drainMs)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once("exit", (code) => reject(new Error(`a replica ended with ${code}`)));
  });
  return { address, child, isReady: true };
}

async function end({ child }: Replica): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}

const all = Object.values(bodies);
const [brand] = all.filter((body): body is BrandBody => body.kind === "brand");
const [channel] = all.filter((body): body is ChannelBody => body.kind === "channel");
const [order] = all.filter((body): body is AssistantBody => body.kind === "assistant");
if (!brand || !channel || !order) throw new Error("the order site has changed");
const site = { brand, channel, order };

/** The same assistant with many more workflows, and another way to ask and to say good bye. */
function assistantOf(release: number): AssistantBody {
  const text = JSON.stringify(site.order)
    .replace("order number?", `order number (${release})?`)
    .replace("Good bye!", `Good bye (${release})!`);
  const changed = JSON.parse(text) as AssistantBody;
  const more = Array.from({ length: fillers }, (_, index) => ({
    workflow: `more-${index}`,
    start: { phrases: { en: [`tell me about matter number ${index}`, `what is it with ${index} then`] } },
    steps: Array.from({ length: 10 }, (_, step) => ({
      kind: "say" as const,
      id: `s${step}`,
      say: { en: `This is what there is to say about matter ${index}, part ${step}.` },
      ...(step === 9 && { end: "solved" as const }),
    })),
  }));
  return {
    ...changed,
    workflows: { ...changed.workflows, ...Object.fromEntries(more.map((each) => [each.workflow, each])) },
  };
}

function release(address: string, number: number, expects: number | null): Promise<void> {
  const assistant = assistantOf(number);
  const [channel, brand, answering] = [digestOf(site.channel), digestOf(site.brand), digestOf(assistant)];
  return publishSite(
    address,
    {
      bodies: { [channel]: site.channel, [brand]: site.brand, [answering]: assistant },
      content: { web: { channel, brand, targets: [{ assistant: answering, brand, weight: 100 }] } },
    },
    expects,
  );
}

interface Load {
  /** The slowest hundredth of the turns between two moments of `performance.now()`. */
  p99(from: number, until: number): number;
  turns(from: number, until: number): number;
  /** What went wrong. */
  readonly wrong: string[];
  /** How many conversations ran on each release. */
  readonly ran: Map<string, number>;
  stop(): Promise<void>;
}

function startLoad(replicas: Replica[]): Load {
  const times: { at: number; ms: number }[] = [];
  const wrong: string[] = [];
  const ran = new Map<string, number>();
  let isOver = false;
  const took = (ms: number): void => void times.push({ at: performance.now(), ms });
  const talking = Array.from({ length: atOnce }, async () => {
    const connections = new Map<string, Connection>();
    const any = (): Connection => {
      const ready = replicas.filter(({ isReady }) => isReady);
      const { address } = ready[Math.floor(Math.random() * ready.length)] as Replica;
      const connection = connections.get(address) ?? openConnection(address);
      connections.set(address, connection);
      return connection;
    };
    while (!isOver) {
      try {
        const read = await talkAboutOrder(any, took);
        const lines = (await read(any())).join("\n");
        // The welcome has ended before: what the customer then asks for begins on what is live.
        const [, said = "none"] = /order number \((\d+)\)/.exec(lines) ?? [];
        if (lines.replaceAll(` (${said})`, "") !== wanted.join("\n")) wrong.push(`it went otherwise:\n${lines}`);
        ran.set(said, (ran.get(said) ?? 0) + 1);
      } catch (error) {
        wrong.push(String(error));
      }
    }
    for (const each of connections.values()) each.close();
  });
  const looking = (async () => {
    while (!isOver) {
      for (const replica of [...replicas]) {
        replica.isReady = await fetch(`${replica.address}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        );
      }
      await sleep(200);
    }
  })();
  const between = (from: number, until: number): readonly number[] =>
    times.filter(({ at }) => at >= from && at < until).map(({ ms }) => ms);
  return {
    p99(from, until) {
      const sorted = between(from, until).toSorted((a, b) => a - b);
      return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
    },
    turns: (from, until) => between(from, until).length,
    wrong,
    ran,
    async stop() {
      isOver = true;
      await Promise.all([...talking, looking]);
    },
  };
}

const server = await startTestServer();
const replicas: Replica[] = [];
const print = (line: string): void => void process.stdout.write(`${line}\n`);
let failed = 0;
try {
  const databaseUrl = await server.newDatabase();
  for (let n = 0; n < 2; n += 1) replicas.push(await startReplica(databaseUrl));
  const front = (): string => replicas[0]?.address ?? "";
  await release(front(), 1, null);
  const best = { release: Number.POSITIVE_INFINITY, restart: Number.POSITIVE_INFINITY };
  for (let round = 1; round <= rounds; round += 1) {
    for (const what of ["release", "restart"] as const) {
      const load = startLoad(replicas);
      await sleep(warmUpMs);
      const begun = performance.now();
      await sleep(windowMs);
      const middle = performance.now();
      if (what === "release") {
        await release(front(), round + 1, round);
        await sleep(Math.max(0, windowMs - (performance.now() - middle)));
      } else {
        for (let place = 0; place < 2; place += 1) {
          const former = replicas[place] as Replica;
          const next = await startReplica(databaseUrl);
          const leaving = end(former);
          // It is asked about until it has gone, as a proxy does.
          replicas.push(next);
          await leaving;
          replicas.splice(replicas.indexOf(former), 1);
        }
      }
      const done = performance.now();
      await load.stop();
      const [before, during] = [load.p99(begun, middle), load.p99(middle, done)];
      best[what] = Math.min(best[what], during / before);
      failed += load.wrong.length;
      const perSecond = (load.turns(begun, middle) / (middle - begun)) * 1000;
      print(
        `${what.padEnd(8)} ${perSecond.toFixed(0).padStart(5)} turns/s  p99 before ${before.toFixed(0)} ms, during ${during.toFixed(0)} ms: ${(during / before).toFixed(2)} ×  failed ${load.wrong.length}  conversations by release ${JSON.stringify(Object.fromEntries(load.ran))}`,
      );
      for (const each of load.wrong.slice(0, 3)) print(each);
    }
  }
  print(`the least: release ${best.release.toFixed(2)} ×, restart ${best.restart.toFixed(2)} ×; ${failed} failed`);
} finally {
  await Promise.all(replicas.map(end));
  await server.stop();
}
process.exitCode = failed === 0 ? 0 : 1;
