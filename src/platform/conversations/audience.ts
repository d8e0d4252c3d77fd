/** Who listens to which conversation in this process. */

import type { ConversationMessage } from "#wire/message.ts";

/** What a turn changed on the customer's screen. */
export interface News {
  readonly lines: readonly ConversationMessage[];
  /** The newest message's number. */
  readonly seq: number;
  readonly speaker: string;
  readonly typing: boolean;
  /** People have it, or it waits for them. */
  readonly isWithPeople: boolean;
  /** It waits in a group's queue; at which place is to be read. */
  readonly isQueued: boolean;
}

/** Its place in the queue is another now, from 1; where it waits in one still. */
export interface Moved {
  readonly place: number;
}

/** Null: something happened elsewhere, and is to be read. */
export type Listener = (news: News | Moved | null) => void;

export interface Audience {
  /** Answers how to listen no more. */
  listen(conversation: string, listener: Listener): () => void;
  tell(conversation: string, news: News | Moved | null): void;
  /** Anything may have happened. */
  tellAll(): void;
}

export function audience(): Audience {
  const listeners = new Map<string, Set<Listener>>();
  return {
    listen(conversation, listener) {
      const set = listeners.get(conversation) ?? new Set();
      listeners.set(conversation, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0 && listeners.get(conversation) === set) listeners.delete(conversation);
      };
    },
    tell(conversation, news) {
      for (const listener of listeners.get(conversation) ?? []) listener(news);
    },
    tellAll() {
      for (const set of listeners.values()) for (const listener of set) listener(null);
    },
  };
}
