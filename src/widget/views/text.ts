/** A text, with the options to answer it where it has some. */

import { html, nothing, type TemplateResult } from "lit";
import { choicesView } from "#widget/views/choices.ts";
import { richText } from "#widget/views/rich-text.ts";
import type { Scene } from "#widget/views/scene.ts";
import { uploadView } from "#widget/views/upload.ts";
import type { MessageBody } from "#wire/message.ts";

type Text = Extract<MessageBody, { type: "text" }>;

export function textView({ text, choices = [], upload }: Text, scene: Scene): TemplateResult {
  return html`<div class="bubble">${richText(text, scene.texts)}</div>
    ${choicesView(choices, scene)}${upload && scene.isWaiting ? uploadView(upload, scene) : nothing}`;
}
