/**
 * TIFF: lists of what is known of each picture, which point to where in the file it lies. What a list has to say for the
 * picture to be seen stays; everything else goes out of the list and is overwritten where it lies. Nothing moves.
 */

/** What a picture cannot be read without, and the profile of its colours. */
const ofPicture: ReadonlySet<number> = new Set([
  ...[254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284],
  ...[286, 287, 290, 291, 292, 293, 296, 297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 330],
  ...[332, 334, 336, 338, 339, 340, 341, 342, 347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532],
  34675,
]);
/** They lead to more pictures, and to lists that say nothing of a picture: Exif, the place, how to work together. */
const morePictures = 330;
const moreNotes: ReadonlySet<number> = new Set([34665, 34853, 40965]);

const sizes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
};
/** The most that is looked at: lists could be said to lie one over another, without end. */
const maxEntries = 20_000;

interface Entry {
  readonly tag: number;
  /** Where it stands, and where its values are: in itself where there is room for them. */
  readonly at: number;
  readonly values: number;
  readonly end: number;
}

/** Answers the pictures without it. Throws `RangeError` where a list is broken. */
export function tiff(bytes: Buffer): Buffer {
  const bare = Buffer.from(bytes);
  const isLittle = bare.toString("latin1", 0, 2) === "II";
  const short = (at: number): number => (isLittle ? bare.readUInt16LE(at) : bare.readUInt16BE(at));
  const long = (at: number): number => (isLittle ? bare.readUInt32LE(at) : bare.readUInt32BE(at));
  const seen = new Set<number>();
  let looked = 0;
  let left = bare.length * 2;

  const overwrite = (start: number, end: number): void => {
    left -= end - start;
    if (left < 0) throw new RangeError("the lists lie one over another");
    bare.fill(0, start, end);
  };
  const entriesAt = (list: number): readonly Entry[] =>
    Array.from({ length: short(list) }, (_, n) => {
      looked += 1;
      if (looked > maxEntries) throw new RangeError("the lists are too long");
      const at = list + 2 + n * 12;
      const size = (sizes[short(at + 2)] ?? 1) * long(at + 4);
      const values = size > 4 ? long(at + 8) : at + 8;
      if (values + size > bare.length) throw new RangeError("a value lies outside the file");
      return { tag: short(at), at, values, end: values + size };
    });
  const leads = ({ values, end }: Entry): readonly number[] => {
    const count = Math.floor((end - values) / 4);
    // Many entries may lead to the same many places.
    looked += count;
    if (looked > maxEntries) throw new RangeError("the lists lead to too many others");
    return Array.from({ length: count }, (_, n) => long(values + n * 4));
  };

  /** A list that says nothing of a picture: with all it leads to. */
  function overwriteList(list: number): void {
    if (seen.has(list)) return;
    seen.add(list);
    const entries = entriesAt(list);
    for (const entry of entries) {
      if (moreNotes.has(entry.tag)) for (const next of leads(entry)) overwriteList(next);
      overwrite(entry.values, entry.end);
    }
    overwrite(list, list + 2 + entries.length * 12 + 4);
  }

  function bareList(list: number): void {
    const entries = entriesAt(list);
    const following = list + 2 + entries.length * 12;
    const next = Buffer.from(bare.subarray(following, following + 4));
    const kept: Buffer[] = [];
    for (const entry of entries) {
      if (ofPicture.has(entry.tag)) {
        kept.push(Buffer.from(bare.subarray(entry.at, entry.at + 12)));
        if (entry.tag === morePictures) waiting.push(...leads(entry));
        continue;
      }
      if (moreNotes.has(entry.tag)) for (const notes of leads(entry)) overwriteList(notes);
      overwrite(entry.values, entry.end);
    }
    const count = Buffer.from(isLittle ? [kept.length & 255, kept.length >> 8] : [kept.length >> 8, kept.length & 255]);
    overwrite(list, following + 4);
    Buffer.concat([count, ...kept, next]).copy(bare, list);
    waiting.push(isLittle ? next.readUInt32LE(0) : next.readUInt32BE(0));
  }

  if (short(2) !== 42) throw new RangeError("its lists are of another form");
  const waiting = [long(4)];
  for (let list = waiting.shift(); list !== undefined; list = waiting.shift()) {
    if (list === 0 || seen.has(list)) continue;
    seen.add(list);
    bareList(list);
  }
  return bare;
}
