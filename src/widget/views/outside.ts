/** A link that leads out of the conversation, in a tab of its own. */

import { html, nothing, type TemplateResult } from "lit";
import type { WidgetTexts } from "#widget/texts.ts";

/** The address must be one that `safe-address.ts` let through; `look` is a class. */
export function outside(address: string, content: unknown, texts: WidgetTexts, look?: string): TemplateResult {
  return html`<a class=${look ?? nothing} href=${address} target="_blank" rel="noopener noreferrer">${content}<span class="unseen"> (${texts.newTab})</span></a>`;
}
