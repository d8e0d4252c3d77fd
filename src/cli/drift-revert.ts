/** `parley drift --fix revert`: what was published last is live again, and nothing of it is held. */

import { speaking, type Target } from "#cli/environment.ts";
import { Failure } from "#cli/failure.ts";
import type { Drift } from "#cli/read-drift.ts";
import { whoAndWhere } from "#cli/who.ts";
import { Moved } from "#drivers/driver.ts";
import { wholeEffect } from "#plan/effect.ts";
import { moveBetween } from "#plan/move.ts";
import { renderChanges } from "#plan/render-text.ts";
import { summaryOf } from "#plan/summary.ts";

/** It is a publish, for it is Git's side that wins. Throws `Failure`. */
export async function revert(target: Target, { live, base, bodies }: Drift, asJson: boolean): Promise<number> {
  if (!live || !base) throw new Failure("nothing is live", "publish first");
  const move = moveBetween({ content: live.content, bodies }, { content: base.content, bodies });
  const { holds } = await speaking(target, () => target.driver.readLive(bodies));
  const effect = wholeEffect(move.effect, { holds, taken: [], release: base.content });
  const made = await speaking(target, () =>
    target.driver.release({
      expects: live.number,
      content: base.content,
      commit: base.commit,
      author: whoAndWhere().who,
      effect,
      // Whoever says so knows what is held: it is what this brings back.
      approved: effect,
      looked: true,
      approvers: base.approvers,
      summary: summaryOf(move),
    }),
  ).catch((error: unknown) => {
    if (error instanceof Moved) throw new Failure(error.message, "look at parley drift again");
    throw error;
  });
  process.stdout.write(
    asJson
      ? `${JSON.stringify({ release: made, undone: live.number, restored: base.number, changes: move.changes }, null, 2)}\n`
      : [
          `Release ${made.number}: what release ${base.number} published is live again, in place of release ${live.number}.`,
          ...renderChanges(move),
          "",
        ].join("\n"),
  );
  return 0;
}
