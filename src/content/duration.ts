/** Durations, as authors write them: `10s`, `1h30m`. */

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A site has few; a file that is made to have many must not fill the memory. */
const maxKnown = 1000;
const known = new Map<string, number>();

/** `1h30m` in milliseconds. */
export function milliseconds(duration: string): number {
  const before = known.get(duration);
  if (before !== undefined) return before;
  let sum = 0;
  for (const [, amount, unit] of duration.matchAll(/([0-9]+(?:\.[0-9]+)?)(ms|s|m|h|d)/g)) {
    sum += Number(amount) * (units[unit ?? ""] ?? 0);
  }
  const rounded = Math.round(sum);
  if (known.size < maxKnown) known.set(duration, rounded);
  return rounded;
}
