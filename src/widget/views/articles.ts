/** Articles of the help centre, to read in a tab of their own. */

import { html, nothing, type TemplateResult } from "lit";
import { linkAddress } from "#widget/safe-address.ts";
import { outIcon } from "#widget/views/icons.ts";
import { outside } from "#widget/views/outside.ts";
import { richText } from "#widget/views/rich-text.ts";
import type { Scene } from "#widget/views/scene.ts";
import type { MessageBody } from "#wire/message.ts";

type Articles = Extract<MessageBody, { type: "articles" }>;

export function articlesView({ text = "", articles }: Articles, { texts }: Scene): TemplateResult {
  return html`${text === "" ? nothing : html`<div class="bubble">${richText(text, texts)}</div>`}
    <div class="rows">
      ${articles.map(({ title, excerpt, url }) => {
        const address = linkAddress(url ?? "");
        const about = html`<span><strong>${title}</strong><small>${excerpt}</small></span>`;
        if (address === null) return html`<div class="row">${about}</div>`;
        return outside(address, html`${about}${outIcon}`, texts, "row");
      })}
    </div>`;
}
