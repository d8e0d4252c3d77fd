/** The looks of the pages that show the widget: one small file, served as `/pages.css`. */

export const pageStyles = `:root {
  color-scheme: light dark;
  --ink: #211e1b; --faint: #5f5851; --paper: #fff; --ground: #faf8f5; --line: #e6e1da;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #f1eeea; --faint: #bdb5ad; --paper: #211f1d; --ground: #181615; --line: #3b3733; }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body { margin: 0; font: 17px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif; background: var(--ground); color: var(--ink); }
h1, h2, p, ul { margin: 0; padding: 0; }
ul { list-style: none; }
a { color: inherit; text-underline-offset: 4px; }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; border-radius: 6px; }
.top { display: flex; align-items: center; flex-wrap: wrap; gap: 14px; padding: 18px clamp(20px, 5vw, 64px); background: var(--paper); border-bottom: 1px solid var(--line); }
.preview { padding: 10px clamp(20px, 5vw, 64px); background: var(--ink); color: var(--paper); font-size: 15px; overflow-wrap: anywhere; }
.top .name { font-weight: 650; font-size: 20px; letter-spacing: -0.01em; margin-inline-end: auto; }
.top nav { display: flex; gap: 8px; }
.top nav a { padding: 10px 12px; text-decoration: none; }
.top nav a:hover { text-decoration: underline; }
.logo { flex: none; border-radius: 12px; }
.lead { font-size: 19px; color: var(--faint); max-width: 34em; text-wrap: pretty; }
h1 { font-size: clamp(32px, 5.2vw, 56px); line-height: 1.08; letter-spacing: -0.025em; font-weight: 680; text-wrap: balance; }
h2 { font-size: 26px; letter-spacing: -0.015em; line-height: 1.25; }

.front { max-width: 860px; margin: 0 auto; padding: clamp(36px, 7vw, 80px) 20px 80px; }
.front h1 { font-size: clamp(30px, 4.4vw, 44px); margin-bottom: 14px; }
.front .lead + .lead { margin-top: 12px; }
.channels { display: grid; gap: 14px; margin-top: 36px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); }
.channels a { display: flex; gap: 16px; height: 100%; padding: 20px; border: 1px solid var(--line); border-radius: 18px; background: var(--paper); text-decoration: none; }
.channels a:hover { border-color: var(--ink); }
.about { display: grid; gap: 2px; align-content: start; min-width: 0; overflow-wrap: anywhere; }
.brand { font-weight: 650; font-size: 18px; line-height: 1.3; }
.channel { font: 14px/1.5 ui-monospace, Consolas, monospace; color: var(--faint); }
.who { margin-top: 8px; }
.who::before { content: ""; display: inline-block; width: 9px; height: 9px; margin-inline-end: 9px; border-radius: 50%; background: #2c8a4b; }
.who.nobody { color: var(--faint); }
.who.nobody::before { background: none; box-shadow: inset 0 0 0 2px var(--faint); }
.languages { font-size: 14px; color: var(--faint); }
.languages span + span::before { content: "· "; }
.empty { margin-top: 36px; padding: 48px 24px; border: 1.5px dashed var(--line); border-radius: 18px; text-align: center; }
.empty p { color: var(--faint); margin-top: 8px; }

.shop section { padding: clamp(36px, 5vw, 64px) clamp(20px, 5vw, 64px); }
.hero { position: relative; overflow: hidden; display: grid; align-items: center; min-height: min(460px, 60vh); }
.hero > div { position: relative; max-width: 720px; display: grid; gap: 18px; }
.over { font-size: 14px; font-weight: 600; letter-spacing: 0.08em; text-transform: uppercase; color: var(--faint); }
.backdrop { position: absolute; inset: 0; width: 100%; height: 100%; }
.products, .services { display: grid; gap: 24px; margin-top: 24px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr)); max-width: 1040px; }
.products li { border-radius: 18px; overflow: hidden; background: var(--paper); border: 1px solid var(--line); }
.products svg { display: block; width: 100%; }
.products p { display: flex; justify-content: space-between; gap: 12px; padding: 14px 18px; }
.products strong, .services strong { font-weight: 600; }
.products span { color: var(--faint); }
.services p { color: var(--faint); }
footer { padding: 28px clamp(20px, 5vw, 64px) 110px; border-top: 1px solid var(--line); color: var(--faint); font-size: 15px; }
footer a { display: inline-block; padding: 8px 0; }
@media (prefers-color-scheme: dark) { .backdrop, .products svg { filter: brightness(2.2) saturate(0.8); } }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
`;
