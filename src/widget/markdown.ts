/** The small Markdown of messages: emphasis and links. Everything else is text, never HTML. */

import { html, type TemplateResult } from "lit";

const token = /\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\(([^)\s]+)\)|(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/g;

export function markdown(text: string): readonly (TemplateResult | string)[] {
  const parts: (TemplateResult | string)[] = [];
  let at = 0;
  for (const match of text.matchAll(token)) {
    parts.push(text.slice(at, match.index));
    at = match.index + match[0].length;
    const [whole, strong, emphasis, label, target, bare] = match;
    if (strong !== undefined) parts.push(html`<strong>${strong}</strong>`);
    else if (emphasis !== undefined) parts.push(html`<em>${emphasis}</em>`);
    else parts.push(link(label ?? bare ?? "", target ?? bare ?? "") ?? whole);
  }
  parts.push(text.slice(at));
  return parts;
}

/** A link that a browser may follow safely; null for any other scheme. */
export function link(label: string, target: string): TemplateResult | null {
  if (!/^(?:https?:|mailto:|tel:)/i.test(target)) return null;
  return html`<a href=${target} target="_blank" rel="noopener noreferrer">${label}</a>`;
}
