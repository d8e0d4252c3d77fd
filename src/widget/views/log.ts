/** The conversation from top to bottom: what was said, by whom and when, then what is still on its way. */

import { html, nothing, type TemplateResult } from "lit";
import type { Session, SessionState } from "#widget/session.ts";
import type { WidgetTexts } from "#widget/texts.ts";
import { answerTo, type Outgoing, waitingSeq } from "#widget/timeline.ts";
import { fileView } from "#widget/views/file.ts";
import { messageView } from "#widget/views/message.ts";
import type { Scene } from "#widget/views/scene.ts";
import type { ConversationMessage } from "#wire/message.ts";

export interface LogView {
  readonly state: SessionState;
  readonly texts: WidgetTexts;
  readonly platform: string;
  /** Both are called by a control that is then gone or disabled: the focus must go on. */
  readonly say: Session["say"];
  readonly retry: Session["retry"];
}

// After a silence this long, the time is shown.
const silenceMs = 30 * 60_000;

export function logView(view: LogView): TemplateResult {
  const { state, texts } = view;
  const { messages, outgoing } = state.timeline;
  const waiting = waitingSeq(state.timeline);
  const isEmptyYet = state.phase === "opening" && messages.length === 0;
  return html`${messages.map((message, at) => lineView(message, messages[at - 1], view, waiting))}
  ${outgoing.filter(({ shown }) => shown !== null).map((each) => outgoingView(each, view))}
  ${state.isTyping || isEmptyYet ? dotsView(texts.typing.replace("{name}", nameOnTop(state))) : nothing}
  ${state.queue ? html`<p class="notice">${state.queue}</p>` : nothing}`;
}

/** Who speaks for the business now. */
export function nameOnTop({ name, info }: SessionState): string {
  return name ?? info?.name ?? "";
}

/** Who said a message of the business. */
export function speakerOf({ name }: ConversationMessage, { info }: SessionState): string {
  return name ?? info?.name ?? "";
}

function lineView(
  message: ConversationMessage,
  before: ConversationMessage | undefined,
  view: LogView,
  waiting: number | null,
): TemplateResult {
  const { state, texts } = view;
  const isLater = before === undefined || Date.parse(message.at) - Date.parse(before.at) > silenceMs;
  const time = isLater ? timeView(message.at, state.language) : nothing;
  const text = message.message.type === "text" ? message.message.text : "";
  if (message.from === "notice") return html`${time}<p class="notice">${text}</p>`;
  if (message.from === "customer") {
    const said =
      message.message.type === "file" ? fileView(message.message, view) : html`<div class="bubble">${text}</div>`;
    return html`${time}<div class="line customer">${speakerView(texts.you, "unseen")}${said}</div>`;
  }
  const isFirst = isLater || before.from !== message.from || before.name !== message.name;
  return html`${time}<div class="line business">
    ${speakerView(speakerOf(message, state), isFirst ? "speaker" : "unseen")}${messageView(message.message, sceneOf(message.seq, view, waiting))}
  </div>`;
}

function sceneOf(seq: number, { state, texts, platform, say }: LogView, waiting: number | null): Scene {
  return {
    texts,
    platform,
    isWaiting: waiting === seq && state.phase === "open",
    answer: answerTo(state.timeline, seq),
    pick: (option, label) => say({ kind: "pick", option, label }, label),
    upload: (file) => say({ kind: "file", file }, file.name),
    fill: (values, shown) => say({ kind: "fill", values }, shown),
  };
}

function speakerView(name: string, look: "speaker" | "unseen"): TemplateResult {
  return html`<span class=${look}>${name}</span>`;
}

function timeView(at: string, language: string): TemplateResult {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  const format = new Intl.DateTimeFormat(language, { ...(!isToday && { dateStyle: "medium" }), timeStyle: "short" });
  return html`<time class="notice" datetime=${at}>${format.format(date)}</time>`;
}

function dotsView(label: string): TemplateResult {
  return html`<div class="line business"><div class="bubble dots" role="img" aria-label=${label}><i></i><i></i><i></i></div></div>`;
}

function outgoingView(outgoing: Outgoing, { texts, retry, state }: LogView): TemplateResult {
  const again = html`<button type="button" @click=${() => retry(outgoing)}>${texts.retry}</button>`;
  return html`<div class="line customer ${outgoing.state}">
    ${speakerView(texts.you, "unseen")}
    <div class="bubble">${outgoing.shown}</div>
    ${outgoing.state === "sending" ? html`<span class="unseen">${texts.sending}</span>` : nothing}
    ${outgoing.state === "failed" ? html`<p role="alert">${texts.failed} ${state.phase === "over" ? nothing : again}</p>` : nothing}
  </div>`;
}
