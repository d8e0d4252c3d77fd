/** The frame: launcher, window, its top and its bottom, and how they fit the screen. */

import { css } from "#widget/styles/css.ts";

export const frame = css`
  :host([inline]) { display: flex; height: 100%; min-height: 320px; max-height: 100dvh; }
  :host([hidden]) { display: none; }
  .root {
    flex: 1; min-width: 0; display: flex; color: var(--ink); -webkit-text-size-adjust: 100%;
    font: 400 15px/1.5 var(--parley-font, system-ui, "Segoe UI", Roboto, sans-serif);
  }
  *, *::before, *::after { box-sizing: border-box; }
  h2, p, ul, ol { margin: 0; padding: 0; }
  button, select, textarea, input { font: inherit; color: inherit; margin: 0; }
  button { min-height: 44px; min-width: 44px; border: 0; cursor: pointer; }
  button:disabled { cursor: default; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  .icon { width: 22px; height: 22px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.9; stroke-linecap: round; stroke-linejoin: round; }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  .launcher, .panel { position: fixed; bottom: 20px; right: 20px; z-index: 2147483000; }
  .launcher {
    width: 60px; height: 60px; padding: 0; border-radius: 50%; display: grid; place-items: center;
    background: var(--brand); color: var(--on-brand); box-shadow: 0 6px 20px var(--shadow), 0 2px 6px var(--shadow);
  }
  .launcher .icon { width: 30px; height: 30px; }
  .badge {
    position: absolute; top: -3px; inset-inline-end: -3px; min-width: 23px; height: 23px; padding: 0 6px; border-radius: 12px;
    background: #c02417; color: #fff; border: 2px solid var(--paper); font-size: 12px; font-weight: 700; line-height: 19px;
  }
  .panel {
    bottom: 94px; width: 400px; height: min(704px, 100dvh - 114px);
    display: flex; flex-direction: column; overflow: hidden; background: var(--paper); border-radius: 20px;
    box-shadow: 0 20px 60px var(--shadow), 0 4px 16px var(--shadow), 0 0 0 1px rgb(0 0 0 / 0.05);
  }
  .panel[hidden] { display: none; }
  :host([left]) .launcher, :host([left]) .panel { right: auto; left: 20px; }
  :host([inline]) .panel { position: static; width: 100%; height: auto; min-height: 0; border-radius: 0; box-shadow: none; }

  header { display: flex; align-items: center; gap: 12px; flex: none; min-height: 76px; padding: 14px 12px; padding-inline-start: 18px; background: var(--brand); color: var(--on-brand); }
  header :focus-visible { outline-color: var(--on-brand); outline-offset: -3px; }
  .logo { width: 44px; height: 44px; flex: none; border-radius: 14px; overflow: hidden; display: grid; place-items: center; background: #fff; color: #1f1c1a; font-size: 20px; font-weight: 650; box-shadow: 0 1px 4px rgb(0 0 0 / 0.18); }
  .logo img { width: 100%; height: 100%; object-fit: contain; }
  .who { flex: 1; min-width: 0; }
  h2 { font-size: 17px; line-height: 1.25; font-weight: 650; overflow-wrap: anywhere; }
  .who p { font-size: 13px; line-height: 1.3; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .plain { background: transparent; padding: 0; display: grid; place-items: center; border-radius: 12px; flex: none; }
  .plain:hover, .languages:hover { background: color-mix(in srgb, var(--on-brand) 16%, transparent); }
  .languages { display: flex; align-items: center; position: relative; border-radius: 12px; flex: none; }
  .languages .icon { position: absolute; pointer-events: none; width: 18px; height: 18px; inset-inline-start: 10px; }
  .languages .icon:last-child { inset-inline: auto 8px; width: 16px; height: 16px; }
  select { appearance: none; min-height: 44px; max-width: 150px; border: 0; border-radius: 12px; background: transparent; cursor: pointer; padding-inline: 34px 28px; font-size: 13px; font-weight: 550; text-overflow: ellipsis; }
  option { background: var(--paper); color: var(--ink); }

  .alert { flex: none; padding: 10px 18px; background: #8a1c12; color: #fff; font-size: 14px; }
  .alert button { margin-inline-start: 8px; padding: 0 16px; border-radius: 22px; background: #fff; color: #1f1c1a; font-weight: 600; }
  .middle { flex: 1; min-height: 0; position: relative; display: flex; }
  .newest {
    position: absolute; bottom: 10px; inset-inline: 0; margin: 0 auto; width: max-content; max-width: 90%; display: flex; align-items: center; gap: 6px;
    padding: 0 16px; border-radius: 22px; background: var(--ink); color: var(--paper); font-size: 14px; font-weight: 600; box-shadow: 0 4px 14px var(--shadow);
  }

  .composer { flex: none; display: flex; align-items: flex-end; gap: 6px; margin: 6px 14px 14px; padding: 3px; border: 1.5px solid var(--line); border-radius: 26px; background: var(--paper); }
  .composer:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
  .composer [name] { flex: 1; min-width: 0; min-height: 44px; max-height: 134px; resize: none; border: 0; outline: 0; background: transparent; padding: 10px 6px; padding-inline-start: 16px; line-height: 24px; font-size: 16px; }
  .composer [name]:focus-visible { outline: 0; }
  .composer [name]::placeholder { color: var(--faint); opacity: 1; }
  .attach, .send { flex: none; width: 44px; height: 44px; padding: 0; border-radius: 50%; display: grid; place-items: center; color: var(--accent); }
  .attach:hover { background: var(--soft); }
  .attach + [name] { padding-inline-start: 4px; }
  .send { background: var(--brand); color: var(--on-brand); }
  .over { flex: none; display: grid; gap: 10px; padding: 14px 18px 18px; border-top: 1px solid var(--line); text-align: center; }
  .main { padding: 0 22px; border-radius: 22px; background: var(--brand); color: var(--on-brand); font-weight: 600; }

  @media (max-width: 520px) {
    .panel, :host([left]) .panel { inset: 0; width: auto; height: 100dvh; border-radius: 0; box-shadow: none; }
    :host([inline]) .panel { height: auto; }
    :host([open]) .launcher { display: none; }
    header { min-height: 64px; gap: 10px; padding-top: max(10px, env(safe-area-inset-top)); padding-bottom: 10px; }
    .composer { margin: 6px 10px max(10px, env(safe-area-inset-bottom)); }
  }
  @media (max-width: 360px) {
    select { width: 44px; padding: 0; opacity: 0; }
    .languages .icon { inset-inline-start: 11px; width: 22px; height: 22px; }
    .languages .icon:last-child { display: none; }
    .languages:focus-within { outline: 3px solid var(--on-brand); outline-offset: -3px; }
  }
  @media (forced-colors: active) {
    .launcher, .panel, .composer, .main, .send, .badge, .logo { border: 1px solid ButtonText; }
    header { border-bottom: 1px solid CanvasText; }
    .alert { border: 2px solid CanvasText; }
    .composer:focus-within { outline: 3px solid Highlight; }
  }
  @media (prefers-reduced-motion: no-preference) {
    :host(:not([inline])) .panel { animation: open 0.2s cubic-bezier(0.2, 0.9, 0.3, 1); }
    @keyframes open { from { opacity: 0; transform: translateY(14px) scale(0.98); } }
    .launcher { transition: transform 0.15s; }
    .launcher:hover { transform: scale(1.06); }
  }
`;
