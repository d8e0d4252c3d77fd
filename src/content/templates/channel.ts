/** A new channel: its default response answers until an assistant is published there. */

import type { ChannelType } from "#content/channel.ts";
import { textOf } from "#content/templates/words.ts";
import type { Language } from "#content/text.ts";

export interface NewChannel {
  readonly id: string;
  readonly type: ChannelType;
  readonly name: string;
  readonly brand: string;
  /** The brand's. */
  readonly languages: readonly Language[];
  readonly assistant: string | null;
  readonly group: string | null;
}

export function channelFiles({ id, type, name, brand, languages, assistant, group }: NewChannel) {
  const text = `channel: ${id}
type: ${type}
name: ${JSON.stringify(name)}
brand: ${brand}
${assistant === null ? "" : `assistant: ${assistant}\n`}default_response:
  text: ${textOf(languages, (words) => words.leaveDetails)}
  ask: [name, email]
${group === null ? "" : `  handoff: ${group}\n`}`;
  return new Map([[`channels/${id}.yaml`, text]]);
}
