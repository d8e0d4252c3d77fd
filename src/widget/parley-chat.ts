/** `<parley-chat channel="…">`: the chat that customers meet. One script tag, no other setting. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { type Client, connect } from "#widget/client.ts";
import { link, markdown } from "#widget/markdown.ts";
import { styles } from "#widget/styles.ts";
import { wordsIn } from "#widget/texts.ts";
import type { ConversationMessage } from "#wire/message.ts";

interface Line {
  readonly key: string;
  readonly message: ConversationMessage;
  readonly state: "shown" | "sending" | "failed";
}

type Outgoing = Parameters<Client["send"]>[0];

class ParleyChat extends LitElement {
  static override styles = styles;
  static override properties = {
    channel: { type: String },
    platform: { type: String },
    open: { type: Boolean, reflect: true },
    lines: { state: true },
    connected: { state: true },
    client: { state: true },
    language: { state: true },
    spoken: { state: true },
    failedToOpen: { state: true },
  };
  declare channel: string;
  declare platform: string;
  declare open: boolean;
  declare lines: readonly Line[];
  declare connected: boolean;
  declare client: Client | null;
  declare language: string;
  /** What a screen reader is told: completed new messages only. */
  declare spoken: string;
  declare failedToOpen: boolean;
  private unsent = new Map<string, Outgoing>();
  private began = Date.now();

  constructor() {
    super();
    this.channel = "";
    this.platform = (document.currentScript as HTMLScriptElement | null)?.src
      ? new URL((document.currentScript as HTMLScriptElement).src).origin
      : location.origin;
    this.open = false;
    this.lines = [];
    this.connected = true;
    this.client = null;
    this.language = document.documentElement.lang || "en";
    this.spoken = "";
    this.failedToOpen = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    connect(this.platform, this.channel, {
      message: (message) => this.take(message),
      connected: (isConnected) => {
        this.connected = isConnected;
      },
      restarted: () => {
        this.lines = [];
      },
    }).then(
      (client) => {
        this.client = client;
        this.language = client.info.language;
        this.toggleAttribute("left", client.info.position === "left");
        this.style.setProperty("--brand", client.info.brand.color ?? "#2b4c7e");
        this.style.setProperty("--on-brand", onColour(client.info.brand.color ?? "#2b4c7e"));
        this.style.setProperty(
          "--accent",
          matchMedia("(prefers-color-scheme: dark)").matches
            ? "#f1eeea"
            : onColour(client.info.brand.color ?? "#2b4c7e") === "#fff"
              ? (client.info.brand.color ?? "#2b4c7e")
              : "#222",
        );
      },
      () => {
        this.failedToOpen = true;
      },
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.client?.close();
  }

  private take(message: ConversationMessage): void {
    const key = message.id ?? `seq-${message.seq}`;
    this.unsent.delete(key);
    const rest = this.lines.filter((line) => line.key !== key);
    const settled = rest.filter(({ state }) => state === "shown");
    this.lines = [...settled, { key, message, state: "shown" }, ...rest.filter(({ state }) => state !== "shown")];
    const isNew = Date.parse(message.at) >= this.began;
    if (message.from !== "customer" && isNew && "text" in message.message) this.spoken = message.message.text ?? "";
    this.dispatchEvent(new CustomEvent("parley-message", { detail: message, bubbles: true, composed: true }));
  }

  private send(event: Outgoing, shown: string, id: string = crypto.randomUUID()): void {
    const message: ConversationMessage = {
      seq: 0,
      id,
      from: "customer",
      at: new Date().toISOString(),
      message: { type: "text", text: shown },
    };
    this.unsent.set(id, event);
    this.lines = [...this.lines.filter(({ key }) => key !== id), { key: id, message, state: "sending" }];
    this.client?.send(event, id).catch(() => {
      if (!this.unsent.has(id)) return;
      this.lines = this.lines.map((line) => (line.key === id ? { ...line, state: "failed" } : line));
    });
  }

  private retry({ key, message }: Line): void {
    const event = this.unsent.get(key);
    if (event) this.send(event, message.message.type === "text" ? message.message.text : "", key);
  }

  private compose(event: Event): void {
    event.preventDefault();
    const area = this.renderRoot.querySelector<HTMLTextAreaElement>("textarea");
    const text = area?.value.trim() ?? "";
    if (!area || text === "") return;
    area.value = "";
    this.send({ kind: "text", text: text.slice(0, 4096) }, text.slice(0, 4096));
  }

  private keys(event: KeyboardEvent): void {
    if (event.key === "Escape") this.setOpen(false);
    else if (
      event.key === "Enter" &&
      !event.shiftKey &&
      !event.isComposing &&
      event.target instanceof HTMLTextAreaElement
    )
      this.compose(event);
  }

  /** Opens or closes the panel, and moves the focus with it. */
  private setOpen(open: boolean): void {
    this.open = open;
    this.dispatchEvent(new CustomEvent("parley-open", { detail: { open }, bubbles: true, composed: true }));
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(open ? "textarea" : ".launcher")?.focus(),
    );
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("lines") && !changed.has("open")) return;
    const log = this.renderRoot.querySelector(".log");
    log?.scrollTo({ top: log.scrollHeight });
  }

  override render(): TemplateResult {
    const words = wordsIn(this.language);
    return html`<button class="launcher" aria-expanded=${this.open} aria-label=${this.open ? words.close : words.open} @click=${() => this.setOpen(!this.open)}>
        <svg width="28" height="28" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" aria-hidden="true"><path d="M4 5h16v11H9l-5 4z" /></svg>
      </button>
      <div class="hidden" role="status" aria-live="polite">${this.spoken}</div>
      ${this.open ? this.panel() : nothing}`;
  }

  private panel(): TemplateResult {
    const words = wordsIn(this.language);
    const info = this.client?.info;
    const newest = this.lines.findLast(({ message }) => message.from === "assistant")?.key;
    return html`<section class="panel" role="dialog" aria-labelledby="name" lang=${this.language} @keydown=${(event: KeyboardEvent) => this.keys(event)}>
      <header>
        ${info?.brand.logo ? html`<img src=${this.platform + info.brand.logo} alt="" />` : nothing}
        <h2 id="name">${info?.name ?? ""}${info && info.name !== info.brand.name ? html`<small>${info.brand.name}</small>` : nothing}</h2>
        ${
          info && info.languages.length > 1
            ? html`<select aria-label=${words.language} @change=${(event: Event) => this.switchTo((event.target as HTMLSelectElement).value)}>
              ${info.languages.map((language) => html`<option value=${language} ?selected=${language === this.language}>${language.toUpperCase()}</option>`)}
            </select>`
            : nothing
        }
        <button aria-label=${words.close} @click=${() => this.setOpen(false)}>
          <svg width="20" height="20" viewBox="0 0 24 24" stroke="currentColor" stroke-width="2.5" aria-hidden="true"><path d="M5 5l14 14M19 5L5 19" /></svg>
        </button>
      </header>
      ${this.connected && !this.failedToOpen ? nothing : html`<div class="alert" role="alert">${words.lost}</div>`}
      <div class="log" role="log" aria-live="off" aria-label=${words.messages} tabindex="0">
        ${repeat(
          this.lines,
          ({ key }) => key,
          (line) => this.line(line, line.key === newest),
        )}
      </div>
      <form class="compose" @submit=${(event: Event) => this.compose(event)}>
        <textarea rows="1" aria-label=${words.write} placeholder=${words.write} maxlength="4096"></textarea>
        <button class="send">${words.send}</button>
      </form>
    </section>`;
  }

  private switchTo(language: string): void {
    this.language = language;
    void this.client?.send({ kind: "language", language });
  }

  private line(line: Line, isNewest: boolean): TemplateResult {
    const { message, from } = line.message;
    const words = wordsIn(this.language);
    if (from === "notice")
      return html`<p class="notice">${message.type === "text" ? markdown(message.text) : nothing}</p>`;
    const who = from === "customer" ? words.you : (line.message.name ?? this.client?.info.name ?? "");
    const wide = message.type === "cards" || message.type === "articles" || message.type === "form" ? "wide" : "";
    return html`<div class="line ${from} ${wide}">
      <span class="hidden">${who}: </span>${this.content(message, isNewest)}
      ${line.state === "failed" ? html`<div class="alert" role="alert">${words.failed}<button @click=${() => this.retry(line)}>${words.retry}</button></div>` : nothing}
    </div>`;
  }

  private content(message: ConversationMessage["message"], isNewest: boolean): TemplateResult {
    switch (message.type) {
      case "text":
        return html`<div class="bubble">${markdown(message.text)}</div>${this.choices(message.choices ?? [], isNewest)}`;
      case "image":
        return html`<img class="bubble" width="100%" src=${this.address(message.image)} alt=${message.alt} />`;
      case "file":
        return html`<div class="bubble"><a href=${this.address(message.file)} target="_blank" rel="noopener">${message.name}</a></div>`;
      case "links":
        return html`<div class="bubble">${message.links.map(({ label, url }) => html`${link(label, url) ?? label}<br />`)}</div>`;
      case "cards":
        return html`${message.text ? html`<div class="bubble">${markdown(message.text)}</div>` : nothing}
          <div class="cards">${message.cards.map(
            (card) => html`<article class="card">
            ${card.image ? html`<img src=${this.address(card.image)} alt=${card.alt ?? ""} />` : nothing}
            <div><strong>${card.title}</strong>${card.text ? html`<p>${card.text}</p>` : nothing}${card.link ? link(card.title, card.link) : nothing}</div>
            ${this.choices(card.choices, isNewest)}
          </article>`,
          )}</div>`;
      case "articles":
        return html`${message.text ? html`<div class="bubble">${markdown(message.text)}</div>` : nothing}
          ${message.articles.map(({ title, excerpt, url }) => {
            const body = html`<strong>${title}</strong><p>${excerpt}</p>`;
            return url && /^https?:/i.test(url)
              ? html`<a class="article" href=${url} target="_blank" rel="noopener">${body}</a>`
              : html`<div class="article">${body}</div>`;
          })}`;
      case "form":
        return html`<form class="fields" @submit=${(event: SubmitEvent) => this.fill(event)}>
          ${message.text ? html`<div class="bubble">${markdown(message.text)}</div>` : nothing}
          ${message.fields.map(({ name, label, type }) => html`<label>${label}<input name=${name} type=${type === "email" ? "email" : "text"} ?disabled=${!isNewest} required /></label>`)}
          <button class="send" ?disabled=${!isNewest}>${wordsIn(this.language).send}</button>
        </form>`;
    }
  }

  private fill(event: SubmitEvent): void {
    event.preventDefault();
    const values = Object.fromEntries(
      [...new FormData(event.target as HTMLFormElement)].map(([name, value]) => [name, String(value)]),
    );
    this.send({ kind: "fill", values }, Object.values(values).join(", "));
  }

  private choices(
    choices: readonly { readonly id: string; readonly label: string }[],
    isNewest: boolean,
  ): TemplateResult | typeof nothing {
    if (choices.length === 0) return nothing;
    return html`<div class="choices">${choices.map(({ id, label }) => html`<button ?disabled=${!isNewest} @click=${() => this.send({ kind: "pick", option: id, label }, label)}>${label}</button>`)}</div>`;
  }

  private address(path: string): string {
    return path.startsWith("/") ? this.platform + path : path;
  }
}

/** Black or white, whichever can be read on a colour. */
function onColour(colour: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5 ? "#fff" : "#111";
}

customElements.define("parley-chat", ParleyChat);
