/** The pages that show the widget: one a channel, and one that lists them. */

import type { ChannelInfo } from "#wire/customer.ts";

export const pageStyles = `:root{color-scheme:light dark}*{box-sizing:border-box}body{margin:0;font:16px/1.6 system-ui,sans-serif;background:#f6f4f1;color:#22201e}
header{padding:20px 32px;background:#fff;border-bottom:1px solid #e4e0da;font-weight:650;font-size:1.15rem}main{max-width:640px;margin:48px auto;padding:0 24px}
h1{font-size:2rem;line-height:1.2;margin:0 0 12px}ul{list-style:none;padding:0}li{margin:12px 0}li a{display:block;padding:16px 20px;background:#fff;border:1px solid #e4e0da;border-radius:12px;color:inherit;text-decoration:none}
li a:hover,li a:focus-visible{border-color:#7a1f3d}small{color:#6b655e}@media(prefers-color-scheme:dark){body{background:#191817;color:#eee}header,li a{background:#232120;border-color:#3a3634}small{color:#aaa39b}}`;

/** Lists the channels and who answers on each. */
export function frontPage(site: string, channels: readonly ChannelInfo[]): string {
  const items = channels.map(
    ({ channel, brand, name, assistant }) =>
      `<li><a href="/chat/${encodeURIComponent(channel)}"><strong>${escaped(brand.name)}</strong> · ${escaped(channel)}<br><small>${assistant === null ? "the default response answers" : `${escaped(name)} answers`}</small></a></li>`,
  );
  const list = items.length > 0 ? `<ul>${items.join("")}</ul>` : "<p>Nothing is published yet.</p>";
  return page("en", site, `<header>${escaped(site)}</header><main><h1>Channels</h1>${list}</main>`);
}

/** A page as a visitor of the brand's site meets it, the widget open. */
export function chatPage({ channel, brand, language }: ChannelInfo): string {
  const body = `<header>${escaped(brand.name)}</header><main><h1>${escaped(brand.name)}</h1><p><small>${escaped(channel)}</small></p></main>
<parley-chat channel="${escaped(channel)}" open></parley-chat>`;
  return page(language, brand.name, body, '<script src="/parley-chat.js" defer></script>');
}

function page(language: string, title: string, body: string, head = ""): string {
  return `<!doctype html><html lang="${escaped(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><link rel="stylesheet" href="/pages.css"><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
