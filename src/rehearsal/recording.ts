/** A talk that is played becomes a test: what was done, and what the assistant said to it. */

import type { Stage } from "#rehearsal/stage.ts";
import type { TalkItem } from "#rehearsal/test-file.ts";

export interface Recording {
  /** Something is about to be done on the stage. */
  does(item: TalkItem): void;
  /** All items so far. */
  items(): readonly TalkItem[];
}

export function startRecording(stage: Stage): Recording {
  const items: TalkItem[] = [];
  let heard = 0;
  const listen = (): void => {
    for (; heard < stage.lines.length; heard += 1) {
      const line = stage.lines[heard];
      if (line?.kind === "bot") items.push({ bot: line.step });
    }
  };
  return {
    does(item) {
      listen();
      items.push(item);
    },
    items() {
      listen();
      return [...items];
    },
  };
}
