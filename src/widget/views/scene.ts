/** What the view of a message needs to know beside the message, and what it can ask for. */

import type { WidgetTexts } from "#widget/texts.ts";

export interface Scene {
  readonly texts: WidgetTexts;
  /** The platform's address, without a slash at its end. */
  readonly platform: string;
  /** Whether this message's options or form wait for an answer; any other's cannot be used. */
  readonly isWaiting: boolean;
  /** What the customer said to it; null where they said nothing yet. */
  readonly answer: string | null;
  pick(option: string, label: string): void;
  upload(file: File): void;
  /** `shown` is what the customer reads of it. */
  fill(values: Readonly<Record<string, string>>, shown: string): void;
}
