/** Waits, but no longer than until the browser is online again, the page comes back into view, or the wait is called off. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      removeEventListener("online", done);
      document.removeEventListener("visibilitychange", onView);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const onView = (): void => {
      if (!document.hidden) done();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
    document.addEventListener("visibilitychange", onView);
    signal.addEventListener("abort", done);
  });
}
