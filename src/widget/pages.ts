/**
 * The pages that show the widget: one a channel, as a visitor of the brand's shop meets it, and one that lists them.
 * Pure: HTML from what is live. No inline script and no inline style, so that both run under a strict policy; the
 * brand's colour comes in as the fill of drawings.
 */

import { brandColours } from "#widget/brand-colours.ts";
import { shopWords } from "#widget/shop-words.ts";
import { directionOf, nameOfLanguage } from "#widget/texts.ts";
import type { ChannelInfo } from "#wire/customer.ts";
import type { PreviewCard, PreviewedAs, PreviewRecord } from "#wire/preview.ts";

export { pageStyles } from "#widget/page-styles.ts";

/** Lists the channels and who answers on each. */
export function frontPage(site: string, channels: readonly ChannelInfo[]): string {
  const list =
    channels.length > 0
      ? `<ul class="channels">${channels.map((each) => channelCard(each, each.channel)).join("")}</ul>`
      : `<div class="empty"><h2>Nothing is published yet</h2><p>Publish the site, and its channels appear here.</p></div>`;
  const body = `<header class="top"><p class="name">${escaped(site)}</p></header>
<main class="front"><h1>Where customers write</h1><p class="lead">Each channel, and who answers there now. Open one to try it as a visitor would.</p>${list}</main>`;
  return page({ language: "en", title: `${site} · channels`, body });
}

/** What a preview's link leads to: its channels, and what is different from live ones. */
export function previewPage(preview: PreviewRecord, channels: readonly PreviewCard[]): string {
  const { name, commit, author, expires, stubbed } = preview;
  const whose = author === null ? "" : ` by ${escaped(author.replace(/ <.*/, ""))}`;
  const from = commit === null ? "files that are not committed" : `commit <code>${escaped(commit.slice(0, 12))}</code>`;
  const stubs = stubbed.map((each) => `<code>${escaped(each)}</code>`).join(", ");
  const notes = [
    `Nothing here is live: these are drafts, from ${from}${whose}. The page is for whoever has its link, until ${escaped(expires.slice(0, 10))} at the latest.`,
    ...(stubs === ""
      ? []
      : [`Not what is live, and so never asked: ${stubs}. What the conversation tests say of them stands in.`]),
    "People are never there: a hand-off goes on as though nobody were.",
  ];
  const body = `<header class="top"><p class="name">Preview of ${escaped(name)}</p></header>
<main class="front"><h1>Try the drafts</h1>${notes.map((note) => `<p class="lead">${note}</p>`).join("")}<ul class="channels">${channels.map((each) => channelCard(each, each.id)).join("")}</ul></main>`;
  return page({ language: "en", title: `Preview of ${name}`, body });
}

/** What a link leads to whose preview has ended. */
export function overPage(): string {
  const body = `<main class="front"><div class="empty"><h2>This preview is over</h2><p>Its pull request was closed, or it was not renewed. Whoever gave you the link can make another.</p></div></main>`;
  return page({ language: "en", title: "This preview is over", body });
}

/** A page of the brand's shop in the visitor's language, the channel's widget open. */
export function chatPage(info: ChannelInfo, preview: PreviewedAs | null): string {
  const { channel, brand, language } = info;
  const words = shopWords(language);
  const { brand: colour } = brandColours(brand.color);
  const products = words.products.map(
    ({ name, price }, at) =>
      `<li>${drawing(at, colour)}<p><strong>${escaped(name)}</strong><span>${escaped(price)}</span></p></li>`,
  );
  const services = words.services.map(
    ({ title, text }) => `<li><strong>${escaped(title)}</strong><p>${escaped(text)}</p></li>`,
  );
  const banner = preview
    ? `<p class="preview" lang="en"><strong>Preview</strong> of ${escaped(preview.name)}: nothing here is live</p>`
    : "";
  const body = `${banner}<header class="top">${logoOf(info)}<p class="name">${escaped(brand.name)}</p>
<nav aria-label="${escaped(words.menu)}"><a href="#collection">${escaped(words.collection)}</a><a href="#service">${escaped(words.service)}</a></nav></header>
<main class="shop"><section class="hero">${backdrop(colour)}<div><p class="over">${escaped(words.season)}</p><h1>${escaped(words.headline)}</h1><p class="lead">${escaped(words.lead)}</p></div></section>
<section id="collection"><h2>${escaped(words.collection)}</h2><ul class="products">${products.join("")}</ul></section>
<section id="service"><h2>${escaped(words.service)}</h2><ul class="services">${services.join("")}</ul></section></main>
<footer><p>${escaped(words.demonstration)} <code>${escaped(preview?.id ?? channel)}</code> · <a href="${escaped(preview?.path ?? "/")}">${escaped(words.all)}</a></p></footer>
<parley-chat channel="${escaped(channel)}" open></parley-chat>`;
  return page({ language: words.language, title: brand.name, body, script: "/parley-chat.js" });
}

function channelCard(info: ChannelInfo, id: string): string {
  const { channel, name, assistant, brand, languages } = info;
  const who = assistant === null ? "The default response answers" : `<strong>${escaped(name)}</strong> answers`;
  const spoken = languages.map(
    (language) => `<span lang="${escaped(language)}">${escaped(nameOfLanguage(language))}</span>`,
  );
  return `<li><a href="/chat/${encodeURIComponent(channel)}">${logoOf(info)}<span class="about"><span class="brand">${escaped(brand.name)}</span><span class="channel">${escaped(id)}</span>
<span class="who ${assistant === null ? "nobody" : "somebody"}">${who}</span><span class="languages">${spoken.join(" ")}</span></span></a></li>`;
}

function logoOf({ brand }: ChannelInfo): string {
  if (brand.logo !== undefined && /^(?:\/(?![/\\])|https:\/\/)/.test(brand.logo))
    return `<img class="logo" src="${escaped(brand.logo)}" alt="" width="40" height="40">`;
  const { brand: ground, onBrand } = brandColours(brand.color);
  const letter = escaped([...brand.name][0] ?? "");
  return `<svg class="logo" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true"><rect width="40" height="40" rx="12" fill="${ground}"/><text x="20" y="27" text-anchor="middle" font-size="19" font-weight="600" fill="${onBrand}">${letter}</text></svg>`;
}

/** Shapes behind the headline, in the brand's colour. */
function backdrop(colour: string): string {
  return `<svg class="backdrop" viewBox="0 0 1200 460" preserveAspectRatio="xMidYMid slice" aria-hidden="true"><g fill="${colour}"><rect width="1200" height="460" opacity="0.08"/><circle cx="1030" cy="70" r="250" opacity="0.12"/><circle cx="850" cy="430" r="170" opacity="0.14"/><circle cx="1130" cy="390" r="110" opacity="0.22"/></g></svg>`;
}

const shapes: readonly string[] = [
  '<path d="M138 40h44v26c16 10 24 24 24 44v92c0 8-6 14-14 14h-64c-8 0-14-6-14-14v-92c0-20 8-34 24-44z"/><rect x="134" y="26" width="52" height="18" rx="6"/>',
  '<path d="M84 78h124v96c0 22-18 40-40 40h-44c-22 0-40-18-40-40z"/><path d="M208 98h20c18 0 30 14 30 32s-12 32-30 32h-20v-16h18c9 0 15-7 15-16s-6-16-15-16h-18z"/>',
  '<path d="M92 96h136l14 120H78z"/><path d="M118 112V80a42 42 0 0 1 84 0v32h-14V80a28 28 0 0 0-56 0v32z"/>',
];

function drawing(at: number, colour: string): string {
  return `<svg viewBox="0 0 320 250" aria-hidden="true"><g fill="${colour}"><rect width="320" height="250" opacity="${(0.08 + at * 0.04).toFixed(2)}"/><g opacity="${(0.85 - at * 0.15).toFixed(2)}">${shapes[at % shapes.length]}</g></g></svg>`;
}

interface PageParts {
  readonly language: string;
  readonly title: string;
  readonly body: string;
  /** The address of the one script that the page runs. */
  readonly script?: string;
}

function page({ language, title, body, script }: PageParts): string {
  const tag = script === undefined ? "" : `<script src="${script}" defer></script>`;
  return `<!doctype html>
<html lang="${escaped(language)}" dir="${directionOf(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title>
<link rel="stylesheet" href="/pages.css"><link rel="icon" href="data:,">${tag}</head>
<body>${body}</body></html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
