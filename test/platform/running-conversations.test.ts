/** Who is under way, and where they stand, as a plan asks it: on a real database, with conversations that were held. */

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Body } from "#content/body.ts";
import type { StandingRecord } from "#wire/admin.ts";
import { sql, startTestServer, type TestServer } from "../support/postgres.ts";
import { type Running, runPlatform } from "./running.ts";
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
