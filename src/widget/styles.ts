/** The widget's looks. `--brand` and `--on-brand` come from the brand's colour. */

import { css } from "lit";

export const styles = css`
  :host { --ink: #22201e; --paper: #fff; --soft: #f3f1ee; --line: #e2ddd6; --faint: #6b655e; font: 16px/1.45 system-ui, sans-serif; color: var(--ink); }
  @media (prefers-color-scheme: dark) { :host { --ink: #f1eeea; --paper: #1d1b1a; --soft: #2b2826; --line: #45403c; --faint: #b3aba3; } }
  * { box-sizing: border-box; }
  button { font: inherit; cursor: pointer; min-height: 44px; min-width: 44px; border-radius: 22px; border: 1.5px solid var(--line); background: var(--paper); color: inherit; padding: 8px 16px; }
  button:disabled { opacity: .55; cursor: default; }
  :focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
  .launcher { position: fixed; bottom: 20px; right: 20px; width: 60px; height: 60px; border-radius: 50%; border: 0; background: var(--brand); color: var(--on-brand); box-shadow: 0 8px 28px #0004; padding: 0; display: grid; place-items: center; z-index: 2147483000; }
  .panel { position: fixed; bottom: 92px; right: 20px; width: min(392px, calc(100vw - 24px)); height: min(640px, calc(100dvh - 116px)); display: flex; flex-direction: column; background: var(--paper); border-radius: 18px; overflow: hidden; box-shadow: 0 18px 60px #0005, 0 0 0 1px var(--line); z-index: 2147483000; }
  :host([left]) .launcher, :host([left]) .panel { right: auto; left: 20px; }
  header { display: flex; align-items: center; gap: 12px; padding: 12px 12px 12px 18px; background: var(--brand); color: var(--on-brand); }
  header img { width: 36px; height: 36px; border-radius: 50%; background: #fff; object-fit: contain; }
  h2 { margin: 0; font-size: 1.06rem; flex: 1; line-height: 1.25; } h2 small { display: block; font-weight: 400; opacity: .85; font-size: .8rem; }
  header button, header select { background: transparent; border: 0; color: inherit; min-height: 44px; font: inherit; } header option { color: #222; }
  .log { flex: 1; overflow-y: auto; padding: 18px; display: flex; flex-direction: column; gap: 8px; overscroll-behavior: contain; }
  .line { max-width: 86%; align-self: flex-start; } .customer { align-self: flex-end; } .wide { max-width: 100%; width: 100%; }
  .bubble { padding: 10px 14px; border-radius: 16px 16px 16px 4px; background: var(--soft); white-space: pre-wrap; overflow-wrap: anywhere; }
  .customer .bubble { background: var(--brand); color: var(--on-brand); border-radius: 16px 16px 4px 16px; }
  .bubble a { color: inherit; } .notice { align-self: center; max-width: 100%; font-size: .84rem; color: var(--faint); text-align: center; padding: 2px 8px; }
  .choices { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 10px; } .choices button { border-color: var(--accent); color: var(--accent); font-weight: 550; }
  .choices button:hover:enabled { background: var(--brand); color: var(--on-brand); }
  .cards { display: flex; gap: 12px; overflow-x: auto; padding: 2px 2px 10px; scroll-snap-type: x mandatory; }
  .card { flex: 0 0 232px; border: 1px solid var(--line); border-radius: 14px; overflow: hidden; scroll-snap-align: start; display: flex; flex-direction: column; }
  .card img { width: 100%; height: 124px; object-fit: cover; background: var(--soft); } .card div { padding: 12px 14px; flex: 1; } .card p { margin: 4px 0 0; color: var(--faint); font-size: .92rem; } .card .choices { padding: 0 14px 14px; margin: 0; flex: none; }
  .article { display: block; border: 1px solid var(--line); border-radius: 12px; padding: 12px 14px; margin-bottom: 8px; color: inherit; text-decoration: none; } .article p { margin: 4px 0 0; font-size: .92rem; color: var(--faint); }
  .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  form.compose { display: flex; gap: 8px; padding: 12px; border-top: 1px solid var(--line); align-items: flex-end; }
  textarea, input { font: inherit; color: inherit; background: var(--soft); border: 1.5px solid transparent; border-radius: 20px; padding: 10px 16px; width: 100%; resize: none; min-height: 44px; max-height: 120px; }
  textarea:focus, input:focus { outline: none; border-color: var(--accent); } .send { background: var(--brand); color: var(--on-brand); border: 0; flex: none; }
  .alert { padding: 8px 14px; background: #7a1b12; color: #fff; font-size: .9rem; } .alert button { min-height: 32px; padding: 2px 12px; margin-left: 8px; color: #222; background: #fff; }
  .fields { display: grid; gap: 10px; } .fields label { font-size: .9rem; }
  @media (max-width: 480px) { .panel { inset: 0; width: auto; height: 100dvh; border-radius: 0; } :host([open]) .launcher { display: none; } }
  @media (forced-colors: active) { .launcher, .send, header, .bubble { border: 1px solid; } }
  @media (prefers-reduced-motion: no-preference) { .line { animation: come .16s ease-out; } @keyframes come { from { opacity: 0; transform: translateY(6px); } } }
`;
