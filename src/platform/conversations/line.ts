/** What waits for its turn, each conversation's in the order it came: of one conversation, one at a time is under way. */

interface Waits {
  readonly conversation: string;
}

export interface Line<Job extends Waits> {
  /** How many wait. */
  count(): number;
  add(job: Job): void;
  /** Before what came later: it was under way, and is to be taken once more. */
  putBack(job: Job): void;
  /** The next ones, this many at most, each of another conversation; they are under way until they are done. */
  next(most: number): readonly Job[];
  done(jobs: readonly Job[]): void;
}

export function lineOf<Job extends Waits>(): Line<Job> {
  /** By conversation, the one that waited longest first. */
  const waiting = new Map<string, Job[]>();
  const busy = new Set<string>();
  let count = 0;
  return {
    count: () => count,
    add(job) {
      count += 1;
      const jobs = waiting.get(job.conversation);
      if (jobs) jobs.push(job);
      else waiting.set(job.conversation, [job]);
    },
    putBack(job) {
      count += 1;
      waiting.set(job.conversation, [job, ...(waiting.get(job.conversation) ?? [])]);
    },
    next(most) {
      const batch: Job[] = [];
      for (const [conversation, jobs] of waiting) {
        if (batch.length === most) break;
        if (busy.has(conversation)) continue;
        const job = jobs.shift();
        if (jobs.length === 0) waiting.delete(conversation);
        if (!job) continue;
        count -= 1;
        busy.add(conversation);
        batch.push(job);
      }
      return batch;
    },
    done(jobs) {
      for (const { conversation } of jobs) busy.delete(conversation);
    },
  };
}
