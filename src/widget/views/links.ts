/** Links as rows to press. One that could run something is shown as its label alone. */

import { html, type TemplateResult } from "lit";
import { linkAddress } from "#widget/safe-address.ts";
import { outIcon } from "#widget/views/icons.ts";
import { outside } from "#widget/views/outside.ts";
import type { Scene } from "#widget/views/scene.ts";
import type { MessageBody } from "#wire/message.ts";

type Links = Extract<MessageBody, { type: "links" }>;

export function linksView({ links }: Links, { texts }: Scene): TemplateResult {
  return html`<div class="rows">
    ${links.map(({ label, url }) => {
      const address = linkAddress(url);
      if (address === null) return html`<span class="row">${label}</span>`;
      return outside(address, html`<span>${label}</span>${outIcon}`, texts, "row");
    })}
  </div>`;
}
