/**
 * Asks the operator's own scanner about a file before anybody can see it: the bytes are posted as they are, and the
 * answer is `{"clean": true}` or `{"clean": false}`. Nothing else counts as a yes: not another status, not a page that
 * some proxy put there, not silence.
 */

import type { Logger } from "pino";
import type { Send } from "#platform/conversations/outward.ts";
import type { Metrics } from "#platform/metrics.ts";

export interface ScannerOptions {
  readonly url: URL;
  /** Goes along as a bearer's; null: none does. Asked each time, for it may change. */
  token(): string | null;
  /** How long the scanner may take; absent: half a minute. */
  readonly withinMs?: number;
}

export type Scanned = "clean" | "not clean" | "failed";

/** Whether a file is clean. Rejects with `NotScanned`. */
export type Scan = (conversation: string, bytes: Buffer) => Promise<boolean>;

/** Nobody knows whether the file is clean: it is not taken, and may be sent again. */
export class NotScanned extends Error {
  constructor(why: string) {
    super(`the scanner of files gave no answer: ${why}`);
    this.name = "NotScanned";
  }
}

const usuallyMs = 30_000;
/** What waits for the scanner is held in memory. */
const scansAtOnce = 20;

/** What it is asked by, and who hears what came of it. */
export interface ScanAround {
  readonly send: Send;
  readonly metrics: Pick<Metrics, "scan">;
  readonly log: Pick<Logger, "warn" | "error">;
}

interface Verdict {
  readonly isClean: boolean;
  /** What the scanner calls what it found. */
  readonly found: string | undefined;
}

export function scanWith(options: ScannerOptions, { send, metrics, log }: ScanAround): Scan {
  let underWay = 0;

  async function ask(bytes: Buffer): Promise<Verdict> {
    if (underWay >= scansAtOnce) throw new NotScanned("too many files wait for it");
    underWay += 1;
    const patience = AbortSignal.timeout(options.withinMs ?? usuallyMs);
    try {
      const token = options.token();
      const headers = {
        accept: "application/json",
        "content-type": "application/octet-stream",
        "user-agent": "Parley",
        ...(token !== null && { authorization: `Bearer ${token}` }),
      };
      const request = { url: options.url, method: "POST", headers, body: bytes, isRepeatable: true };
      // Where it is, is the operator's word: that may well be a private address.
      const { status, body } = await send(request, () => true, patience);
      if (status !== 200) throw new NotScanned(`its status is ${status}`);
      return verdictOf(body);
    } catch (error) {
      if (error instanceof NotScanned) throw error;
      if (patience.aborted) throw new NotScanned("it took too long");
      throw new NotScanned(String((error as { readonly code?: unknown }).code ?? "it cannot be reached"));
    } finally {
      underWay -= 1;
    }
  }

  return async (conversation, bytes) => {
    const began = performance.now();
    const count = (outcome: Scanned) => metrics.scan(outcome, (performance.now() - began) / 1000);
    try {
      const { isClean, found } = await ask(bytes);
      count(isClean ? "clean" : "not clean");
      if (!isClean) log.warn({ conversation, found }, "a customer's file is not clean: nobody gets it");
      return isClean;
    } catch (error) {
      count("failed");
      log.error({ conversation, why: (error as Error).message }, "a customer's file was not taken");
      throw error;
    }
  };
}

function verdictOf(body: Buffer): Verdict {
  let answer: unknown;
  try {
    answer = JSON.parse(body.toString("utf8"));
  } catch {
    throw new NotScanned("its answer is no JSON");
  }
  const { clean, found } = (answer ?? {}) as { readonly clean?: unknown; readonly found?: unknown };
  if (typeof clean !== "boolean") throw new NotScanned('its answer does not say whether the file is "clean"');
  return { isClean: clean, found: typeof found === "string" ? found.slice(0, 100) : undefined };
}
