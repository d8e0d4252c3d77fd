/** What a publish did, in order: told when it fails, so that nobody has to guess what is left to do. */

export type Stage = "lease taken" | "bodies uploaded" | "engine run" | "release live";

export interface JournalEntry {
  readonly stage: Stage;
  /** Milliseconds since the publish began. */
  readonly afterMs: number;
}

export interface Journal {
  readonly entries: readonly JournalEntry[];
  note(stage: Stage): void;
}

export function openJournal(): Journal {
  const begun = performance.now();
  const entries: JournalEntry[] = [];
  return {
    entries,
    note: (stage) => void entries.push({ stage, afterMs: Math.round(performance.now() - begun) }),
  };
}

const stages: readonly Stage[] = ["lease taken", "bodies uploaded", "engine run", "release live"];

/** `done: lease taken, bodies uploaded; not done: engine run, release live`. */
export function journalText(entries: readonly JournalEntry[]): string {
  const done = stages.filter((stage) => entries.some((entry) => entry.stage === stage));
  const left = stages.filter((stage) => !done.includes(stage));
  return `done: ${done.join(", ") || "nothing"}; not done: ${left.join(", ") || "nothing"}`;
}
