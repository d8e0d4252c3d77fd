/** One whole conversation about an order, over any of some connections. */

import { randomUUID } from "node:crypto";
import type { Connection } from "./connection.ts";
import { said } from "./order-site.ts";

/** Reads what the customer read: asked when it takes no time from what is measured. */
export type Read = (connection: Connection) => Promise<readonly string[]>;

/** Tells each turn's milliseconds. Throws what was not taken. */
export async function talkAboutOrder(any: () => Connection, took: (ms: number) => void): Promise<Read> {
  const timed = async (path: string, token: string | null, body: object, status: number): Promise<string> => {
    const begun = performance.now();
    const reply = await any().ask("POST", path, token, body);
    took(performance.now() - begun);
    if (reply.status !== status) throw new Error(`${path} was answered ${reply.status}: ${reply.text}`);
    return reply.text;
  };
  const opening = { channel: "web", id: randomUUID(), languages: ["en"] };
  const opened = await timed("/v1/conversations", null, opening, 201);
  const { conversation, token } = JSON.parse(opened) as { conversation: string; token: string };
  for (const event of said) {
    await timed(`/v1/conversations/${conversation}/events`, token, { id: randomUUID(), ...event }, 200);
  }
  return async (connection) => {
    const read = await connection.ask("GET", `/v1/conversations/${conversation}/messages`, token, undefined);
    const { messages } = JSON.parse(read.text) as { messages: { from: string; message: { text: string } }[] };
    return messages.map(({ from, message }) => `${from}: ${message.text}`);
  };
}
