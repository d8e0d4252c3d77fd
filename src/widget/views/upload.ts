/** Where a file is asked for: a button that lets the customer choose one of theirs. */

import { html, nothing, type TemplateResult } from "lit";
import type { Scene } from "#widget/views/scene.ts";
import type { MessageBody } from "#wire/message.ts";

type Upload = NonNullable<Extract<MessageBody, { type: "text" }>["upload"]>;

export function uploadView({ types }: Upload, { texts, upload }: Scene): TemplateResult {
  const onChange = (event: Event): void => {
    const [file] = (event.currentTarget as HTMLInputElement).files ?? [];
    if (file) upload(file);
  };
  const endings = types?.map((type) => `.${type}`).join(",");
  return html`<div class="choices"><label class="choice upload">
    <input type="file" accept=${endings ?? nothing} @change=${onChange} />${texts.chooseFile}
  </label></div>`;
}
