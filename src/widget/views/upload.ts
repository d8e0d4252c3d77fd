/** Where a file is asked for, or taken: a button that lets the customer choose one of theirs. */

import { html, nothing, type TemplateResult } from "lit";
import type { Scene } from "#widget/views/scene.ts";
import type { MessageBody } from "#wire/message.ts";

type Upload = NonNullable<Extract<MessageBody, { type: "text" }>["upload"]>;

export function uploadView({ types }: Upload, { texts, upload }: Scene): TemplateResult {
  return html`<div class="choices"><label class="choice upload">${fileInput(upload, types)}${texts.chooseFile}</label></div>`;
}

export function fileInput(upload: (file: File) => void, types?: readonly string[], label?: string): TemplateResult {
  const onChange = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    const [file] = input.files ?? [];
    // The same one may be chosen once more.
    input.value = "";
    if (file) upload(file);
  };
  const endings = types?.map((type) => `.${type}`).join(",");
  return html`<input type="file" accept=${endings ?? nothing} aria-label=${label ?? nothing} @change=${onChange} />`;
}
