/** The one diff of desired and live. Pure; `plan` and `publish` both begin here. */

import type { CheckedContent } from "#content/content.ts";
import { type Desired, desiredOf, type KnownAssistants } from "#plan/bodies.ts";
import { wholeEffect } from "#plan/effect.ts";
import { guardFindings } from "#plan/guards.ts";
import type { Live } from "#plan/live.ts";
import { moveBetween } from "#plan/move.ts";
import { otherSiteFindings } from "#plan/other-sites.ts";
import type { Plan } from "#plan/plan.ts";
import { takenBy } from "#plan/sites.ts";

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
  const { others = [], holds } = live;
  const taken = takenBy(desired.release, others);
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
    findings: [
      ...guardFindings({ content, live, handovers, ...desired }),
      ...otherSiteFindings({ content, others, taken, ...desired }),
    ],
    taken,
    effect: wholeEffect(effect, { holds, taken, release: desired.release }),
    ...resultOf(desired),
  };
}

function resultOf({ release, bodies, assets }: Desired): Pick<Plan, "release" | "bodies" | "assets"> {
  return { release, bodies, assets };
}
