/** An assistant's settings (language.md, section 1). Its brand is filled in where the site has only one. */

import type { Language } from "#content/text.ts";

export interface Assistant {
  readonly assistant: string;
  /** Shown at the top of the widget. */
  readonly name: string;
  readonly status?: "draft";
  readonly brand: string;
  /** One or several; the first is the default. */
  readonly languages: readonly Language[];
  /** Languages not live yet. */
  readonly preparing?: readonly Language[];
  readonly welcome?: string;
  readonly fallback?: string;
  readonly anytime?: readonly string[];
  readonly protect?: boolean;
}
