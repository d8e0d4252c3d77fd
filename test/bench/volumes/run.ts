/**
 * What must not grow: a turn's time with the length of its conversation, and with the number of conversations stored
 * before; the platform's memory with the number of turns. Prints ratios (wanted: near 1), and how many rows were read
 * through no index while turns were taken (wanted: none of conversations). It judges nothing.
 * `node --conditions=source test/bench/volumes/run.ts [stored conversations] [turns for the memory]`
 */

import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { publishSite } from "../../platform/publish-site.ts";
import { adminToken } from "../../platform/start.ts";
import { sql, startTestServer } from "../../support/postgres.ts";
import { type Connection, openConnection } from "../turns/connection.ts";
import { bodies, content, said, turnsOfOne } from "../turns/order-site.ts";
import { talkAboutOrder } from "../turns/order-talk.ts";

const stored = Number(process.argv[2] ?? 1_000_000);
const turnsForMemory = Number(process.argv[3] ?? 100_000);
const atOnce = 20;
const rounds = 8;
/** How often one conversation asks about an order, until it is called long. */
const long = 150;
const perRound = 15;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function startPlatform(databaseUrl: string) {
  const script = fileURLToPath(new URL("../../platform/replica.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=source", script, databaseUrl], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once("exit", (code) => reject(new Error(`the platform ended with ${code}`)));
  });
  return {
    address,
    megabytes: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? 0) / 1024,
    async stop() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
    },
  };
}

/** So many at once; milliseconds a turn, with all that was under way beside it. */
async function each(address: string, work: (connection: Connection) => Promise<number>): Promise<number> {
  const begun = performance.now();
  const turns = await Promise.all(
    Array.from({ length: atOnce }, async () => {
      const connection = openConnection(address);
      const count = await work(connection);
      connection.close();
      return count;
    }),
  );
  return (performance.now() - begun) / turns.reduce((sum, count) => sum + count, 0);
}

interface Talk {
  readonly conversation: string;
  readonly token: string;
}

async function open(connection: Connection): Promise<Talk> {
  const opening = { channel: "web", id: randomUUID(), languages: ["en"] };
  return JSON.parse((await connection.ask("POST", "/v1/conversations", null, opening)).text) as Talk;
}

/** Asks about an order again and again in one conversation; answers how many turns that were. */
async function goOn(connection: Connection, { conversation, token }: Talk, times: number): Promise<number> {
  for (let time = 0; time < times; time += 1) {
    for (const event of said) {
      const path = `/v1/conversations/${conversation}/events`;
      const { status, text } = await connection.ask("POST", path, token, { id: randomUUID(), ...event });
      if (status !== 200) throw new Error(`not taken: ${text}`);
    }
  }
  return times * said.length;
}

async function whole(address: string, times: number): Promise<number> {
  return each(address, async (connection) => {
    for (let time = 0; time < times; time += 1)
      await talkAboutOrder(
        () => connection,
        () => undefined,
      );
    return times * turnsOfOne;
  });
}

/** The least of some rounds: the others waited for somebody else's work. */
async function least(measure: () => Promise<number>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) best = Math.min(best, await measure());
  return best;
}

/** Copies one conversation that was really held, under other ids. */
async function fill(databaseUrl: string, template: string): Promise<void> {
  const columns =
    "channel, revision, state, version, seq, speaker, typing, status, language, started, said, recalled, brand, customer";
  const ids = `(select md5(n::text) as id, n from generate_series(1, ${stored}) as n) as made`;
  for (const statement of [
    `insert into conversations (id, ${columns})
       select made.id, ${columns} from conversations c, ${ids} where c.id = '${template}'`,
    // Some lines of each are enough to make the index deep.
    `insert into messages select made.id, m.seq, m.line from messages m, ${ids}
       where m.conversation = '${template}' and m.seq <= 3`,
    `insert into taken select made.id, t.id from (select id from taken where conversation = '${template}' limit 2) t, ${ids}`,
    `insert into outbox (conversation, id, kind, due, work)
       select made.id, 'far', 'timer', now() + interval '1 day', '{}' from ${ids} where n % 10 = 0`,
    "vacuum (analyze)",
    "checkpoint",
  ])
    await sql(databaseUrl, statement);
}

async function readWithoutIndex(databaseUrl: string): Promise<ReadonlyMap<string, number>> {
  const rows = await sql(
    databaseUrl,
    "select relname, seq_tup_read::float8 as rows from pg_stat_user_tables where n_live_tup > 1000 order by relname",
  );
  return new Map(rows.map(({ relname, rows: count }) => [String(relname), Number(count)]));
}

async function admin(address: string, method: string, path: string, body?: object): Promise<string> {
  const begun = performance.now();
  const response = await fetch(address + path, {
    method,
    headers: { authorization: `Bearer ${adminToken}`, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  await response.arrayBuffer();
  return `${method} ${path} ${response.status} ${(performance.now() - begun).toFixed(0)} ms`;
}

const server = await startTestServer();
try {
  const databaseUrl = await server.newDatabase();
  const platform = await startPlatform(databaseUrl);
  const empty = await startPlatform(await server.newDatabase());
  try {
    const { address } = platform;
    for (const one of [platform, empty]) await publishSite(one.address, { bodies, content });
    await whole(address, perRound);

    const connection = openConnection(address);
    const short = await least(() => each(address, async (own) => goOn(own, await open(own), perRound)));
    const talks: Talk[] = [];
    for (let n = 0; n < atOnce; n += 1) talks.push(await open(connection));
    let next = 0;
    await each(address, (own) => goOn(own, talks[next++ % atOnce] as Talk, long));
    const late = await least(() => each(address, (own) => goOn(own, talks[next++ % atOnce] as Talk, perRound)));
    print(
      `a turn after ${long * said.length} turns of the same conversation: ${late.toFixed(2)} ms, ${(late / short).toFixed(2)} × one of a new conversation`,
    );

    const filling = performance.now();
    const template = await open(connection);
    await goOn(connection, template, 1);
    await fill(databaseUrl, template.conversation);
    print(`${stored} conversations stored in ${((performance.now() - filling) / 1000).toFixed(0)} s`);
    // The first rounds read what the filling pushed out of memory.
    await whole(address, 4 * perRound);
    await whole(empty.address, 4 * perRound);
    const before = await readWithoutIndex(databaseUrl);
    let [few, many] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    // In turn: what else the machine does weighs on both.
    for (let round = 0; round < rounds; round += 1) {
      few = Math.min(few, await whole(empty.address, perRound));
      many = Math.min(many, await whole(address, perRound));
    }
    const after = await readWithoutIndex(databaseUrl);
    print(
      `a turn with ${stored} conversations stored: ${many.toFixed(2)} ms, ${(many / few).toFixed(2)} × one on another database with few`,
    );
    for (const [table, rows] of after) {
      const read = rows - (before.get(table) ?? 0);
      if (read > 0) print(`  read through no index meanwhile: ${read} rows of ${table}`);
    }
    print(`  ${await admin(address, "GET", "/metrics")}`);
    const digests = Object.keys(bodies);
    print(`  ${await admin(address, "POST", "/admin/v1/conversations/running", { digests })}`);
    print(`  ${await admin(address, "POST", "/admin/v1/customers/export", { email: "nobody@shop.example" })}`);

    const sizes: number[] = [];
    for (const share of [0.2, 1]) {
      const turns = turnsForMemory * (sizes.length === 0 ? share : share - 0.2);
      await whole(address, Math.ceil(turns / atOnce / turnsOfOne));
      sizes.push(platform.megabytes());
      print(`memory after ${turnsForMemory * share} turns: ${platform.megabytes().toFixed(0)} MB`);
    }
    print(`memory: ${((sizes[1] ?? 0) / (sizes[0] ?? 1)).toFixed(2)} ×`);
    connection.close();
  } finally {
    await platform.stop();
    await empty.stop();
  }
} finally {
  await server.stop();
}
