/** `parley.yaml`: the site's environments and thresholds (language.md, section 1). */

/** A value that is a secret or a setting of the machine: only ever the variable's name. */
export interface FromEnvironment {
  readonly env: string;
}

export interface Environment {
  /** `embedded` is `parley serve` on this machine; else an address. */
  readonly platform: string;
  readonly token?: FromEnvironment;
  readonly state?: FromEnvironment;
  readonly zendesk?: {
    readonly subdomain: string;
    readonly app: FromEnvironment;
    readonly key: FromEnvironment;
    readonly secret: FromEnvironment;
  };
}

/** What is live and not in Git, and may stay so for a while. */
export interface AcceptedDrift {
  readonly environment: string;
  /** The number of the release that made it so. */
  readonly release: number;
  /** Where, as `parley drift` names it: `assistant bo workflows.hello`. Absent: all that this release changed. */
  readonly fields?: readonly string[];
  /** The last day, UTC. */
  readonly until: string;
  /** Who answers for it. */
  readonly by: string;
  readonly why: string;
}

export interface Site {
  readonly site: string;
  readonly environments: Readonly<Record<string, Environment>>;
  readonly publish?: {
    readonly branch?: string;
    readonly on_moved?: "stop" | "continue-if-subset";
    readonly max_channel_takeovers?: number;
    readonly max_removed_share?: number;
    readonly windows?: readonly string[];
    readonly freeze?: readonly { readonly from: string; readonly to: string; readonly why?: string }[];
  };
  readonly drift?: { readonly accepted?: readonly AcceptedDrift[] };
  readonly coverage?: Readonly<Record<string, number>>;
}

/** The branch whose files go live. */
export function publishBranchOf(site: Site | null | undefined): string {
  return site?.publish?.branch ?? "main";
}

/** A value, or one value an environment. */
export type ByEnvironment<T> = T | Readonly<Record<string, T>>;
