/** A long text in sections that share what room there is: none pushes another one out. */

import { within } from "#plan/markdown.ts";

export interface Section {
  readonly heading: string;
  /** Each is shown whole or left out. */
  readonly blocks: readonly string[];
  /** Its part of the room, against the others'; what one does not need goes to those that do. */
  readonly share: number;
}

/** The sections that hold something, in `limit` characters at most. `rest` says what a section leaves out. */
export function fitted(sections: readonly Section[], limit: number, rest: (count: number) => string): string {
  const filled = sections.filter(({ blocks }) => blocks.length > 0);
  const need = (section: Section): number => whole(section).length + 2;
  const rooms = new Map<Section, number>();
  let left = limit;
  let shares = filled.reduce((sum, { share }) => sum + share, 0);
  // Those that need least of their part first: what they leave is there for the others.
  for (const section of filled.toSorted((a, b) => need(a) / a.share - need(b) / b.share)) {
    const room = Math.min(need(section), Math.floor((left * section.share) / shares));
    rooms.set(section, room);
    left -= room;
    shares -= section.share;
  }
  return filled
    .map((section) => {
      const room = rooms.get(section) ?? 0;
      if (room >= need(section)) return whole(section);
      const heading = `### ${section.heading}`;
      const inside = room - heading.length - 4;
      return inside < rest(section.blocks.length).length ? "" : `${heading}\n\n${within(section.blocks, inside, rest)}`;
    })
    .filter((text) => text !== "")
    .join("\n\n");
}

function whole({ heading, blocks }: Section): string {
  return [`### ${heading}`, ...blocks].join("\n\n");
}
