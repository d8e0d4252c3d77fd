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

/** The most parts of items that are looked at: a file could say that it has billions. */
const maxExtents = 10_000;

/** Answers the picture without it. Throws `RangeError` where the boxes are broken. */
export function heif(bytes: Buffer): Buffer {
  const bare = Buffer.from(bytes);
  const top = boxesIn(bare, 0, bare.length);
  for (const box of top) {
    if (box.type === "meta") overwriteNotes(bare, box);
    else if (box.type === "moov") emptyNotes(bare, box);
    else if (box.type === "uuid" || box.type === "udta") empty(bare, box);
  }
  return bare;
}

function boxesIn(bytes: Buffer, from: number, to: number): readonly Box[] {
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= to; ) {
    const short = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    const head = short === 1 ? 16 : 8;
    const size = short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? to - at : short;
    if (size < head || at + size > to) throw new RangeError("a box is larger than what it is in");
    boxes.push({ type, start: at + head, end: at + size });
    at += size;
  }
  return boxes;
}

/** Of a picture that moves: what is told of the whole, and of each track. */
function emptyNotes(bytes: Buffer, { start, end }: Box): void {
  for (const box of boxesIn(bytes, start, end)) {
    if (box.type === "trak") emptyNotes(bytes, box);
    else if (box.type === "udta" || box.type === "meta" || box.type === "uuid") empty(bytes, box);
  }
}

/** Space that nobody reads takes its place. Its name stands right before what a short head says of it. */
function empty(bytes: Buffer, { type, start, end }: Box): void {
  const name = bytes.toString("latin1", start - 4, start) === type ? start - 4 : start - 12;
  bytes.write("free", name, "latin1");
  bytes.fill(0, start, end);
}

function overwriteNotes(bytes: Buffer, meta: Box): void {
  // Behind a version and flags.
  const boxes = boxesIn(bytes, meta.start + 4, meta.end);
  const named = (type: string): Box | undefined => boxes.find((box) => box.type === type);
  const [names, places, data] = [named("iinf"), named("iloc"), named("idat")];
  for (const box of boxes) if (box.type === "uuid" || box.type === "udta") empty(bytes, box);
  if (!names || !places) return;
  const notes = notesIn(bytes, names);
  let left = bytes.length;
  for (const { item, start, end } of extentsIn(bytes, places, data)) {
    const kind = notes.get(item);
    if (kind === undefined) continue;
    if (end > bytes.length || start > end) throw new RangeError("an item lies outside the file");
    left -= end - start;
    if (left < 0) throw new RangeError("the items lie one over another");
    // Blanks are an empty text; a list without entries is all that is left of what the camera wrote.
    bytes.fill(kind === "Exif" ? 0 : 0x20, start, end);
    if (kind === "Exif" && end - start >= emptyExif.length) emptyExif.copy(bytes, start);
  }
}

const emptyExif = Buffer.from("\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0", "latin1");
const noteTypes: ReadonlySet<string> = new Set(["Exif", "mime", "uri "]);

/** The items that are no picture, with their types. */
function notesIn(bytes: Buffer, { start, end }: Box): ReadonlyMap<number, string> {
  const notes = new Map<number, string>();
  const isLong = bytes.readUInt8(start) > 0;
  for (const box of boxesIn(bytes, start + (isLong ? 8 : 6), end)) {
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

interface Extent {
  readonly item: number;
  readonly start: number;
  readonly end: number;
}

function extentsIn(bytes: Buffer, { start }: Box, data: Box | undefined): readonly Extent[] {
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
  const extents: Extent[] = [];
  for (let count = read(version < 2 ? 2 : 4); count > 0; count -= 1) {
    const item = read(version < 2 ? 2 : 4);
    const way = version === 0 ? 0 : read(2) & 15;
    // Another file's are not here.
    const isHere = read(2) === 0;
    const base = read(baseSize);
    for (let parts = read(2); parts > 0; parts -= 1) {
      if (extents.length >= maxExtents) throw new RangeError("the items have too many parts");
      if (version > 0) read(indexSize);
      const offset = base + read(offsetSize);
      const length = read(lengthSize);
      const [from, to] = way === 1 && data ? [data.start, data.end] : [0, bytes.length];
      const end = length === 0 ? to : from + offset + length;
      extents.push(isHere ? { item, start: from + offset, end } : { item, start: 0, end: 0 });
    }
  }
  return extents;
}
