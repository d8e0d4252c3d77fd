/**
 * Where the customer writes, and chooses files while people take them. Enter sends, Shift+Enter begins a new line, and an
 * input method's own Enter is left to it.
 */

import { html, nothing, type TemplateResult } from "lit";
import type { WidgetTexts } from "#widget/texts.ts";
import { attachIcon, sendIcon } from "#widget/views/icons.ts";
import { fileInput } from "#widget/views/upload.ts";

const maxLength = 4096;

export interface ComposerView {
  readonly texts: WidgetTexts;
  /** What is written now is for nobody else's eyes. */
  readonly isHidden: boolean;
  say(text: string): void;
  /** Null: nobody takes files now. */
  readonly upload: ((file: File) => void) | null;
}

export function composerView({ texts, isHidden, say, upload }: ComposerView): TemplateResult {
  const send = (form: HTMLFormElement): void => {
    const field = form.elements.namedItem("text") as HTMLTextAreaElement;
    const text = field.value.trim();
    if (text === "") return;
    field.value = "";
    grow(field);
    say(text);
  };
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    send(event.currentTarget as HTMLFormElement);
  };
  const onKey = (event: KeyboardEvent): void => {
    const { form } = event.currentTarget as HTMLTextAreaElement;
    // Safari ends a composition before it reports its Enter: 229 is how that one is told.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229 || !form) return;
    event.preventDefault();
    send(form);
  };
  const field = isHidden
    ? html`<input name="text" type="password" maxlength=${maxLength} aria-label=${texts.write} placeholder=${texts.write} autocomplete="off" />`
    : html`<textarea name="text" rows="1" maxlength=${maxLength} aria-label=${texts.write} placeholder=${texts.write} enterkeyhint="send" autocomplete="off"
      @keydown=${onKey} @input=${(event: InputEvent) => grow(event.currentTarget as HTMLTextAreaElement)}></textarea>`;
  return html`<form class="composer" @submit=${onSubmit}>
    ${upload === null ? nothing : attachView(texts, upload)}${field}
    <button type="submit" class="send" aria-label=${texts.send}>${sendIcon}</button>
  </form>`;
}

function attachView({ chooseFile }: WidgetTexts, upload: (file: File) => void): TemplateResult {
  return html`<label class="attach upload">${attachIcon}${fileInput(upload, undefined, chooseFile)}</label>`;
}

/** Makes the field as high as its text, as far as the style allows. */
function grow(area: HTMLTextAreaElement): void {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
