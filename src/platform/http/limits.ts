/**
 * How much one address, channel, conversation or customer may ask a minute, and have open at once: more is answered with
 * 429 and how long to wait. Each platform counts for itself, in memory: what several count apart is at most so many times as much.
 */

import { isIP } from "node:net";
import type { FastifyReply, FastifyRequest } from "fastify";
import { problem } from "#platform/http/problem.ts";

/** A minute's worth of each; a burst may take it at once. */
export interface Rates {
  /** Conversations opened from one address. */
  readonly addressOpens: number;
  /** What is sent from one address. */
  readonly addressEvents: number;
  /** What is read from one address: messages, streams that are opened, files. */
  readonly addressReads: number;
  /** Files sent from one address, in megabytes. */
  readonly addressMegabytes: number;
  /** Tokens for the admin and the agents' API that come from one address, and were not known here before. */
  readonly addressTokens: number;
  readonly channelOpens: number;
  /** Conversations opened by one customer of a signed identity. */
  readonly customerOpens: number;
  readonly conversationEvents: number;
}

/** Streams that are open at the same time: of one address, of one channel, and of the whole process. */
export interface Streams {
  readonly addressStreams: number;
  readonly channelStreams: number;
  readonly processStreams: number;
}

export type Limits = Rates & Streams;

export const defaultLimits: Limits = {
  addressOpens: 60,
  addressEvents: 1200,
  addressReads: 3000,
  addressMegabytes: 100,
  addressTokens: 30,
  channelOpens: 60_000,
  customerOpens: 30,
  conversationEvents: 300,
  addressStreams: 200,
  channelStreams: 5000,
  processStreams: 10_000,
};

export interface Meter {
  /** Counts one, or so many; answers 0, or the seconds to wait where it is too much and was not counted. */
  take(limit: keyof Rates, key: string, amount?: number): number;
  /** The same for whoever has an address: nobody's where it is this machine's own. */
  takeFrom(limit: keyof Rates, address: string, amount?: number): number;
}

const minuteMs = 60_000;
/** What is kept for longer than it says anything is more than this. */
const mostKept = 100_000;
/** Sums of small parts fall short of a whole by a hair. */
const hair = 1e-6;

/** A network that counts as one, and how many addresses' worth it may ask. */
type Counted = readonly [key: string, times: number];

export function meter(limits: Rates, now: () => number = () => performance.now()): Meter {
  /** When each may ask for its whole minute's worth again: of who may, nothing needs to be known. */
  const fullAt = new Map<string, number>();

  function ask(limit: keyof Rates, counted: readonly Counted[], amount: number): number {
    const moment = now();
    const asked = counted.flatMap(([key, times]) => {
      const perMinute = limits[limit] * times;
      if (perMinute === Number.POSITIVE_INFINITY) return [];
      const name = `${limit} ${key}`;
      const from = Math.max(fullAt.get(name) ?? moment, moment);
      return [{ name, until: from + Math.min(amount / perMinute, 1) * minuteMs }];
    });
    const overMs = Math.max(0, ...asked.map(({ until }) => until - moment - minuteMs));
    if (overMs > hair) return Math.max(1, Math.ceil((overMs - hair) / 1000));
    for (const { name, until } of asked) fullAt.set(name, until);
    if (fullAt.size > mostKept) forgetIdlest(fullAt, moment);
    return 0;
  }

  return {
    take: (limit, key, amount = 1) => ask(limit, [[key, 1]], amount),
    takeFrom: (limit, address, amount = 1) => (isOwnAddress(address) ? 0 : ask(limit, networksOf(address), amount)),
  };
}

/**
 * Forgets a tenth, and of all those who have asked for least: whoever comes from more addresses than are kept makes
 * nobody forgotten who has used up what they may ask, themselves least of all.
 */
function forgetIdlest(fullAt: Map<string, number>, moment: number): void {
  const secondsLeft = (until: number): number => Math.min(Math.max(Math.ceil((until - moment) / 1000), 0), 60);
  const counts = Array<number>(61).fill(0);
  for (const until of fullAt.values()) counts[secondsLeft(until)] = (counts[secondsLeft(until)] ?? 0) + 1;
  let wanted = Math.ceil(fullAt.size / 10);
  let idle = 0;
  for (; (counts[idle] ?? 0) < wanted; idle += 1) wanted -= counts[idle] ?? 0;
  // All that are idler go, and of those who are just as idle, who came first.
  for (const [name, until] of fullAt) {
    const left = secondsLeft(until);
    if (left > idle || (left === idle && wanted === 0)) continue;
    if (left === idle) wanted -= 1;
    fullAt.delete(name);
  }
}

/** Whether an address is this machine's own: nobody else's limit holds for it. */
export function isOwnAddress(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127\./.test(address);
}

/**
 * Whose an address is, as limits count, and whose that is. Whoever has one address of IPv6 has a whole network of them
 * (a /64) and could speak from another each time; many have some of those (a /48), and few very many (a /32).
 */
function networksOf(address: string): readonly Counted[] {
  const groups = groupsOf(address);
  if (typeof groups === "string") return [[groups, 1]];
  const network = (bits: number): string => `${groups.slice(0, bits / 16).join(":")}::/${bits}`;
  return [
    [network(64), 1],
    [network(48), 16],
    [network(32), 256],
  ];
}

/** What one has who has one address: that, or a network of IPv6. */
export function networkOf(address: string): string {
  return networksOf(address)[0]?.[0] ?? address;
}

/** Eight groups of an address of IPv6; one of IPv4 is itself, also in IPv6's clothes. */
function groupsOf(address: string): string | readonly string[] {
  // A proxy may pass on what is none: as much of that is kept as an address has.
  if (isIP(address) !== 6) return address.slice(0, 64);
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  const [before = [], after = []] = address.split("::").map((part) => part.split(":").filter((group) => group !== ""));
  const zeros = Array<string>(Math.max(8 - before.length - after.length, 0)).fill("0");
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16).toString(16));
}

/** A hook for what is read. */
export function readsNotTooMuch(limits: Meter) {
  return async ({ ip }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const wait = limits.takeFrom("addressReads", ip);
    return wait > 0 ? tooMany(reply, wait) : undefined;
  };
}

export function tooMany(reply: FastifyReply, seconds: number): FastifyReply {
  return problem(
    reply.header("retry-after", String(seconds)),
    429,
    "too-many",
    `too much at once: again in ${seconds} s`,
  );
}
