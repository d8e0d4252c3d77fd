/** What a publish did, in order: told when it fails, so that nobody has to guess what is left to do. */

export type Stage = "lease taken" | "bodies uploaded" | "engine run" | "release live";

export interface JournalEntry {
  readonly stage: Stage;
  /** Milliseconds since the publish began. */
  readonly afterMs: number;
}

/** What is known of the release: its number; that it was asked for, and no answer came; or that there is none. */
export type ReleaseState = number | "unknown" | "not made";

/** What was done when a publish ended. */
export interface Done {
  readonly journal: readonly JournalEntry[];
  /** Of the bodies and files that the platform lacked; absent: nobody had asked it yet. */
  readonly uploaded?: { readonly done: number; readonly of: number };
  readonly release: ReleaseState;
}

export interface Journal {
  note(stage: Stage): void;
  uploads(done: number, of: number): void;
  released(state: ReleaseState): void;
  done(): Done;
}

export function openJournal(): Journal {
  const begun = performance.now();
  const journal: JournalEntry[] = [];
  let uploaded: Done["uploaded"];
  let release: ReleaseState = "not made";
  return {
    note: (stage) => void journal.push({ stage, afterMs: Math.round(performance.now() - begun) }),
    uploads(done, of) {
      uploaded = { done, of };
    },
    released(state) {
      release = state;
    },
    done: () => ({ journal: [...journal], ...(uploaded && { uploaded }), release }),
  };
}

const stages: readonly Stage[] = ["lease taken", "bodies uploaded", "engine run", "release live"];

/** `done: lease taken, 2 of 5 bodies uploaded; not done: the other bodies uploaded, engine run, release live`. */
export function journalText({ journal, uploaded }: Pick<Done, "journal" | "uploaded">): string {
  const isDone = (stage: Stage) => journal.some((entry) => entry.stage === stage);
  const isPart = !isDone("bodies uploaded") && uploaded !== undefined && uploaded.done > 0;
  const part = isPart ? [`${uploaded.done} of ${uploaded.of} bodies uploaded`] : [];
  const done = [...stages.filter(isDone), ...part].join(", ") || "nothing";
  const left = stages
    .filter((stage) => !isDone(stage))
    .map((stage) => (isPart && stage === "bodies uploaded" ? "the other bodies uploaded" : stage));
  return `done: ${done}; not done: ${left.join(", ") || "nothing"}`;
}

/** What customers meet after a publish that failed. */
export function stateText(release: ReleaseState): string {
  if (release === "not made") return "no release was made: what was live before still is";
  if (release === "unknown") {
    return "whether the release was made is not known, for no answer came: the old one or the new one is live, whole";
  }
  return `release ${release} was made, and is whole`;
}
