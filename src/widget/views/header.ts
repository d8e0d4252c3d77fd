/** The top of the window: who is speaking, in the brand's colour; the languages; the way out. */

import { html, nothing, type TemplateResult } from "lit";
import { fileAddress } from "#widget/safe-address.ts";
import type { SessionState } from "#widget/session.ts";
import { nameOfLanguage, type WidgetTexts } from "#widget/texts.ts";
import { closeIcon, downIcon, globeIcon } from "#widget/views/icons.ts";
import { nameOnTop } from "#widget/views/log.ts";

export interface HeaderView {
  readonly state: SessionState;
  readonly texts: WidgetTexts;
  readonly platform: string;
  readonly chooseLanguage: (language: string) => void;
  /** Null where the window cannot be closed. */
  readonly close: (() => void) | null;
}

export function headerView({ state, texts, platform, chooseLanguage, close }: HeaderView): TemplateResult {
  const { info, phase, language } = state;
  const name = nameOnTop(state);
  const brand = info?.brand.name ?? "";
  const logo = fileAddress(platform, info?.brand.logo ?? "");
  const languages = phase === "over" ? [] : (info?.languages ?? []);
  return html`<header>
    <span class="logo" aria-hidden="true">${logo === null ? name.charAt(0) : html`<img src=${logo} alt="" />`}</span>
    <div class="who">
      <h2 id="title">${name || texts.messages}</h2>
      ${brand === "" || brand === name ? nothing : html`<p>${brand}</p>`}
    </div>
    ${languages.length > 1 ? languagesView(languages, language, texts, chooseLanguage) : nothing}
    ${close ? html`<button type="button" class="plain" aria-label=${texts.close} @click=${close}>${closeIcon}</button>` : nothing}
  </header>`;
}

function languagesView(
  languages: readonly string[],
  chosen: string,
  texts: WidgetTexts,
  choose: (language: string) => void,
): TemplateResult {
  const change = (event: Event): void => choose((event.target as HTMLSelectElement).value);
  const option = (language: string): TemplateResult =>
    html`<option value=${language} lang=${language} ?selected=${language === chosen}>${nameOfLanguage(language)}</option>`;
  return html`<label class="languages">
    ${globeIcon}<span class="unseen">${texts.language}</span>
    <select .value=${chosen} @change=${change}>${languages.map(option)}</select>
    ${downIcon}
  </label>`;
}
