/**
 * What a camera or a program wrote beside a picture (where it was taken, by whom, with what) is cut out; the picture
 * itself stays as it is, bit by bit. Which way up it is held stays too.
 */

import { heif } from "#platform/conversations/strip-heif.ts";
import { tiff } from "#platform/conversations/strip-tiff.ts";

/** Answers the picture without it. What is no such picture, or is broken, is left as it is. */
export function withoutMetadata(bytes: Buffer, type: string): Buffer {
  try {
    switch (type) {
      case "image/jpeg":
        return jpeg(bytes);
      case "image/png":
      case "image/apng":
        return png(bytes);
      case "image/webp":
        return webp(bytes);
      case "image/heic":
      case "image/heif":
      case "image/heic-sequence":
      case "image/heif-sequence":
      case "image/avif":
        return heif(bytes);
      case "image/tiff":
        return tiff(bytes);
      default:
        return bytes;
    }
  } catch (error) {
    if (error instanceof RangeError) return bytes;
    throw error;
  }
}

/** The most parts of a picture that are looked at: a file of 10 MB has room for millions, and all others would wait. */
const maxParts = 20_000;

function counted(parts: number): number {
  if (parts > maxParts) throw new RangeError("the picture has too many parts");
  return parts + 1;
}

const startOfScan = 0xda;
const endOfImage = 0xd9;

function jpeg(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  let orientation = 1;
  let at = 2;
  for (let parts = 0; ; parts = counted(parts)) {
    if (bytes.readUInt8(at) !== 0xff) return bytes;
    const marker = bytes.readUInt8(at + 1);
    // Whatever comes behind the end is another file.
    if (marker === endOfImage) {
      kept.push(bytes.subarray(at, at + 2));
      break;
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) return bytes;
    const segment = bytes.subarray(at, end);
    if (marker === 0xe1) orientation = orientationOf(segment) ?? orientation;
    if (isOfPicture(marker, segment)) kept.push(segment);
    at = end;
    if (marker !== startOfScan) continue;
    const scanned = endOfScan(bytes, at);
    kept.push(bytes.subarray(at, scanned));
    at = scanned;
    // It breaks off, and is shown as far as it goes.
    if (at === bytes.length) break;
  }
  if (orientation !== 1) kept.splice(1, 0, orientationSegment(orientation));
  return Buffer.concat(kept);
}

/** JFIF, a colour profile, Adobe's colour transform, and everything that is no application's. */
function isOfPicture(marker: number, segment: Buffer): boolean {
  if (marker === 0xe2) return segment.toString("latin1", 4, 15) === "ICC_PROFILE";
  if (marker >= 0xe0 && marker <= 0xef) return marker === 0xe0 || marker === 0xee;
  return marker !== 0xfe;
}

/** Where the next marker stands that is part of no picture's data; at the end where there is none. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at += 1) {
    if (bytes[at] !== 0xff) continue;
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}

const exifName = "Exif\0\0";

/** Broken notes say nothing, and go like any others. */
function orientationOf(segment: Buffer): number | null {
  try {
    return orientationIn(segment);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** A TIFF header, and a list of one entry: the tag 0x0112. Null: it is no Exif, or says nothing of it. */
function orientationIn(segment: Buffer): number | null {
  if (segment.toString("latin1", 4, 10) !== exifName) return null;
  const tiff = segment.subarray(10);
  const isLittle = tiff.toString("latin1", 0, 2) === "II";
  const short = (at: number): number => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const list = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  const count = short(list);
  for (let entry = 0; entry < count; entry += 1) {
    const at = list + 2 + entry * 12;
    if (short(at) !== 0x0112) continue;
    const value = short(at + 8);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

function orientationSegment(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write("MM\0*", "latin1");
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(0x0112, 10);
  tiff.writeUInt16BE(3, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  const head = Buffer.from([0xff, 0xe1, 0, 2 + exifName.length + tiff.length]);
  return Buffer.concat([head, Buffer.from(exifName, "latin1"), tiff]);
}

/** Chunks that words, a time or a camera's data stand in. */
const pngNotes: ReadonlySet<string> = new Set(["tEXt", "zTXt", "iTXt", "eXIf", "tIME"]);

function png(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, 8)];
  for (let at = 8, parts = 0; ; parts = counted(parts)) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return bytes;
    const name = bytes.toString("latin1", at + 4, at + 8);
    if (!pngNotes.has(name)) kept.push(bytes.subarray(at, end));
    if (name === "IEND") return Buffer.concat(kept);
    at = end;
  }
}

function webp(bytes: Buffer): Buffer {
  if (bytes.toString("latin1", 0, 4) !== "RIFF") return bytes;
  const kept: Buffer[] = [];
  const whole = Math.min(bytes.length, 8 + bytes.readUInt32LE(4));
  for (let at = 12, parts = 0; at + 8 <= whole; parts = counted(parts)) {
    const size = bytes.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (end > bytes.length) return bytes;
    const name = bytes.toString("latin1", at, at + 4);
    if (name === "VP8X") {
      const header = Buffer.from(bytes.subarray(at, end));
      // Its flags say that Exif and XMP follow.
      header.writeUInt8(header.readUInt8(8) & ~0x0c, 8);
      kept.push(header);
    } else if (name !== "EXIF" && name !== "XMP ") {
      kept.push(bytes.subarray(at, end));
    }
    at = end;
  }
  const body = Buffer.concat(kept);
  const head = Buffer.from(bytes.subarray(0, 12));
  head.writeUInt32LE(4 + body.length, 4);
  return Buffer.concat([head, body]);
}
