/** What stops a publish and is no check: nothing in the site's files is wrong. `parley explain` prints these pages. */

export interface RefusalPage {
  readonly summary: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

export const refusals: Readonly<Record<string, RefusalPage>> = {
  "lease-held": {
    summary: "another publish is under way",
    what: "Another publish holds the platform's lease, and was still alive after some twenty seconds of waiting.",
    why: "One publish at a time: two at once would each overwrite what the other one planned against.",
    fix: "Wait until it is done, and publish again: `parley history` says who began it and when. The lease of one that died is over after 15 seconds.",
  },
  "lease-lost": {
    summary: "the publish stood still for so long that its lease was over",
    what: "The publish held the platform's lease, was stopped or cut off for more than 15 seconds, and another one may have taken it: the platform made no release under it.",
    why: "What it was about to release was planned against what was live before. Whoever has the lease decides what is live now.",
    fix: "See `parley history`, and publish again: where nothing else went live, the plan is the same.",
  },
  "outside-window": {
    summary: "the site's windows are closed, or it is frozen",
    what: "`publish.windows` or `publish.freeze`, in `parley.yaml`, let nothing be published now, and the publish was not to wait (`--no-wait`), or the windows never open.",
    why: "Your site says so: when nobody is there to look, nothing changes.",
    fix: "Publish again then, or without `--no-wait`, which waits. What is urgent can go back with `parley rollback`, for which no window holds.",
  },
  "secret-missing": {
    summary: "the platform lacks a secret that a connection needs",
    what: "A connection names a secret that the platform's operator has not set, or not for that connection's host.",
    why: "Each call with it would fail, in front of customers.",
    fix: "The operator sets it, with its host: see the operator's guide, Secrets. Or take the connection's `auth` away.",
  },
  "site-missing": {
    summary: "several sites publish to the platform, and the publisher does not say which one it is for",
    what: "A release names no site, on a platform where more than one has something live. An older Parley does not say it, nor does a Pulumi program whose provider has no `site`.",
    why: "What is another site's would be replaced by what this one has.",
    fix: "Bring Parley up to date. In a Pulumi program, set the provider's `site` (or `PARLEY_SITE`) to what `parley build` writes into `site.json`.",
  },
};

/** A page like a check's. */
export function refusalPage(name: string): string | null {
  if (!Object.hasOwn(refusals, name)) return null;
  const { what, why, fix } = refusals[name] as RefusalPage;
  const head = `# ${name}\n\nThis is no check, but a reason for which a publish is refused: what was live still is.\n`;
  return `${head}\n## What\n\n${what}\n\n## Why\n\n${why}\n\n## Fix\n\n${fix}\n`;
}
