/** Cards side by side, to scroll through by touch, wheel or the arrow keys. */

import { html, nothing, type TemplateResult } from "lit";
import { plainText } from "#widget/markdown.ts";
import { fileAddress, linkAddress } from "#widget/safe-address.ts";
import { choicesView } from "#widget/views/choices.ts";
import { outIcon } from "#widget/views/icons.ts";
import { outside } from "#widget/views/outside.ts";
import { richText } from "#widget/views/rich-text.ts";
import type { Scene } from "#widget/views/scene.ts";
import type { MessageBody } from "#wire/message.ts";

type Cards = Extract<MessageBody, { type: "cards" }>;

export function cardsView({ text = "", cards }: Cards, scene: Scene): TemplateResult {
  const label = plainText(text) || cards.map(({ title }) => title).join(", ");
  return html`${text === "" ? nothing : html`<div class="bubble">${richText(text, scene.texts)}</div>`}
    <div class="cards" role="group" aria-label=${label} tabindex="0">${cards.map((card) => cardView(card, scene))}</div>`;
}

function cardView({ title, text, image, alt, link, choices }: Cards["cards"][number], scene: Scene): TemplateResult {
  const picture = fileAddress(scene.platform, image ?? "");
  const address = linkAddress(link ?? "");
  return html`<article class="card" aria-label=${title}>
    ${picture === null ? nothing : html`<img src=${picture} alt=${alt ?? ""} />`}
    <div class="about">
      <strong>${address === null ? title : outside(address, html`${title} ${outIcon}`, scene.texts)}</strong>
      ${text === undefined ? nothing : html`<p>${text}</p>`}
    </div>
    ${choicesView(choices, scene)}
  </article>`;
}
