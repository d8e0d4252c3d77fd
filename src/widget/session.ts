/**
 * One visitor's conversation in one browser tab: opened or resumed, followed, spoken in. It holds the state that the
 * element shows and tells of each change; it knows nothing of how that looks.
 */

import { getChannel, getMessages, type Held, isGone, openConversation, readStream, sendEvent } from "#widget/client.ts";
import { keepFollowing } from "#widget/keep-following.ts";
import { memoryOf } from "#widget/memory.ts";
import { newId } from "#widget/new-id.ts";
import { untilSeen, whileSeen } from "#widget/page-view.ts";
import { pause } from "#widget/pause.ts";
import {
  emptyTimeline,
  type FileEvent,
  lastSeq,
  type Outgoing,
  type Timeline,
  withMessage,
  withOutcome,
  withOutgoing,
} from "#widget/timeline.ts";
import type { ChannelInfo, CustomerEvent } from "#wire/customer.ts";
import type { ConversationMessage } from "#wire/message.ts";

export interface SessionState {
  /** `idle`: nothing opened yet; `unreachable`: it could not be opened; `over`: the platform has it no longer. */
  readonly phase: "idle" | "opening" | "open" | "unreachable" | "over";
  readonly info: ChannelInfo | null;
  /** Who is on top since a hand-off; null: who the channel says. */
  readonly name: string | null;
  /** What the customer reads of their place in the queue for people; null: they wait in none. */
  readonly queue: string | null;
  /** People have the conversation, or it waits for them: the customer may send files. */
  readonly isWithPeople: boolean;
  readonly language: string;
  readonly timeline: Timeline;
  readonly isTyping: boolean;
  /** The stream broke and could not be opened again yet. */
  readonly isLost: boolean;
  /** The number of the newest message that the customer has seen, in this tab or another. */
  readonly seen: number;
  /** The last change of language did not reach the platform. */
  readonly isLanguageRefused: boolean;
}

/** An event without the id that the session gives it. */
export type Said = CustomerEvent | FileEvent extends infer Event
  ? Event extends { id: string }
    ? Omit<Event, "id">
    : never
  : never;

export interface Session {
  /** Opens or resumes the conversation, unless that is done. `phase` says how it went. */
  open(): void;
  /** Says something; `shown` is what the customer reads of it. */
  say(said: Said, shown: string): void;
  /** Sends again what failed, with the id it had: what had arrived after all is taken once. */
  retry(outgoing: Outgoing): void;
  chooseLanguage(language: string): void;
  /** Leaves the conversation that is over, and opens another. */
  renew(): void;
  /** The customer has everything before their eyes. */
  see(): void;
  stop(): void;
}

export interface SessionPlace {
  /** The platform's address, without a slash at its end. */
  readonly platform: string;
  readonly channel: string;
  /** The visitor's languages, best first. */
  readonly languages: readonly string[];
}

export interface SessionListener {
  changed(state: SessionState): void;
  /** A message came while the page was there; history does not. */
  arrived(message: ConversationMessage): void;
}

const typingMs = 30_000;
// A part of the history this long may have another behind it.
const partLength = 100;

/** Begins with what the browser remembers: a conversation held before is resumed at once, a new one waits for `open`. */
export function startSession({ platform, channel, languages }: SessionPlace, listener: SessionListener): Session {
  const memory = memoryOf(platform, channel);
  let state: SessionState = {
    phase: "idle",
    info: null,
    name: null,
    queue: null,
    isWithPeople: false,
    language: languages[0] ?? "en",
    timeline: emptyTimeline,
    isTyping: false,
    isLost: false,
    seen: memory.read().seen ?? 0,
    isLanguageRefused: false,
  };
  let held: Held | null = null;
  let opening: Promise<Held> | null = null;
  let following = new AbortController();
  let typingTimer: ReturnType<typeof setTimeout> | undefined;
  let line: Promise<void> = Promise.resolve();

  const set = (part: Partial<SessionState>): void => {
    state = { ...state, ...part };
    listener.changed(state);
  };

  function ensureOpen(): Promise<Held> {
    opening ??= openOrResume().catch((error: unknown) => {
      opening = null;
      set({ phase: "unreachable" });
      throw error;
    });
    return opening;
  }

  /** The same, for when nobody waits: `phase` tells. */
  function open(): void {
    ensureOpen().catch(() => undefined);
  }

  async function openOrResume(): Promise<Held> {
    set({ phase: "opening" });
    const info = state.info ?? (await getChannel(platform, channel, languages));
    set({ info });
    // Asked again once alone: another tab may just have opened one.
    held = (await resumed(info)) ?? (await memory.alone(async () => (await resumed(info)) ?? opened()));
    set({ phase: "open" });
    void follow(held);
    return held;
  }

  async function resumed(info: ChannelInfo): Promise<Held | null> {
    const { conversation, token, language, seen } = memory.read();
    if (conversation === undefined || token === undefined) return null;
    const place = { platform, conversation, token };
    try {
      let part = await getMessages(place, 0);
      let messages = part.messages;
      while (part.messages.length >= partLength) {
        part = await getMessages(place, messages.at(-1)?.seq ?? 0);
        messages = [...messages, ...part.messages];
      }
      const speaker = messages.findLast(({ from }) => from === "agent" || from === "assistant");
      set({
        timeline: { messages, outgoing: state.timeline.outgoing },
        seen: seen ?? 0,
        language: part.language ?? language ?? info.language,
        name: speaker?.from === "agent" ? (speaker.name ?? null) : null,
      });
      return place;
    } catch (error) {
      if (!isGone(error)) throw error;
      memory.forget();
      return null;
    }
  }

  async function opened(): Promise<Held> {
    // Written down before it is asked for: a tab that opens at the same moment, or this one after a lost answer, asks for the same.
    const id = memory.read().id ?? newId();
    memory.write({ id });
    const { conversation, token, language } = await openConversation(platform, {
      channel,
      languages: languages.slice(0, 20),
      id,
    });
    memory.write({ id, conversation, token, language, seen: 0 });
    set({ language, seen: 0, name: null });
    return { platform, conversation, token };
  }

  async function follow(place: Held): Promise<void> {
    following.abort();
    const { signal } = (following = new AbortController());
    await keepFollowing({
      signal,
      isFinal: isGone,
      now: Date.now,
      random: Math.random,
      wait: (milliseconds) => pause(milliseconds, signal),
      async read(opened) {
        const hear = {
          message: take,
          typing: ({ on }: { readonly on: boolean }) => typing(on),
          name: ({ name }: { readonly name: string }) => set({ name }),
          people: ({ on }: { readonly on: boolean }) => set({ isWithPeople: on }),
          queue: ({ text }: { readonly text: string | null }) => set({ queue: text }),
        };
        await untilSeen(signal);
        const begun = (): void => {
          // What was so before is said again, if it is still so.
          set({ queue: null, isWithPeople: false });
          opened();
        };
        await readStream(place, lastSeq(state.timeline), begun, hear, whileSeen(signal));
      },
      changed(how) {
        if (how === "over") end();
        else connected(how === "lost");
      },
    });
  }

  function connected(isLost: boolean): void {
    if (state.isLost === isLost) return;
    set({ isLost });
    if (!isLost) for (const each of state.timeline.outgoing) if (each.state === "failed") deliver(each);
  }

  function take(message: ConversationMessage): void {
    if (message.seq <= lastSeq(state.timeline)) return;
    if (message.from !== "customer") typing(false);
    set({ timeline: withMessage(state.timeline, message) });
    listener.arrived(message);
  }

  function typing(isTyping: boolean): void {
    clearTimeout(typingTimer);
    if (isTyping) typingTimer = setTimeout(typing, typingMs, false);
    if (isTyping !== state.isTyping) set({ isTyping });
  }

  /** The platform has this conversation no longer. Another tab may have begun the next one. */
  function end(): void {
    const { conversation } = memory.read();
    const isReplaced = conversation !== undefined && conversation !== held?.conversation;
    leave();
    if (isReplaced) {
      change();
    } else {
      memory.forget();
      set({ phase: "over" });
    }
  }

  function leave(): void {
    following.abort();
    held = null;
    opening = null;
    typing(false);
    set({ isLost: false, queue: null, isWithPeople: false });
  }

  function change(): void {
    leave();
    set({ timeline: emptyTimeline, name: null, seen: 0 });
    open();
  }

  function deliver(outgoing: Outgoing): void {
    set({ timeline: withOutgoing(state.timeline, { ...outgoing, state: "sending" }) });
    line = line.then(async () => {
      let outcome: "sent" | "failed" = "failed";
      try {
        await sendEvent(await ensureOpen(), outgoing.event);
        outcome = "sent";
      } catch (error) {
        if (isGone(error) && held) end();
      }
      set({ timeline: withOutcome(state.timeline, outgoing.id, outcome) });
    });
  }

  function chooseLanguage(language: string): void {
    const before = state.language;
    const id = newId();
    set({ language, isLanguageRefused: false });
    deliver({ id, event: { kind: "language", language, id }, shown: null, state: "sending" });
    line = line.then(() => {
      const { messages, outgoing } = state.timeline;
      const isTaken = outgoing.every((each) => each.id !== id);
      if (isTaken) memory.write({ ...memory.read(), language });
      else
        set({
          language: before,
          isLanguageRefused: true,
          timeline: { messages, outgoing: outgoing.filter((each) => each.id !== id) },
        });
    });
  }

  const unwatch = memory.watch(() => {
    const { conversation, seen = 0 } = memory.read();
    if (conversation === undefined) return;
    if (held ? conversation !== held.conversation : opening === null) change();
    else if (seen > state.seen) set({ seen });
  });

  if (memory.read().conversation !== undefined) open();
  else
    getChannel(platform, channel, languages).then(
      (info) => set({ info, ...(state.phase === "idle" && { language: info.language }) }),
      // The visitor has asked for nothing yet: whoever opens the window is told.
      () => undefined,
    );

  return {
    open: () => {
      if (state.phase !== "over") open();
    },
    say(said, shown) {
      const id = newId();
      deliver({ id, event: { ...said, id }, shown, state: "sending" });
    },
    retry: deliver,
    chooseLanguage,
    renew: change,
    see() {
      const seen = lastSeq(state.timeline);
      if (seen <= state.seen || held === null) return;
      memory.write({ ...memory.read(), seen });
      set({ seen });
    },
    stop() {
      following.abort();
      clearTimeout(typingTimer);
      unwatch();
    },
  };
}
