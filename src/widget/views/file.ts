/** A file to open or keep. */

import { html, type TemplateResult } from "lit";
import { fileAddress } from "#widget/safe-address.ts";
import { fileIcon } from "#widget/views/icons.ts";
import { outside } from "#widget/views/outside.ts";
import type { Scene } from "#widget/views/scene.ts";
import type { MessageBody } from "#wire/message.ts";

type File = Extract<MessageBody, { type: "file" }>;

export function fileView({ file, name }: File, { platform, texts }: Pick<Scene, "platform" | "texts">): TemplateResult {
  const address = fileAddress(platform, file);
  if (address === null) return html`<div class="bubble">${name}</div>`;
  return outside(address, html`${fileIcon}<span>${name}</span>`, texts, "row");
}
