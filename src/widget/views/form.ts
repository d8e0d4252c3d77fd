/** Several details asked for at once. Once sent, only the question stays: what was answered stands below it. */

import { html, nothing, type TemplateResult } from "lit";
import { hidden } from "#widget/timeline.ts";
import { richText } from "#widget/views/rich-text.ts";
import type { Scene } from "#widget/views/scene.ts";
import type { MessageBody } from "#wire/message.ts";

type Form = Extract<MessageBody, { type: "form" }>;

interface Input {
  readonly type: string;
  readonly autocomplete?: string;
  readonly step?: string;
}

/** How a browser asks for each type that a field can have; any other is plain text. */
const inputs: Readonly<Record<string, Input>> = {
  email: { type: "email", autocomplete: "email" },
  phone: { type: "tel", autocomplete: "tel" },
  int: { type: "number", step: "1" },
  number: { type: "number", step: "any" },
  date: { type: "date" },
  url: { type: "url" },
};

export function formView({ text = "", fields }: Form, scene: Scene): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const entries = [...new FormData(event.currentTarget as HTMLFormElement)];
    const values = Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
    scene.fill(values, fields.map(({ name, sensitive }) => (sensitive ? hidden : values[name])).join(", "));
  };
  return html`${text === "" ? nothing : html`<div class="bubble">${richText(text, scene.texts)}</div>`}
    ${
      scene.isWaiting
        ? html`<form class="fields" @submit=${submit}>
            ${fields.map(fieldView)}<button type="submit" class="main">${scene.texts.send}</button>
          </form>`
        : nothing
    }`;
}

function fieldView({ name, label, type, sensitive }: Form["fields"][number]): TemplateResult {
  const usual = Object.hasOwn(inputs, type) ? inputs[type] : undefined;
  const input: Input = sensitive ? { type: "password", autocomplete: "off" } : (usual ?? { type: "text" });
  return html`<label><span>${label}</span><input name=${name} type=${input.type} step=${input.step ?? nothing}
    autocomplete=${input.autocomplete ?? nothing} maxlength="4096" required /></label>`;
}
