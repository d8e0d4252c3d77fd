/**
 * Pictures in boxes (HEIC, AVIF and their kin). What was written beside the picture are items of their own, which lie
 * anywhere in the file: they are overwritten where they lie, so that nothing moves and the picture stays bit by bit.
 * Which way up it is held is said elsewhere, and stays.
 */

interface Box {
  readonly type: string;
  /** Where its contents begin and end. */
  readonly start: number;
  readonly end: number;
}

/** The most boxes that are looked at: a file of 10 MB has room for a million. */
const maxBoxes = 20_000;

/** How many may still be. */
interface Room {
  boxes: number;
}

/** The most parts of items that are looked at: a file could say that it has billions. */
const maxExtents = 10_000;

/** Answers the picture without it. Throws `RangeError` where the boxes are broken. */
export function heif(bytes: Buffer): Buffer {
  const bare = Buffer.from(bytes);
  const room = { boxes: maxBoxes };
  const top = boxesIn(bare, 0, bare.length, room);
  for (const box of top) {
    if (box.type === "meta") overwriteNotes(bare, box, room);
    else if (box.type === "moov") emptyNotes(bare, box, room);
    else if (box.type === "uuid" || box.type === "udta") empty(bare, box);
  }
  return bare;
}

function boxesIn(bytes: Buffer, from: number, to: number, room: Room): readonly Box[] {
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= to; ) {
    const short = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    const head = short === 1 ? 16 : 8;
    const size = short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? to - at : short;
    if (size < head || at + size > to) throw new RangeError("a box is larger than what it is in");
    room.boxes -= 1;
    if (room.boxes < 0) throw new RangeError("there are too many boxes");
    boxes.push({ type, start: at + head, end: at + size });
    at += size;
  }
  return boxes;
}

/** Of a picture that moves: what is told of the whole, and of each track. */
function emptyNotes(bytes: Buffer, { start, end }: Box, room: Room): void {
  for (const box of boxesIn(bytes, start, end, room)) {
    if (box.type === "trak") emptyNotes(bytes, box, room);
    else if (box.type === "udta" || box.type === "meta" || box.type === "uuid") empty(bytes, box);
  }
}

/** Space that nobody reads takes its place. Its name stands right before what a short head says of it. */
function empty(bytes: Buffer, { type, start, end }: Box): void {
  const name = bytes.toString("latin1", start - 4, start) === type ? start - 4 : start - 12;
  bytes.write("free", name, "latin1");
  bytes.fill(0, start, end);
}

function overwriteNotes(bytes: Buffer, meta: Box, room: Room): void {
  // Behind a version and flags.
  const boxes = boxesIn(bytes, meta.start + 4, meta.end, room);
  const named = (type: string): Box | undefined => boxes.find((box) => box.type === type);
  const [names, places] = [named("iinf"), named("iloc")];
  for (const box of boxes) if (box.type === "uuid" || box.type === "udta") empty(bytes, box);
  if (!names || !places) return;
  const references = named("iref");
  const holders = references ? holdersIn(bytes, references, room) : new Map<number, readonly number[]>();
  const rangesOf = rangesIn(bytes, placesIn(bytes, places), named("idat"), holders);
  let left = bytes.length;
  for (const [item, type] of notesIn(bytes, names, room)) {
    for (const [index, { start, end }] of rangesOf(item).entries()) {
      left -= end - start;
      if (left < 0) throw new RangeError("the items lie one over another");
      // Blanks are an empty text; a list without entries is all that is left of what the camera wrote.
      bytes.fill(type === "Exif" ? 0 : 0x20, start, end);
      if (type === "Exif" && index === 0 && end - start >= emptyExif.length) emptyExif.copy(bytes, start);
    }
  }
}

const emptyExif = Buffer.from("\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0", "latin1");
const noteTypes: ReadonlySet<string> = new Set(["Exif", "mime", "uri "]);

/** The items that are no picture, with their types. */
function notesIn(bytes: Buffer, { start, end }: Box, room: Room): ReadonlyMap<number, string> {
  const notes = new Map<number, string>();
  const isLong = bytes.readUInt8(start) > 0;
  for (const box of boxesIn(bytes, start + (isLong ? 8 : 6), end, room)) {
    if (box.type !== "infe") continue;
    const version = bytes.readUInt8(box.start);
    const item = version > 2 ? bytes.readUInt32BE(box.start + 4) : bytes.readUInt16BE(box.start + 4);
    const at = box.start + (version > 2 ? 10 : 8);
    // Older ones have no type: those were never pictures.
    const type = version < 2 ? "mime" : bytes.toString("latin1", at, at + 4);
    if (noteTypes.has(type)) notes.set(item, type);
  }
  return notes;
}

/** Where an item lies, as the file tells it. */
interface Place {
  /** 0: in the file; 1: in a box of its own; 2: in another item, which `index` chooses of those it refers to. */
  readonly way: number;
  readonly parts: readonly { readonly index: number; readonly offset: number; readonly length: number }[];
}

function placesIn(bytes: Buffer, { start }: Box): ReadonlyMap<number, Place> {
  let at = start + 4;
  const read = (size: number): number => {
    at += size;
    if (size === 0) return 0;
    return size === 8 ? Number(bytes.readBigUInt64BE(at - 8)) : bytes.readUIntBE(at - size, size);
  };
  const version = bytes.readUInt8(start);
  const sizes = [...bytes.subarray(at, at + 2)].flatMap((both) => [both >> 4, both & 15]);
  if (sizes.some((size) => size !== 0 && size !== 4 && size !== 8)) throw new RangeError("a size is none");
  const [offsetSize = 0, lengthSize = 0, baseSize = 0, indexSize = 0] = sizes;
  at += 2;
  const places = new Map<number, Place>();
  let all = 0;
  for (let count = read(version < 2 ? 2 : 4); count > 0; count -= 1) {
    const item = read(version < 2 ? 2 : 4);
    const way = version === 0 ? 0 : read(2) & 15;
    // Another file's are not here.
    const isHere = read(2) === 0;
    const base = read(baseSize);
    const parts: { index: number; offset: number; length: number }[] = [];
    for (let left = read(2); left > 0; left -= 1) {
      all += 1;
      if (all > maxExtents) throw new RangeError("the items have too many parts");
      const index = version > 0 ? read(indexSize) : 0;
      parts.push({ index, offset: base + read(offsetSize), length: read(lengthSize) });
    }
    if (isHere) places.set(item, { way, parts });
  }
  return places;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Items in items in items, each in parts of the next: more than any camera writes. */
const maxDepth = 8;
const maxLooks = 100_000;

/** Where in the file an item's bytes lie. Throws `RangeError` where they do not. */
function rangesIn(
  bytes: Buffer,
  places: ReadonlyMap<number, Place>,
  data: Box | undefined,
  targets: ReadonlyMap<number, readonly number[]>,
): (item: number) => readonly Range[] {
  let looks = 0;
  const rangesOf = (item: number, depth: number): readonly Range[] => {
    const place = places.get(item);
    if (!place) return [];
    if (depth > maxDepth || place.way > 2) throw new RangeError("nobody knows where an item lies");
    return place.parts.flatMap(({ index, offset, length }) => {
      const around =
        place.way === 2
          ? rangesOf(targets.get(item)?.[Math.max(index, 1) - 1] ?? item, depth + 1)
          : [place.way === 1 && data ? data : { start: 0, end: bytes.length }];
      looks += 1 + around.length;
      if (looks > maxLooks) throw new RangeError("the items lie in too many parts of one another");
      return partOf(around, offset, length);
    });
  };
  return (item) => rangesOf(item, 0);
}

/** `length` bytes from `offset` on, of what lies in several places; 0: all that is left. */
function partOf(ranges: readonly Range[], offset: number, length: number): readonly Range[] {
  const found: Range[] = [];
  let skip = offset;
  let left = length === 0 ? Number.POSITIVE_INFINITY : length;
  for (const { start, end } of ranges) {
    const from = start + Math.min(skip, end - start);
    skip -= from - start;
    const to = Math.min(end, from + left);
    left -= to - from;
    if (to > from) found.push({ start: from, end: to });
  }
  if (skip > 0 || (length > 0 && left > 0)) throw new RangeError("an item lies outside what it is in");
  return found;
}

/** The items that others lie in, by the item that does. */
function holdersIn(bytes: Buffer, { start, end }: Box, room: Room): ReadonlyMap<number, readonly number[]> {
  const size = bytes.readUInt8(start) === 0 ? 2 : 4;
  const holders = new Map<number, readonly number[]>();
  for (const box of boxesIn(bytes, start + 4, end, room)) {
    if (box.type !== "iloc") continue;
    const first = box.start + size + 2;
    const count = Math.min(bytes.readUInt16BE(box.start + size), Math.floor((box.end - first) / size));
    holders.set(
      bytes.readUIntBE(box.start, size),
      Array.from({ length: count }, (_, index) => bytes.readUIntBE(first + index * size, size)),
    );
  }
  return holders;
}
