/**
 * Conversations on several replicas, while replicas and the database are killed at random, connections are lost and
 * messages come twice. Then each conversation is looked at: every message once, in order, nothing left under way.
 */

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ConversationMessage } from "#wire/message.ts";
import { asText } from "../platform/as-text.ts";
import { type FakeShop, json, startFakeShop } from "../platform/fake-shop.ts";
import { publishSite } from "../platform/publish-site.ts";
import { smallSite } from "../platform/small-site.ts";
import type { FallibleDatabase } from "./database.ts";
import { startReplicas } from "./replicas.ts";

export interface ChaosOptions {
  startDatabase(): Promise<FallibleDatabase>;
  /** Whether no more are begun, by how many were and by what has happened to them. */
  isEnough(begun: number, faults: Readonly<Record<string, number>>): boolean;
  /** After this long no more are begun, in any case. */
  readonly milliseconds: number;
  readonly atOnce: number;
  readonly replicas: number;
  /** From 0 to 1: the same number gives the same faults, as far as clocks allow. */
  random(): number;
  /** Milliseconds between faults, on average. */
  readonly replicaKillMs: number;
  readonly databaseKillMs: number;
  report(line: string): void;
}

export interface Outcome {
  readonly conversations: number;
  /** How often each fault happened. */
  readonly faults: Readonly<Record<string, number>>;
  /** What should not be: empty. */
  readonly wrong: readonly string[];
  readonly seconds: number;
}

/** What the customer says, one after another, and what may be answered to it. */
const script: readonly { readonly says: string; readonly answers: readonly (readonly string[])[] }[] = [
  { says: "remember a number", answers: [["Which number?"]] },
  { says: "7", answers: [["You said 7."]] },
  { says: "count slowly", answers: [["One", "Two"]] },
  { says: "where is my order", answers: [["It is shipped."], ["The shop is slow."]] },
  // A call that must not be made twice, and was under way when the replica died, fails.
  { says: "charge me", answers: [["It is charged."], ["The shop does not answer."]] },
  { says: "let me choose", answers: [["Which one?"]] },
  { says: "the second", answers: [["Thank you."]] },
];
const patienceMs = 120_000;

class Unlike extends Error {}

export async function runChaos(options: ChaosOptions): Promise<Outcome> {
  const { random, report } = options;
  const faults: Record<string, number> = {};
  const count = (fault: string): void => {
    faults[fault] = (faults[fault] ?? 0) + 1;
  };
  const begun = performance.now();
  const database = await options.startDatabase();
  const shop = await startFakeShop();
  const charges = new Map<string, number>();
  serve(shop, charges);
  const replicas = await startReplicas(database, options, () => count("replica killed"));
  const wrong: string[] = [];
  const conversations: string[] = [];
  let isOver = false;
  try {
    await publishSite(replicas.addresses()[0] ?? "", smallSite({ api: shop.address }));

    const crashing = (async () => {
      while (!isOver) {
        await sleep(options.databaseKillMs * (0.5 + random()));
        if (isOver) return;
        count(database.fault);
        await database.crash();
      }
    })();
    const killing = replicas.killNowAndThen(() => isOver);

    let next = 0;
    // What starts may take its time.
    const until = performance.now() + options.milliseconds;
    await Promise.all(
      Array.from({ length: options.atOnce }, async () => {
        while (!options.isEnough(next, faults) && performance.now() < until) {
          next += 1;
          if (next % 1000 === 0) report(`${next} conversations, ${JSON.stringify(faults)}`);
          try {
            conversations.push(await talk(replicas.addresses, random, count, charges));
          } catch (error) {
            wrong.push(error instanceof Error ? error.message : String(error));
            report(wrong.at(-1) ?? "");
          }
        }
      }),
    );
    isOver = true;
    await Promise.all([crashing, killing]);
    wrong.push(...(await leftovers(database.query)));
    return { conversations: conversations.length, faults, wrong, seconds: (performance.now() - begun) / 1000 };
  } finally {
    isOver = true;
    await replicas.stop();
    await shop.stop();
    await database.stop();
  }
}

/** An API that answers now at once, now late, and counts what it was asked to do. */
function serve(shop: FakeShop, charges: Map<string, number>): void {
  shop.answer((response, n) => {
    const { url = "" } = response.req;
    const [, conversation] = /^\/charges\/(.+)$/.exec(url) ?? [];
    if (conversation !== undefined) charges.set(conversation, (charges.get(conversation) ?? 0) + 1);
    setTimeout(
      () => json(response, 200, { status: conversation === undefined ? "shipped" : "charged" }),
      n % 10 === 0 ? 60 : 0,
    );
  });
}

/** One whole conversation; answers its id, and throws what is wrong with it. */
async function talk(
  addresses: () => readonly string[],
  random: () => number,
  count: (fault: string) => void,
  charges: ReadonlyMap<string, number>,
): Promise<string> {
  const until = Date.now() + patienceMs;
  const any = (): string => {
    const all = addresses();
    return all[Math.floor(random() * all.length)] ?? "http://127.0.0.1:1";
  };

  /** Asked of any replica until one answers. */
  async function ask(method: string, path: string, token: string | null, body?: unknown): Promise<unknown> {
    for (let pause = 5; ; pause = Math.min(pause * 2, 500)) {
      try {
        const isCutOff = random() < 0.02;
        const signal = isCutOff ? AbortSignal.timeout(Math.ceil(random() * 15)) : AbortSignal.timeout(10_000);
        if (isCutOff) count("connection lost");
        const response = await fetch(any() + path, {
          method,
          headers: {
            ...(token !== null && { authorization: `Bearer ${token}` }),
            ...(body !== undefined && { "content-type": "application/json" }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          signal,
        });
        if (response.ok) return await response.json();
        if (response.status < 500 && response.status !== 429) {
          throw new Unlike(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
        }
        count("answered with an error");
      } catch (error) {
        if (error instanceof Unlike) throw error;
      }
      if (Date.now() > until) throw new Unlike(`${method} ${path} found nobody`);
      await sleep(pause * (0.5 + random()));
    }
  }

  const opening = { channel: "web", id: randomUUID(), languages: ["en"] };
  const opened = (await ask("POST", "/v1/conversations", null, opening)) as { conversation: string; token: string };
  const { conversation, token } = opened;
  const read = async (): Promise<readonly ConversationMessage[]> =>
    ((await ask("GET", `/v1/conversations/${conversation}/messages`, token)) as { messages: ConversationMessage[] })
      .messages;
  const send = (event: object): Promise<unknown> =>
    ask("POST", `/v1/conversations/${conversation}/events`, token, event);

  let expected: readonly string[] = ["assistant: Hello!"];
  const sent: object[] = [];
  for (const { says, answers } of script) {
    const event = { id: randomUUID(), kind: "text", text: says };
    const again = random();
    if (again < 0.1) {
      count("sent twice at once");
      await Promise.all([send(event), send(event)]);
    } else if (again < 0.2) {
      count("an earlier one sent again");
      await Promise.all([send(event), send(sent[Math.floor(random() * sent.length)] ?? event)]);
    } else {
      await send(event);
    }
    sent.push(event);
    const wanted = answers.map((lines) => [
      ...expected,
      `customer: ${says}`,
      ...lines.map((line) => `assistant: ${line}`),
    ]);
    for (;;) {
      const lines = await read();
      const got = lines.map(asText);
      if (lines.some(({ seq }, index) => seq !== index + 1)) {
        throw new Unlike(`${conversation}: numbered ${lines.map(({ seq }) => seq).join(", ")}`);
      }
      // A label shows as the option has it.
      const match = wanted.find((each) => each.join("\n").toLowerCase() === got.join("\n").toLowerCase());
      if (match) {
        expected = got;
        break;
      }
      const isOnItsWay = wanted.some(
        (each) => each.slice(0, got.length).join("\n").toLowerCase() === got.join("\n").toLowerCase(),
      );
      if (!isOnItsWay) throw new Unlike(`${conversation}: it went otherwise:\n${got.join("\n")}`);
      if (Date.now() > until) throw new Unlike(`${conversation}: silence after\n${got.join("\n")}`);
      await sleep(30 + random() * 50);
    }
  }
  const charged = charges.get(conversation) ?? 0;
  if (charged > 1) throw new Unlike(`${conversation}: charged ${charged} times`);
  if (expected.includes("assistant: It is charged.") && charged !== 1) {
    throw new Unlike(`${conversation}: told of a charge that never was`);
  }
  return conversation;
}

/** What the database still holds that it should not, once everybody is done. */
async function leftovers(query: FallibleDatabase["query"]): Promise<readonly string[]> {
  const checks: readonly (readonly [string, string])[] = [
    ["are not at an end", "select id from conversations where status <> 'ended'"],
    ["have something under way", "select distinct conversation as id from outbox"],
    [
      "have lines that their number does not say",
      `select c.id from conversations c
       where c.seq <> (select count(*) from messages m where m.conversation = c.id)`,
    ],
    [
      "have a message of the customer's twice, or one that was not taken",
      `select c.id from conversations c where (select count(*) from messages m
           where m.conversation = c.id and m.line ->> 'from' = 'customer')
         <> (select count(*) - 1 from taken t where t.conversation = c.id)`,
    ],
  ];
  const wrong: string[] = [];
  for (const [what, text] of checks) {
    const rows = await query(text);
    if (rows.length > 0)
      wrong.push(
        `${rows.length} conversations ${what}: ${rows
          .slice(0, 3)
          .map(({ id }) => id)
          .join(", ")}`,
      );
  }
  return wrong;
}
