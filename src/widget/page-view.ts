/**
 * Whether anybody looks at the page. A browser opens few connections to one host at a time: a tab that nobody has looked
 * at for a while gives its own back, so that a visitor with many tabs of a shop can still write in the one before them.
 */

const graceMs = 60_000;

/** Resolves as soon as the page is seen, or the signal says to stop. */
export function untilSeen(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = new AbortController();
    const look = (): void => {
      if (document.hidden && !signal.aborted) return;
      done.abort();
      resolve();
    };
    document.addEventListener("visibilitychange", look, { signal: done.signal });
    signal.addEventListener("abort", look, { signal: done.signal });
    look();
  });
}

/** A signal that says to stop when the one given does, or when the page has not been seen for a minute. */
export function whileSeen(signal: AbortSignal): AbortSignal {
  const unseen = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const both = AbortSignal.any([signal, unseen.signal]);
  const look = (): void => {
    clearTimeout(timer);
    if (document.hidden && !both.aborted) timer = setTimeout(() => unseen.abort(), graceMs);
  };
  document.addEventListener("visibilitychange", look, { signal: both });
  both.addEventListener("abort", () => clearTimeout(timer));
  look();
  return both;
}
