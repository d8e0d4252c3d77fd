/**
 * The element `<parley-chat>`: a button in the page's corner that opens a window, or with `inline` a window in the page.
 * It holds what belongs to this page alone: open or closed, the focus, the scrolling, what a screen reader is told.
 */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { brandColours } from "#widget/brand-colours.ts";
import { type Session, type SessionState, startSession } from "#widget/session.ts";
import { spokenText } from "#widget/spoken.ts";
import { styles } from "#widget/styles/styles.ts";
import { directionOf, textsIn, type WidgetTexts } from "#widget/texts.ts";
import { asksHidden, hidden, unreadCount } from "#widget/timeline.ts";
import { composerView } from "#widget/views/composer.ts";
import { headerView } from "#widget/views/header.ts";
import { downIcon } from "#widget/views/icons.ts";
import { launcherView } from "#widget/views/launcher.ts";
import { logView, speakerOf } from "#widget/views/log.ts";
import type { ConversationMessage } from "#wire/message.ts";

/** Where the script came from is where the platform is, unless the page says otherwise. */
const home =
  document.currentScript instanceof HTMLScriptElement && document.currentScript.src !== ""
    ? new URL(document.currentScript.src).origin
    : location.origin;

// Where the customer writes.
const writing = ".composer [name=text]";
// How near its end the conversation counts as read to the end, in pixels.
const nearEnd = 60;
// Long enough for every screen reader to have taken it up.
const spokenMs = 20_000;

/** Sends `parley-open`, `parley-close`, and `parley-message` with each `ConversationMessage` that arrives. */
export class ChatElement extends LitElement {
  static override styles = styles;
  static override properties = {
    channel: {},
    platform: {},
    inline: { type: Boolean, reflect: true },
    isOpen: { type: Boolean, reflect: true, attribute: "open" },
    state: { state: true },
    isAtEnd: { state: true },
  };
  declare channel: string;
  declare platform: string;
  declare inline: boolean;
  declare isOpen: boolean;
  declare state: SessionState | null;
  declare isAtEnd: boolean;
  private session: Session | null = null;
  private cameFrom: HTMLElement | null = null;

  constructor() {
    super();
    this.channel = "";
    this.platform = home;
    this.inline = false;
    this.isOpen = false;
    this.state = null;
    this.isAtEnd = true;
  }

  /** Opens the window, and puts the focus where the customer writes. */
  open(): void {
    if (this.isOpen) return;
    const focused = document.activeElement;
    this.cameFrom = focused instanceof HTMLElement && focused !== this && focused !== document.body ? focused : null;
    this.isOpen = true;
    void this.focusOn(writing);
  }

  /** Closes the window, and gives the focus back to where it came from. */
  close(): void {
    if (!this.isOpen || this.inline) return;
    this.isOpen = false;
    if (this.cameFrom?.isConnected) this.cameFrom.focus();
    else void this.focusOn(".launcher");
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.seeIfShown);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.seeIfShown);
    this.session?.stop();
    this.session = null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.channel !== "" && this.isConnected && (!this.session || changed.has("channel") || changed.has("platform")))
      this.begin();
    // Not within this update: opening changes the state, which asks for the next.
    if (this.isShown && this.state?.phase === "idle") queueMicrotask(() => this.session?.open());
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.get("isOpen") !== undefined) this.tell(this.isOpen ? "parley-open" : "parley-close");
    if (this.isAtEnd) this.scrollToEnd();
    this.seeIfShown();
  }

  override render(): TemplateResult | typeof nothing {
    const { state, isOpen } = this;
    if (state === null) return nothing;
    const texts = textsIn(state.language);
    const unread = unreadCount(state.timeline, state.seen);
    const toggle = (): void => (isOpen ? this.close() : this.open());
    return html`<div class="root" dir=${directionOf(state.language)} lang=${state.language} @keydown=${this.onKey}>
      ${this.inline ? nothing : launcherView({ isOpen, unread, texts, toggle })}
      <div id="panel" class="panel" role=${this.inline ? "region" : "dialog"} aria-labelledby="title" ?hidden=${!this.isShown}>
        ${this.header(state, texts)}${this.middle(state, texts, unread)}${this.bottom(state, texts)}
      </div>
      <div class="unseen spoken" aria-live="polite"></div>
    </div>`;
  }

  private header(state: SessionState, texts: WidgetTexts): TemplateResult {
    const alert = (content: unknown): TemplateResult => html`<div class="alert" role="alert">${content}</div>`;
    const retry = html`<button type="button" @click=${() => this.session?.open()}>${texts.retry}</button>`;
    return html`${headerView({
      state,
      texts,
      platform: this.address,
      chooseLanguage: (language) => this.session?.chooseLanguage(language),
      close: this.inline ? null : () => this.close(),
    })}
    ${state.phase === "unreachable" ? alert(html`${texts.unavailable} ${retry}`) : nothing}
    ${state.isLost ? alert(texts.lost) : nothing}
    ${state.isLanguageRefused ? alert(texts.languageFailed) : nothing}`;
  }

  private middle(state: SessionState, texts: WidgetTexts, unread: number): TemplateResult {
    const onLoad = { handleEvent: () => this.isAtEnd && this.scrollToEnd(), capture: true };
    const conversation = logView({
      state,
      texts,
      platform: this.address,
      say: (said, shown) => {
        this.session?.say(said, shown);
        this.goOn();
      },
      retry: (outgoing) => {
        this.session?.retry(outgoing);
        this.goOn();
      },
    });
    return html`<div class="middle">
      <div class="log" role="log" aria-live="off" aria-label=${texts.messages} tabindex="0" @scroll=${this.onScroll} @load=${onLoad}>${conversation}</div>
      ${this.isAtEnd || unread === 0 ? nothing : html`<button type="button" class="newest" @click=${this.toNewest}>${texts.newest} ${downIcon}</button>`}
    </div>`;
  }

  private bottom(state: SessionState, texts: WidgetTexts): TemplateResult {
    if (state.phase === "over")
      return html`<div class="over"><p role="alert">${texts.over}</p><button type="button" class="main" @click=${this.renew}>${texts.renew}</button></div>`;
    const isHidden = asksHidden(state.timeline);
    const say = (text: string): void => {
      this.isAtEnd = true;
      this.session?.say({ kind: "text", text }, isHidden ? hidden : text);
      if (isHidden) void this.focusOn(writing);
    };
    const upload = (file: File): void => {
      this.isAtEnd = true;
      this.session?.say({ kind: "file", file }, file.name);
    };
    return composerView({ texts, isHidden, say, upload: state.isWithPeople ? upload : null });
  }

  private begin(): void {
    this.session?.stop();
    const languages = [...new Set([this.lang, ...navigator.languages].filter((language) => language !== ""))];
    this.session = startSession(
      { platform: this.address, channel: this.channel, languages },
      { changed: this.take, arrived: this.announce },
    );
  }

  private readonly take = (state: SessionState): void => {
    const before = this.state;
    this.state = state;
    if (state.info !== before?.info) this.paint(state);
    if (state.queue && state.queue !== before?.queue) this.speak(state.queue);
    if (before?.isLost && !state.isLost && state.phase === "open") this.speak(textsIn(state.language).restored);
  };

  private paint({ info }: SessionState): void {
    const { brand, onBrand, onLight, onDark } = brandColours(info?.brand.color);
    const colours = { brand, "on-brand": onBrand, "brand-on-light": onLight, "brand-on-dark": onDark };
    for (const [name, value] of Object.entries(colours)) this.style.setProperty(`--${name}`, value);
    this.toggleAttribute("left", info?.position === "left");
  }

  private readonly announce = (message: ConversationMessage): void => {
    if (message.from !== "customer" && this.isShown && this.state) {
      const speaker = message.from === "notice" ? "" : `${speakerOf(message, this.state)}: `;
      this.speak(speaker + spokenText(message.message));
    }
    this.dispatchEvent(new CustomEvent("parley-message", { detail: message, bubbles: true, composed: true }));
  };

  /** Adds to what is read aloud. Each is a node of its own: a text that changes in place would be read again. */
  private speak(text: string): void {
    const line = document.createElement("p");
    line.textContent = text;
    this.renderRoot.querySelector(".spoken")?.append(line);
    setTimeout(() => line.remove(), spokenMs);
  }

  private get isShown(): boolean {
    return this.inline || this.isOpen;
  }

  private get address(): string {
    return this.platform.replace(/\/+$/, "");
  }

  private get log(): HTMLElement | null {
    return this.renderRoot.querySelector(".log");
  }

  private scrollToEnd(): void {
    const { log } = this;
    if (log) log.scrollTop = log.scrollHeight;
  }

  private readonly onScroll = (): void => {
    const { log } = this;
    if (log) this.isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < nearEnd;
  };

  private readonly toNewest = (): void => {
    this.isAtEnd = true;
    this.log?.focus();
  };

  private readonly seeIfShown = (): void => {
    if (this.isShown && this.isAtEnd && !document.hidden) this.session?.see();
  };

  private readonly renew = (): void => {
    this.session?.renew();
    void this.focusOn(writing);
  };

  /** After a control was used that is now gone: on to where the customer writes, without a keyboard over a phone's screen. */
  private goOn(): void {
    this.isAtEnd = true;
    void this.focusOn(matchMedia("(pointer: coarse)").matches ? ".log" : writing);
  }

  private async focusOn(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  private tell(name: "parley-open" | "parley-close"): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true }));
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.isComposing || !this.isOpen || this.inline) return;
    event.stopPropagation();
    this.close();
  };
}
