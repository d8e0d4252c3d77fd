/** Options to pick, as buttons. Once the customer has answered they stay to be read, and cannot be used. */

import { html, nothing, type TemplateResult } from "lit";
import type { Scene } from "#widget/views/scene.ts";

interface Choice {
  readonly id: string;
  readonly label: string;
}

export function choicesView(
  choices: readonly Choice[],
  { isWaiting, answer, pick }: Scene,
): TemplateResult | typeof nothing {
  if (choices.length === 0) return nothing;
  const look = (label: string): string => (!isWaiting && label === answer ? "choice taken" : "choice");
  return html`<div class="choices">
    ${choices.map(
      ({ id, label }) =>
        html`<button type="button" class=${look(label)} ?disabled=${!isWaiting} @click=${() => pick(id, label)}>${label}</button>`,
    )}
  </div>`;
}
