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
