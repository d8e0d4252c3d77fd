/** A channel: where customers write, and which assistant answers (language.md, section 1). */

import type { ByEnvironment } from "#content/site.ts";
import type { Text } from "#content/text.ts";

export type ChannelType =
  | "web"
  | "ios"
  | "android"
  | "whatsapp"
  | "messenger"
  | "instagram"
  | "telegram"
  | "line"
  | "sms"
  | "email";

export interface Channel {
  readonly channel: string;
  readonly type: ChannelType;
  readonly name: string;
  readonly brand: string;
  /** The one binding: the assistant that answers. Absent: the default response does. */
  readonly assistant?: string;
  readonly default_response?: {
    readonly text: Text;
    readonly ask?: readonly string[];
    readonly handoff?: string;
  };
  readonly protect?: boolean;
  /** The environments it exists in; absent: all. */
  readonly only?: readonly string[];
  readonly web?: { readonly origins?: ByEnvironment<readonly string[]>; readonly position?: "left" | "right" };
  readonly zendesk?: Readonly<Record<string, ByEnvironment<string>>>;
}

/** What a channel's type can hold and show. Each driver exports its own, and `cli` hands them to the checks. */
export interface ChannelLimits {
  /** Options of a choice that are shown as such. */
  readonly options: number;
  /** Letters of an option's label. */
  readonly labelLetters: number;
  readonly showsCards: boolean;
  readonly showsForms: boolean;
}
