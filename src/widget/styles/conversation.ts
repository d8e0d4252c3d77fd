/** The conversation: bubbles, options, cards, rows, forms. */

import { css } from "#widget/styles/css.ts";

export const conversation = css`
  .log { flex: 1; min-width: 0; overflow-y: auto; overscroll-behavior: contain; padding: 20px 18px 18px; display: flex; flex-direction: column; gap: 6px; }
  .log, .cards { position: relative; }
  .log:focus-visible, .cards:focus-visible { outline-offset: -3px; }
  .line { display: flex; flex-direction: column; align-items: flex-start; min-width: 0; }
  .line.customer { align-items: flex-end; }
  .speaker { font-size: 12.5px; font-weight: 600; color: var(--faint); margin: 8px 4px 4px; }
  .business + .customer { margin-top: 8px; }
  .notice { align-self: center; max-width: 34em; padding: 0 14px 4px; font-size: 12.5px; line-height: 1.45; color: var(--faint); text-align: center; text-wrap: balance; white-space: pre-line; }

  .bubble { max-width: 86%; padding: 10px 15px; border-radius: 20px; border-end-start-radius: 6px; background: var(--soft); overflow-wrap: anywhere; }
  .customer .bubble { background: var(--brand); color: var(--on-brand); border-radius: 20px; border-end-end-radius: 6px; white-space: pre-wrap; }
  .bubble > * + * { margin-top: 8px; }
  .bubble ul, .bubble ol { padding-inline-start: 20px; }
  .bubble a { color: var(--accent); font-weight: 550; text-underline-offset: 2px; }
  code { font: 0.92em ui-monospace, Consolas, monospace; }
  .sending .bubble { filter: saturate(0.55); }
  .failed .bubble { background: transparent; color: var(--ink); box-shadow: inset 0 0 0 1.5px #d03b2e; }
  .failed p { font-size: 13px; }
  .failed button { background: transparent; padding: 0 4px; color: var(--accent); font-weight: 650; text-decoration: underline; text-underline-offset: 3px; }
  .dots { display: flex; gap: 5px; padding: 16px; }
  .dots i { width: 7px; height: 7px; margin: 0; border-radius: 50%; background: var(--faint); }

  .choices { display: flex; flex-wrap: wrap; gap: 8px; padding: 8px 0 4px; max-width: 100%; }
  .choice { padding: 8px 17px; border-radius: 22px; border: 1.5px solid var(--accent); background: var(--paper); color: var(--accent); font-weight: 600; font-size: 14.5px; line-height: 1.35; text-align: start; overflow-wrap: anywhere; }
  .choice:hover:enabled { background: var(--brand); border-color: var(--brand); color: var(--on-brand); }
  .choice:disabled { border-color: var(--line); color: var(--faint); font-weight: 500; }
  .upload { position: relative; }
  .upload input { position: absolute; inset: 0; width: 100%; height: 100%; padding: 0; opacity: 0; cursor: pointer; }
  .upload:focus-within { outline: 2px solid; }
  .choice.taken { background: var(--soft); color: var(--ink); font-weight: 600; }

  .cards { display: flex; gap: 12px; width: calc(100% + 36px); margin: 8px -18px 0; padding: 2px 18px 12px; overflow-x: auto; scroll-snap-type: x proximity; scroll-padding: 18px; scrollbar-width: thin; scrollbar-color: var(--line) transparent; }
  .card { flex: 0 0 218px; max-width: 76%; display: flex; flex-direction: column; overflow: hidden; scroll-snap-align: start; border: 1px solid var(--line); border-radius: 16px; background: var(--paper); box-shadow: 0 2px 8px rgb(35 25 20 / 0.06); }
  .card img { width: 100%; aspect-ratio: 16 / 9; object-fit: cover; background: var(--soft); font-size: 13px; color: var(--faint); }
  .about { flex: 1; padding: 12px 15px; overflow-wrap: anywhere; }
  strong { font-weight: 650; }
  .about p { color: var(--faint); font-size: 14px; margin-top: 2px; white-space: pre-line; }
  .about a { color: inherit; text-underline-offset: 3px; }
  .about .icon { width: 16px; height: 16px; vertical-align: -2px; }
  .card .choices { padding: 0 12px 12px; }
  .card .choice { flex: 1 0 100%; text-align: center; }

  .rows { display: grid; gap: 8px; width: 100%; margin-top: 4px; }
  .row { display: flex; align-items: center; gap: 12px; min-height: 48px; padding: 10px 15px; border: 1px solid var(--line); border-radius: 14px; color: inherit; text-decoration: none; overflow-wrap: anywhere; }
  .row > :first-child:not(svg) { flex: 1; font-weight: 600; }
  .row strong { display: block; }
  small { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; font-size: 13.5px; line-height: 1.4; font-weight: 400; color: var(--faint); }
  .row .icon { width: 18px; height: 18px; color: var(--accent); }
  a.row:hover { border-color: var(--accent); background: var(--soft); }
  .picture { max-width: 86%; border-radius: 18px; overflow: hidden; background: var(--soft); }
  .picture img { display: block; max-width: 100%; max-height: 320px; min-height: 44px; }

  .fields { display: grid; gap: 12px; width: 100%; margin-top: 8px; padding: 16px; border: 1px solid var(--line); border-radius: 18px; }
  label { font-size: 14px; font-weight: 600; }
  input { width: 100%; min-height: 46px; margin-top: 4px; padding: 8px 14px; border: 1.5px solid var(--faint); border-radius: 12px; background: var(--paper); font-size: 16px; font-weight: 400; }
  input:focus-visible { outline: 2px solid var(--accent); outline-offset: 0; border-color: var(--accent); }

  @media (forced-colors: active) {
    .bubble, .choice, .dots i { border: 1px solid CanvasText; }
    .choice:disabled { color: GrayText; border-color: GrayText; }
    .choice.taken { border: 2px solid CanvasText; }
  }
  @media (prefers-reduced-motion: no-preference) {
    .line.business, .line.sending { animation: come 0.22s ease-out; }
    @keyframes come { from { opacity: 0; transform: translateY(8px); } }
    .dots i { animation: beat 1.2s infinite; }
    .dots i:nth-child(2) { animation-delay: 0.15s; }
    .dots i:nth-child(3) { animation-delay: 0.3s; }
    @keyframes beat { 0%, 60%, 100% { opacity: 0.35; } 30% { opacity: 1; transform: translateY(-3px); } }
  }
`;
