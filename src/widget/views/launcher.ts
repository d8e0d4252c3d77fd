/** The round button in the corner of the page, with the number of messages that wait. */

import { html, nothing, type TemplateResult } from "lit";
import type { WidgetTexts } from "#widget/texts.ts";
import { chatIcon, downIcon } from "#widget/views/icons.ts";

export interface LauncherView {
  readonly isOpen: boolean;
  readonly unread: number;
  readonly texts: WidgetTexts;
  readonly toggle: () => void;
}

export function launcherView({ isOpen, unread, texts, toggle }: LauncherView): TemplateResult {
  const closed = unread === 0 ? texts.open : `${texts.open}. ${texts.unread}: ${unread}`;
  return html`<button type="button" class="launcher" aria-expanded=${isOpen} aria-controls="panel" aria-label=${isOpen ? texts.close : closed} @click=${toggle}>
    ${isOpen ? downIcon : chatIcon}
    ${isOpen || unread === 0 ? nothing : html`<span class="badge" aria-hidden="true">${unread > 99 ? "99+" : unread}</span>`}
  </button>`;
}
