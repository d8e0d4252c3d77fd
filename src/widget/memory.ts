/**
 * What the browser remembers of a channel's conversation between pages and across tabs. Where storage is refused, the
 * memory lasts as long as the page.
 */

export interface Remembered {
  /** The client's own id of the conversation: opening with it again opens no second one. */
  readonly id?: string;
  /** Both absent until the platform has opened it. */
  readonly conversation?: string;
  readonly token?: string;
  readonly language?: string;
  /** The number of the newest message that the customer has had before their eyes. */
  readonly seen?: number;
}

export interface Memory {
  read(): Remembered;
  write(remembered: Remembered): void;
  forget(): void;
  /** Does something while no other tab does it, where the browser can tell (on https pages). */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** Calls back when another tab wrote or forgot; returns how to stop that. */
  watch(changed: () => void): () => void;
}

/** The memory of one channel of one platform. */
export function memoryOf(platform: string, channel: string): Memory {
  const key = `parley:${platform}:${channel}`;
  let onPage: Remembered = {};
  return {
    read() {
      try {
        return (JSON.parse(localStorage.getItem(key) ?? "null") as Remembered | null) ?? onPage;
      } catch {
        return onPage;
      }
    },
    write(remembered) {
      onPage = remembered;
      try {
        localStorage.setItem(key, JSON.stringify(remembered));
      } catch {
        // Refused or full: `onPage` has it.
      }
    },
    forget() {
      onPage = {};
      try {
        localStorage.removeItem(key);
      } catch {
        // Refused: nothing was stored.
      }
    },
    alone: (work) => (navigator.locks ? navigator.locks.request(key, work) : work()),
    watch(changed) {
      const listen = (event: StorageEvent): void => {
        if (event.key !== key) return;
        onPage = {};
        changed();
      };
      addEventListener("storage", listen);
      return () => removeEventListener("storage", listen);
    },
  };
}
