/**
 * How much one address, channel, conversation or customer may ask a minute: more is answered with 429 and how long to
 * wait. Each platform counts for itself, in memory: what several count apart is at most so many times as much.
 */

import { isIP } from "node:net";
import type { FastifyReply } from "fastify";
import { problem } from "#platform/http/problem.ts";

/** A minute's worth of each; a burst may take it at once. */
export interface Limits {
  /** Conversations opened from one address. */
  readonly addressOpens: number;
  /** What is sent from one address. */
  readonly addressEvents: number;
  readonly channelOpens: number;
  /** Conversations opened by one customer of a signed identity. */
  readonly customerOpens: number;
  readonly conversationEvents: number;
}

export const defaultLimits: Limits = {
  addressOpens: 60,
  addressEvents: 1200,
  channelOpens: 60_000,
  customerOpens: 30,
  conversationEvents: 300,
};

export interface Meter {
  /** Counts one; answers 0, or the seconds to wait where it is too much and was not counted. */
  take(limit: keyof Limits, key: string): number;
}

interface Bucket {
  left: number;
  at: number;
}

/** Those that were not asked for longest are forgotten, which gives them a whole minute's worth. */
const maxBuckets = 100_000;

export function meter(limits: Limits, now: () => number = () => performance.now()): Meter {
  const buckets = new Map<string, Bucket>();
  return {
    take(limit, key) {
      const perMinute = limits[limit];
      if (perMinute === Number.POSITIVE_INFINITY) return 0;
      const name = `${limit} ${key}`;
      const moment = now();
      const before = buckets.get(name) ?? { left: perMinute, at: moment };
      const left = Math.min(perMinute, before.left + ((moment - before.at) / 60_000) * perMinute);
      buckets.delete(name);
      // Sums of small parts fall short of a whole by a hair.
      const isEnough = left > 1 - 1e-9;
      buckets.set(name, { left: isEnough ? left - 1 : left, at: moment });
      const [oldest] = buckets.keys();
      if (buckets.size > maxBuckets && oldest !== undefined) buckets.delete(oldest);
      return isEnough ? 0 : Math.max(1, Math.ceil(((1 - left) / perMinute) * 60 - 1e-9));
    },
  };
}

/** Whether an address is this machine's own: nobody else's limit holds for it. */
export function isOwnAddress(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127\./.test(address);
}

/**
 * Whose an address is, as limits count: whoever has one address of IPv6 has a whole network of them (a /64), and could
 * speak from another each time.
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  const [before = [], after = []] = address.split("::").map((part) => part.split(":").filter((group) => group !== ""));
  const zeros = Array<string>(Math.max(8 - before.length - after.length, 0)).fill("0");
  const network = [...before, ...zeros, ...after].slice(0, 4);
  return `${network.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}

export function tooMany(reply: FastifyReply, seconds: number): FastifyReply {
  return problem(
    reply.header("retry-after", String(seconds)),
    429,
    "too-many",
    `too much at once: again in ${seconds} s`,
  );
}
