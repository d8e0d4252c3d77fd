/** What a plan says of other sites that publish to the same platform: what is left alone, and what both claim. */

import type { Body, Digest } from "#content/body.ts";
import type { CheckedContent } from "#content/content.ts";
import { placeOf } from "#content/place.ts";
import type { Finding, Span } from "#findings/finding.ts";
import type { ReleaseContent } from "#plan/live.ts";
import { clashesOf, type OtherSite, type Taken } from "#plan/sites.ts";

export interface BesideOthers {
  readonly content: CheckedContent;
  readonly others: readonly OtherSite[];
  readonly taken: readonly Taken[];
  readonly release: ReleaseContent;
  readonly bodies: ReadonlyMap<Digest, Body>;
}

/** In the order of the checks' names. */
export function otherSiteFindings(beside: BesideOthers): readonly Finding[] {
  return [...takenFindings(beside), ...clashFindings(beside), ...leftAlone(beside)];
}

function takenFindings({ content, taken }: BesideOthers): readonly Finding[] {
  return taken.map(({ channel, site }): Finding => {
    const item = content.channels.get(channel);
    return {
      check: "channel-of-another-site",
      severity: "error",
      message: `the channel "${channel}" belongs to the site "${site}", which publishes to this platform, too`,
      at: item ? placeOf(item.file, item.root, ["channel"]) : siteSpan(content),
      why: "customers who write there would meet this site from then on, and that one could not change it any more",
      help: `call this channel something else; or let "${site}" publish without it first; or, where it is meant to change hands, or "${site}" is what this site was called before, let a person say yes to this effect`,
    };
  });
}

function clashFindings({ content, others, release, bodies }: BesideOthers): readonly Finding[] {
  return clashesOf(release, bodies, others).map(({ kind, id, site }): Finding => {
    const item = kind === "assistant" ? content.assistants.get(id) : content.brands.get(id);
    return {
      check: "id-of-another-site",
      severity: "error",
      message: `the ${kind} "${id}" belongs to the site "${site}", which publishes to this platform, too`,
      at: item ? placeOf(item.file, item.root, [kind]) : siteSpan(content),
      why: "agents, rollbacks and reports know it by its id: two of one name could not be told apart",
      help: `rename this one (parley rename ${kind} ${id} NEW); or let "${site}" publish without its own first`,
    };
  });
}

/** One line, however many there are. */
function leftAlone({ content, others, release }: BesideOthers): readonly Finding[] {
  const left = others.flatMap(({ site, channels }) => {
    const ids = Object.keys(channels).filter((id) => !Object.hasOwn(release, id));
    return ids.length === 0 ? [] : [{ site, channels: names(ids) }];
  });
  if (left.length === 0) return [];
  return [
    {
      check: "other-sites",
      severity: "info",
      message: leftAloneText(left),
      at: siteSpan(content),
      why: "other sites publish to this platform, too, and each changes its own alone",
    },
  ];
}

/** `channels` as they are to be read. */
export function leftAloneText(others: readonly { readonly site: string; readonly channels: string }[]): string {
  return `left alone: ${others.map(({ site, channels }) => `${channels} of the site "${site}"`).join("; ")}`;
}

function siteSpan({ site }: CheckedContent): Span {
  return placeOf(site.file, site.root, ["site"]);
}

function names(list: readonly string[]): string {
  const sorted = list.toSorted();
  const shown = sorted.slice(0, 10).join(", ");
  return sorted.length > 10 ? `${shown} and ${sorted.length - 10} more` : shown;
}
