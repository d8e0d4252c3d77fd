/** Who is under way, and where they stand, as a plan asks it: on a real database, with conversations that were held. */

import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Body } from "#content/body.ts";
import { endQuiet } from "#platform/store/end-quiet.ts";
import type { StandingRecord } from "#wire/admin.ts";
import { sql, startTestServer, type TestServer } from "../support/postgres.ts";
import { type Customer, type Running, runPlatform } from "./running.ts";
import { type SmallSite, smallSite } from "./small-site.ts";

let server: TestServer;
let databaseUrl: string;
let platform: Running;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  databaseUrl = await server.newDatabase();
  platform = await runPlatform({ databaseUrl });
  return () => platform.stop();
});

const first = smallSite();
const second = smallSite({ said: "Noted:" });

function digestIn({ bodies }: SmallSite, kind: Body["kind"], id: string): string {
  const found = Object.entries(bodies).find(([, body]) => body.kind === kind && body.id === id);
  if (!found) throw new Error(`the site has no ${kind} ${id}`);
  return found[0];
}

const bot = digestIn(first, "assistant", "bot");

async function standing(...digests: readonly string[]): Promise<readonly StandingRecord[]> {
  const { status, body } = await platform.admin("POST", "/conversations/running", { digests });
  expect(status).toBe(200);
  return body.running;
}

/** `3 at number/n`, in the order of the answer. */
async function places(...digests: readonly string[]): Promise<readonly string[]> {
  return (await standing(...digests)).map(
    ({ frames, conversations }) =>
      `${conversations} at ${frames.map(({ workflow, step }) => `${workflow}/${step}`).join(" in ")}`,
  );
}

const change = (text: string, conversation: string) => sql(databaseUrl, text, [conversation]);

test("conversations are counted by where they stand; those that are over are none", async () => {
  await platform.publish(first, null);
  expect(await places(bot)).toEqual([]);
  for (const says of ["remember a number", "remember a number", "let me choose"]) {
    await (await platform.open()).say(says);
  }
  // Welcomed and no more: nothing runs.
  await platform.open();
  expect(await places(bot)).toEqual(["2 at number/n", "1 at choose/pick"]);
  expect(await places(digestIn(first, "channel", "web"))).toEqual(["2 at number/n", "1 at choose/pick"]);
  expect(await places(digestIn(first, "brand", "acme"))).toEqual(["2 at number/n", "1 at choose/pick"]);
  expect(await places(digestIn(first, "channel", "quiet"), "f".repeat(64))).toEqual([]);
  const [{ revision, channel } = {}] = await standing(bot);
  expect([channel, revision]).toEqual([
    "web",
    { channel: digestIn(first, "channel", "web"), brand: digestIn(first, "brand", "acme"), assistant: bot },
  ]);
});

test("whoever would go on with what is live anyway is not counted", async () => {
  await platform.publish(first, null);
  const [quiet, held] = [await platform.open(), await platform.open()];
  for (const customer of [quiet, held]) await customer.say("remember a number");
  const long = "said = now() - interval '25 hours'";
  await change(`update conversations set ${long} where id = $1`, quiet.conversation);
  expect(await places(bot)).toEqual(["1 at number/n"]);
  await change(`update conversations set ${long}, status = 'agents' where id = $1`, held.conversation);
  expect(await places(bot)).toEqual(["1 at number/n"]);
  await change("update conversations set recalled = true where id = $1", held.conversation);
  expect(await places(bot)).toEqual([]);
});

test("a conversation counts for the version it began with, and says what that says to its end", async () => {
  await platform.publish(first, null);
  const early = await platform.open();
  await early.say("remember a number");
  await platform.publish(second, 1);
  const late = await platform.open();
  await late.say("remember a number");
  expect(await places(bot)).toEqual(["1 at number/n"]);
  expect(await places(digestIn(second, "assistant", "bot"))).toEqual(["1 at number/n"]);
  await early.say("7");
  await late.say("7");
  expect((await early.transcript(5)).at(-1)).toBe("assistant: You said 7.");
  expect((await late.transcript(5)).at(-1)).toBe("assistant: Noted: 7.");
  expect(await places(bot)).toEqual([]);
});

test("what was interrupted is told too, below what interrupted it", async () => {
  await platform.publish(first, null);
  const customer = await platform.open();
  await customer.say("remember a number");
  const interrupted = JSON.stringify({
    frames: [{ workflow: "choose", step: "pick", values: {} }],
    waiting: { kind: "choice", choices: [] },
  });
  await change(
    `update conversations set state = (state::jsonb || jsonb_build_object('interrupted', '${interrupted}'::jsonb))::json where id = $1`,
    customer.conversation,
  );
  expect(await places(bot)).toEqual(["1 at choose/pick in number/n"]);
});

test("the index that finds them is one that no turn has to write", async () => {
  const rows = await sql(
    databaseUrl,
    "select indexdef from pg_indexes where tablename = 'conversations' order by indexname collate \"C\"",
  );
  expect(rows.map(({ indexdef }) => String(indexdef).replace(/^.* ON /, ""))).toEqual([
    "public.conversations USING btree (customer) WHERE (customer IS NOT NULL)",
    "public.conversations USING btree (brand, started)",
    "public.conversations USING btree (channel) WHERE (channel ~~ '~%'::text)",
    "public.conversations USING btree (id)",
    "public.conversations USING btree (id) WHERE (status <> 'ended'::text)",
  ]);
});

const statuses = async (): Promise<readonly unknown[]> =>
  (await sql(databaseUrl, "select status from conversations order by started")).map(({ status }) => status);

const quietFor = (customer: Customer, hours: number) =>
  change(
    `update conversations set said = now() - interval '${hours} hours' where id = $1 and status <> 'ended'`,
    customer.conversation,
  );

test("whoever went quiet is among those under way no more, until they write again", async () => {
  await platform.publish(first, null);
  const tidying = await runPlatform({ databaseUrl, more: { tidyMs: 100 } });
  try {
    const [quiet, held, late] = [await platform.open(), await platform.open(), await platform.open()];
    for (const customer of [quiet, held, late]) await customer.say("remember a number");
    await change("update conversations set status = 'agents' where id = $1", held.conversation);
    await quietFor(held, 48);
    await quietFor(late, 24.5);
    await quietFor(quiet, 26);
    await expect.poll(statuses, { timeout: 10_000 }).toEqual(["ended", "agents", "assistant"]);
    expect(await places(bot)).toEqual(["1 at number/n"]);
    // What runs and waits in it is kept: a timer of it may be still to come.
    const [{ frames } = {}] = await sql(
      databaseUrl,
      "select json_array_length(state -> 'frames') as frames from conversations where id = $1",
      [quiet.conversation],
    );
    expect(frames).toBe(1);
    await platform.publish(second, 1);
    // The other one keeps in memory that they spoke just now.
    const back = tidying.resume(quiet);
    await back.say("remember a number");
    expect(await places(digestIn(second, "assistant", "bot"))).toEqual(["1 at number/n"]);
    await back.say("7");
    expect((await back.transcript(7)).at(-1)).toBe("assistant: Noted: 7.");
  } finally {
    await tidying.stop();
  }
});

test("of many, each is looked at; one in which a turn is being written is left alone, and waits for nobody", async () => {
  await platform.publish(first, null);
  const customer = await platform.open();
  await customer.say("remember a number");
  await sql(
    databaseUrl,
    `insert into conversations (id, channel, brand, revision, state, version, seq, speaker, typing, status, language, started, said)
     select n::text, channel, brand, revision, state, version, seq, speaker, typing, status, language, now(),
       now() - case when n % 2 = 0 then interval '25 hours' else interval '1 hour' end
     from conversations, generate_series(1, 2500) as n`,
  );
  await quietFor(customer, 25);
  const pool = new pg.Pool({ connectionString: databaseUrl });
  const turn = new pg.Client(databaseUrl);
  await turn.connect();
  try {
    await turn.query("begin");
    await turn.query("update conversations set said = now() where id = $1", [customer.conversation]);
    const dayAgo = Date.now() - 24 * 3600 * 1000;
    expect(await endQuiet(pool, dayAgo)).toBe(1250);
    await turn.query("commit");
    expect(await endQuiet(pool, dayAgo)).toBe(0);
    expect(await places(bot)).toEqual(["1251 at number/n"]);
  } finally {
    await turn.end();
    await pool.end();
  }
});

test("a rollback recalls those that are under way, and no others", async () => {
  await platform.publish(first, null);
  await platform.publish(second, 1);
  const [quiet, talking] = [await platform.open(), await platform.open()];
  for (const customer of [quiet, talking]) await customer.say("remember a number");
  await quietFor(quiet, 24.5);
  const back = { request: "of this test", to: null, assistants: [], channels: [], recall: true, author: null };
  expect((await platform.admin("POST", "/rollbacks", back)).status).toBe(201);
  expect(await sql(databaseUrl, "select id from conversations where recalled")).toEqual([{ id: talking.conversation }]);
});
