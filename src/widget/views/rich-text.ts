/** A message's small Markdown on the screen. */

import { html, type TemplateResult } from "lit";
import { type Inline, readMarkdown } from "#widget/markdown.ts";
import type { WidgetTexts } from "#widget/texts.ts";
import { outside } from "#widget/views/outside.ts";

export function richText(text: string, texts: WidgetTexts): readonly TemplateResult[] {
  const line = (inlines: readonly Inline[]): unknown => inlines.map((inline) => inlineView(inline, texts));
  return readMarkdown(text).map((block) => {
    if (block.kind === "paragraph")
      return html`<p>${block.lines.map((each, at) => (at === 0 ? line(each) : html`<br />${line(each)}`))}</p>`;
    const items = block.items.map((each) => html`<li>${line(each)}</li>`);
    return block.isNumbered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
  });
}

function inlineView(inline: Inline, texts: WidgetTexts): unknown {
  switch (inline.kind) {
    case "text":
      return unbroken(inline.text);
    case "code":
      return html`<code>${inline.text}</code>`;
    case "strong":
      return html`<strong>${inline.inside.map((each) => inlineView(each, texts))}</strong>`;
    case "em":
      return html`<em>${inline.inside.map((each) => inlineView(each, texts))}</em>`;
    case "link":
      return outside(inline.address, inline.label, texts);
  }
}

/** French sets marks apart with a space: a line must not break there, however the author typed it. */
function unbroken(text: string): string {
  return text.replace(/ (?=[:;!?\u00bb])|(?<=\u00ab) /g, "\u00a0");
}
