/**
 * Guards on a plan: what a person must say yes to, and what nobody can. They look at what is taken away and at whose
 * place is taken, never at what is added.
 */

import { type Body, type Digest, digestOf } from "#content/body.ts";
import type { CheckedContent } from "#content/content.ts";
import type { Path } from "#content/node.ts";
import { placeOf } from "#content/place.ts";
import type { Finding, Span } from "#findings/finding.ts";
import { bringsBack } from "#plan/holds.ts";
import { digestsOf, type Live, type ReleaseContent } from "#plan/live.ts";
import type { Handover } from "#plan/plan.ts";

/** What `parley.yaml` leaves unsaid. */
const defaultTakeovers = 2;
const defaultRemovedShare = 0.3;
/** Of fewer things than this, a share says nothing. */
const fewestForAShare = 10;

/** Checks whose errors a person may say yes to, for one effect. */
const approvable: ReadonlySet<string> = new Set([
  "channel-of-another-site",
  "held",
  "too-many-takeovers",
  "too-much-removed",
]);

/** The errors that stop a publish whatever anybody says. */
export function unapprovable(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ check, severity }) => severity === "error" && !approvable.has(check));
}

/** The errors that stop a publish until a person says yes to its effect. */
export function wantsYes(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ check, severity }) => severity === "error" && approvable.has(check));
}

export interface Guarded {
  readonly content: CheckedContent;
  readonly live: Live;
  readonly release: ReleaseContent;
  readonly bodies: ReadonlyMap<Digest, Body>;
  readonly handovers: readonly Handover[];
}

/** What the guards find in a plan, in the order of the checks' names. */
export function guardFindings(guarded: Guarded): readonly Finding[] {
  const { live, release } = guarded;
  if (Object.keys(live.release?.content ?? {}).length > 0 && Object.keys(release).length === 0) {
    return [emptied(guarded)];
  }
  return [
    ...takeovers(guarded),
    ...changedOutsideGit(guarded),
    ...held(guarded),
    ...removedProtected(guarded),
    ...removedShares(guarded),
  ];
}

function takeovers({ content, handovers }: Guarded): readonly Finding[] {
  const taken = handovers.filter(({ takeover }) => takeover);
  const found = taken.map(({ channel, from, to }): Finding => {
    const item = content.channels.get(channel);
    return {
      check: "channel-takeover",
      severity: "warning",
      message: `on "${channel}", "${to}" replaces "${from}", which answers there now`,
      at: item ? placeOf(item.file, item.root, ["assistant"]) : siteSpan(content, ["site"]),
      why: "customers who write there meet another assistant from the next conversation on",
      help: `if "${from}" is to stay, name it here again`,
    };
  });
  const most = content.site.value?.publish?.max_channel_takeovers ?? defaultTakeovers;
  if (taken.length <= most) return found;
  return [
    ...found,
    {
      check: "too-many-takeovers",
      severity: "error",
      message: `${taken.length === 1 ? "1 channel gets" : `${taken.length} channels get`} another assistant in one publish, and ${most} may: ${names(taken.map(({ channel }) => channel))}`,
      at: siteSpan(content, ["publish", "max_channel_takeovers"]),
      why: "so many at once are more often a slip than a plan",
      help: "publish them in several steps, or let a person say yes to this effect",
    },
  ];
}

/** A release that no commit stands behind, on a platform that is published to from Git; unless the files say it by now. */
function changedOutsideGit({ content, live, release }: Guarded): readonly Finding[] {
  if (live.release?.kind !== "rollback" || digestOf(release) === live.release.digest) return [];
  const { number, author } = live.release;
  return [
    {
      check: "changed-outside-git",
      severity: "warning",
      message: `what is live was changed outside Git: release ${number} is a rollback by ${author ?? "somebody"}`,
      at: siteSpan(content, ["site"]),
      why: "this publish replaces that change by what the files say",
      help: "see parley drift; to keep the change, adopt it into the files first",
    },
  ];
}

/** What a rollback took away does not come back by itself. */
function held({ content, live, release: desired }: Guarded): readonly Finding[] {
  return live.holds
    .filter((hold) => bringsBack(hold, desired))
    .map(({ kind, id, release, who, channels }) => ({
      check: "held",
      severity: "error",
      message: `release ${release}, a rollback by ${who}, took this very version of the ${kind} "${id}" away${channels === null ? "" : ` from ${channels.join(", ")}`}`,
      at: siteSpan(content, ["site"]),
      why: "publishing would bring back what was undone on purpose",
      help: "mend or revert it in the files, and publish that; or let a person say yes to this effect",
    }));
}

function removedProtected({ content, live, release, bodies }: Guarded): readonly Finding[] {
  const still = new Set([...answering(release, bodies)].map((body) => body.id));
  const gone = [
    ...channelBodies(live).filter((body) => !Object.hasOwn(release, body.id) && !content.channels.has(body.id)),
    ...[...answering(live.release?.content ?? {}, live.bodies)].filter(
      (body) => !still.has(body.id) && !content.assistants.has(body.id),
    ),
  ];
  return gone
    .filter((body) => "protect" in body && body.protect === true)
    .map((body) => ({
      check: "protected",
      severity: "error",
      message: `the ${body.kind} "${body.id}" is protected, and its file is gone`,
      at: siteSpan(content, ["site"]),
      why: "what is protected is never removed by a file's absence alone",
      help: `bring the file back; to remove it for good, publish it once with "protect: false", and then delete it`,
    }));
}

function removedShares(guarded: Guarded): readonly Finding[] {
  const { content, live, release, bodies } = guarded;
  const most = content.site.value?.publish?.max_removed_share ?? defaultRemovedShare;
  const before = live.release?.content ?? {};
  const [channels, assistants] = [Object.keys(before), ids(before, live.bodies)];
  const stillThere = new Set(ids(release, bodies));
  const kinds: readonly Removed[] = [
    { kind: "channels", gone: channels.filter((id) => !Object.hasOwn(release, id)), was: () => channels.length },
    { kind: "assistants", gone: assistants.filter((id) => !stillThere.has(id)), was: () => assistants.length },
    {
      kind: "workflows",
      gone: goneWorkflows(guarded),
      was: () => workflowIds(answering(before, live.bodies)).length,
    },
  ];
  return kinds.flatMap(({ kind, gone, was }): Finding[] => {
    if (gone.length === 0) return [];
    if (kind === "channels" && gone.length > 1 && gone.length === channels.length) {
      return [
        {
          check: "too-much-removed",
          severity: "error",
          message: `none of the ${channels.length} live channels stays: ${names(gone)}`,
          at: siteSpan(content, ["site"]),
          why: "a site whose channels are all others is more often published to another site's platform than meant to be",
          help: "see that the environment's platform is this site's, or let a person say yes to this effect",
        },
      ];
    }
    const all = was();
    if (all < fewestForAShare || gone.length <= all * most) return [];
    return [
      {
        check: "too-much-removed",
        severity: "error",
        message: `${gone.length} of ${all} ${kind} are removed, and a share of ${most} may be: ${names(gone)}`,
        at: siteSpan(content, ["publish", "max_removed_share"]),
        why: "so much at once is more often a lost folder than a plan",
        help: "remove them in several steps, or let a person say yes to this effect",
      },
    ];
  });
}

interface Removed {
  readonly kind: "channels" | "assistants" | "workflows";
  readonly gone: readonly string[];
  /** How many there were. */
  was(): number;
}

/** What stays loses nothing: the workflows of assistants that do not change are not looked at. */
function goneWorkflows({ live, release, bodies }: Guarded): readonly string[] {
  const stays = new Set(digestsOf(release));
  const replaced = answering(live.release?.content ?? {}, live.bodies, (digest) => !stays.has(digest));
  const touched = new Set([...replaced].map(({ id }) => id));
  const is = new Set(workflowIds([...answering(release, bodies)].filter(({ id }) => touched.has(id))));
  return workflowIds(replaced).filter((id) => !is.has(id));
}

/** No yes helps here: a site without channels is a lost site. */
function emptied({ content, live }: Guarded): Finding {
  const count = Object.keys(live.release?.content ?? {}).length;
  return {
    check: "protected",
    severity: "error",
    message: `the site has no channel left for this environment, and ${count === 1 ? "one is" : `${count} are`} live`,
    at: siteSpan(content, ["site"]),
    why: "an emptied site never empties what customers meet",
    help: "see whether the files are all there; a channel is taken away while another one stays",
  };
}

function siteSpan(content: CheckedContent, path: Path): Span {
  return placeOf(content.site.file, content.site.root, path);
}

function channelBodies({ release, bodies }: Live): readonly Body[] {
  return Object.values(release?.content ?? {}).flatMap(({ channel }) => bodies.get(channel) ?? []);
}

function answering(
  content: ReleaseContent,
  bodies: ReadonlyMap<Digest, Body>,
  isMeant: (digest: Digest) => boolean = () => true,
): ReadonlySet<Body> {
  const targets = Object.values(content).flatMap((entry) => entry.targets);
  return new Set(targets.flatMap(({ assistant }) => (isMeant(assistant) ? (bodies.get(assistant) ?? []) : [])));
}

function ids(content: ReleaseContent, bodies: ReadonlyMap<Digest, Body>): readonly string[] {
  return [...new Set([...answering(content, bodies)].map((body) => body.id))].sort();
}

function workflowIds(assistants: Iterable<Body>): readonly string[] {
  const found = [...assistants].flatMap((body) =>
    body.kind === "assistant" ? Object.keys(body.workflows).map((workflow) => `${body.id}/${workflow}`) : [],
  );
  return [...new Set(found)].sort();
}

function names(list: readonly string[]): string {
  const shown = list.slice(0, 10).join(", ");
  return list.length > 10 ? `${shown} and ${list.length - 10} more` : shown;
}
