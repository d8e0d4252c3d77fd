/** Holds a stream open: when it ends or breaks, opens it again, later each time, until told to stop. */

export interface Following {
  /** Opens the stream once; calls `opened` when it stands, and settles when it has ended. */
  read(opened: () => void): Promise<void>;
  /** Whether trying again after this error is useless. */
  isFinal(error: unknown): boolean;
  /** It stands; it could not be opened; it is over for good. */
  changed(state: "live" | "lost" | "over"): void;
  /** Waits that long, or less when there is reason to believe that it would work now. */
  wait(milliseconds: number): Promise<void>;
  now(): number;
  /** From 0 to 1. */
  random(): number;
  readonly signal: AbortSignal;
}

const briefMs = 5_000;

/** Resolves once stopped, or over. */
export async function keepFollowing({ read, isFinal, changed, wait, now, random, signal }: Following): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    let openedAt = Number.POSITIVE_INFINITY;
    try {
      await read(() => {
        openedAt = now();
        changed("live");
      });
    } catch (error) {
      if (signal.aborted) return;
      if (isFinal(error)) {
        changed("over");
        return;
      }
    }
    if (signal.aborted) return;
    // One drop is mended before anybody notices; a stream that cannot be opened is a connection lost.
    if (openedAt === Number.POSITIVE_INFINITY) changed("lost");
    failures = now() - openedAt > briefMs ? 1 : failures + 1;
    await wait(pauseAfter(failures, random()));
  }
}

/** The pause before the next try, in milliseconds: doubled with each failure up to half a minute, and spread, so that many browsers do not come back at once. */
export function pauseAfter(failures: number, random: number): number {
  return Math.min(250 * 2 ** failures, 30_000) * (0.5 + random / 2);
}
