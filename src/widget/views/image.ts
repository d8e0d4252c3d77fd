/** A picture; its description stands in for one that may not be loaded. */

import { html, type TemplateResult } from "lit";
import { fileAddress } from "#widget/safe-address.ts";
import { outside } from "#widget/views/outside.ts";
import type { Scene } from "#widget/views/scene.ts";
import type { MessageBody } from "#wire/message.ts";

type Image = Extract<MessageBody, { type: "image" }>;

export function imageView({ image, alt }: Image, { platform, texts }: Scene): TemplateResult {
  const address = fileAddress(platform, image);
  if (address === null) return html`<div class="bubble">${alt}</div>`;
  return outside(address, html`<img src=${address} alt=${alt} />`, texts, "picture");
}
