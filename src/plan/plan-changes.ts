/** The one diff of desired and live. Pure; `plan` and `publish` both begin here. */

import { type Digest, digestOf } from "#content/body.ts";
import type { CheckedContent } from "#content/content.ts";
import { type Desired, desiredOf, type KnownAssistants } from "#plan/bodies.ts";
import { guardFindings } from "#plan/guards.ts";
import { bringsBack } from "#plan/holds.ts";
import type { Hold, Live, ReleaseContent } from "#plan/live.ts";
import { moveBetween } from "#plan/move.ts";
import type { Plan } from "#plan/plan.ts";

export interface PlanOptions {
  readonly environment: string;
  /** The commit the files were read from; null for a dirty tree or no Git. */
  readonly commit: string | null;
  /** Assistants whose workflows were not read, for what they come to is known. */
  readonly known?: KnownAssistants;
}

/** What publishing `content` to an environment would change there, whose live side is `live`. */
export function planChanges(content: CheckedContent, live: Live, options: PlanOptions): Plan {
  const desired = desiredOf(content, options.environment, live, options.known);
  const { changes, handovers, effect } = moveBetween(
    { content: live.release?.content ?? {}, bodies: live.bodies },
    { content: desired.release, bodies: desired.bodies },
  );
  const site = content.site.value;
  return {
    site: site?.site ?? "",
    environment: options.environment,
    commit: options.commit,
    base: live.release?.number ?? null,
    baseCommit: live.release?.commit ?? null,
    newestCommit: live.newestCommit ?? null,
    changes,
    handovers,
    keptBack: desired.keptBack,
    running: 0,
    findings: guardFindings({ content, live, handovers, ...desired }),
    effect: withHolds(effect, live.holds, desired.release),
    ...resultOf(desired),
  };
}

/**
 * Bringing back what a rollback took away is another effect than what was published before it: the yes to that one was
 * given before anybody knew why it would be undone.
 */
function withHolds(effect: Digest, holds: readonly Hold[], release: ReleaseContent): Digest {
  const back = holds.filter((hold) => bringsBack(hold, release)).map(({ digest, release: by }) => ({ digest, by }));
  if (back.length === 0) return effect;
  return digestOf({ effect, back: back.sort((a, b) => (a.digest < b.digest ? -1 : 1)) });
}

function resultOf({ release, bodies, assets }: Desired): Pick<Plan, "release" | "bodies" | "assets"> {
  return { release, bodies, assets };
}
