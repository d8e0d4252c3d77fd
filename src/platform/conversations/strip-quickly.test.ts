/**
 * Pictures that are made of as many parts as a file has room for, or whose parts lead to one another without end: nobody
 * else's turn is taken while such a one is looked at. It is no picture that a camera made, and is left as it is.
 */

import { expect, test } from "vitest";
import { withoutMetadata } from "#platform/conversations/strip-metadata.ts";

const many = 30_000;

/** The same part again and again. */
function repeated(head: Buffer, part: Buffer, end = Buffer.alloc(0)): Buffer {
  return Buffer.concat([head, Buffer.alloc(many * part.length, part), end]);
}

function box(type: string, contents: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + contents.length);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, contents]);
}

function webp(): Buffer {
  const chunks = repeated(Buffer.from("WEBP"), Buffer.from("VP8 \0\0\0\0", "latin1"));
  const head = Buffer.from("RIFF\0\0\0\0", "latin1");
  head.writeUInt32LE(chunks.length, 4);
  return Buffer.concat([head, chunks]);
}

/** Each of a hundred entries says that the same 60,000 numbers are places of further pictures. */
function tiff(): Buffer {
  const bytes = Buffer.alloc(300_000);
  bytes.write("II*\0\x08", "latin1");
  bytes.writeUInt16LE(100, 8);
  for (let at = 10; at < 10 + 100 * 12; at += 12) {
    bytes.writeUInt16LE(330, at);
    bytes.writeUInt16LE(4, at + 2);
    bytes.writeUInt32LE(60_000, at + 4);
    bytes.writeUInt32LE(2000, at + 8);
  }
  return bytes;
}

const free = box("free", Buffer.alloc(0));
const traks = Array.from({ length: 100 }, () => box("trak", Buffer.alloc(300 * free.length, free)));
const cases: readonly (readonly [string, string, Buffer])[] = [
  [
    "a JPEG of segments",
    "image/jpeg",
    repeated(Buffer.from([0xff, 0xd8]), Buffer.from([0xff, 0xe1, 0, 2]), Buffer.from([0xff, 0xd9])),
  ],
  [
    "a PNG of chunks",
    "image/png",
    repeated(Buffer.alloc(8), Buffer.from("\0\0\0\0tEXt\0\0\0\0", "latin1"), Buffer.from("\0\0\0\0IEND\0\0\0\0")),
  ],
  ["a WebP of chunks", "image/webp", webp()],
  ["a HEIC of boxes", "image/heic", repeated(Buffer.alloc(0), free)],
  ["a HEIC of boxes in boxes", "image/heic", box("moov", Buffer.concat(traks))],
  ["a TIFF whose entries all lead to the same", "image/tiff", tiff()],
];

test.each(cases)("%s is left as it is", (_, type, bytes) => {
  expect(withoutMetadata(bytes, type)).toBe(bytes);
});
