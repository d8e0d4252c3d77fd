/** The widget's pictures, drawn in the colour of the text around them and hidden from screen readers. */

import { html, svg, type TemplateResult } from "lit";

const icon = (shape: TemplateResult): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>`;

export const chatIcon = icon(
  svg`<path d="M12 3.5c-5 0-9 3.4-9 7.6 0 2.4 1.3 4.5 3.4 5.9l-.7 3.5 4-2.1c.7.1 1.5.2 2.3.2 5 0 9-3.4 9-7.5S17 3.5 12 3.5zM8.5 11h.01M12 11h.01M15.5 11h.01"/>`,
);
export const downIcon = icon(svg`<path d="m6 9.5 6 6 6-6"/>`);
export const closeIcon = icon(svg`<path d="m6.5 6.5 11 11m0-11-11 11"/>`);
export const sendIcon = icon(svg`<path d="M12 19V5.5M6 11l6-6 6 6"/>`);
export const attachIcon = icon(svg`<path d="m8 13 6-6a2 2 0 0 1 4 4l-8 8a4 4 0 0 1-6-6l8-8"/>`);
export const globeIcon = icon(
  svg`<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17-5-5-5-12 0-17z"/>`,
);
export const outIcon = icon(svg`<path d="M9 6H6v12h12v-3M13 5h6v6m0-6-8 8"/>`);
export const fileIcon = icon(svg`<path d="M7 3.5h7l4 4v13H7zm7 0v4h4"/>`);
