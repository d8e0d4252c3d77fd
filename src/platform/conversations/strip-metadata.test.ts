import { expect, test } from "vitest";
import { withoutMetadata } from "#platform/conversations/strip-metadata.ts";

const segment = (marker: number, data: Buffer | string): Buffer => {
  const body = Buffer.from(data as string, "latin1");
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length + 2);
  return Buffer.concat([Buffer.from([0xff, marker]), length, body]);
};

/** Exif in either order of bytes, with an orientation and a place. */
function exif(order: "II" | "MM", orientation: number): Buffer {
  const tiff = Buffer.alloc(60);
  const isLittle = order === "II";
  const short = (value: number, at: number) =>
    isLittle ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at);
  const long = (value: number, at: number) =>
    isLittle ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at);
  tiff.write(order, 0, "latin1");
  short(42, 2);
  long(8, 4);
  short(2, 8);
  short(0x010f, 10);
  short(0x0112, 22);
  short(3, 24);
  long(1, 26);
  short(orientation, 30);
  tiff.write("GPS 48.85N", 40, "latin1");
  return segment(0xe1, Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]));
}

const start = Buffer.from([0xff, 0xd8]);
const jfif = segment(0xe0, "JFIF\0");
const profile = segment(0xe2, "ICC_PROFILE\0data");
const tables = segment(0xdb, "tables");
const scan = Buffer.concat([segment(0xda, "scan"), Buffer.from([1, 0xff, 0, 2, 0xff, 0xd3, 3])]);
const end = Buffer.from([0xff, 0xd9]);

test.each(["II", "MM"] as const)("a JPEG keeps its picture and which way up it is (%s)", (order) => {
  const xmp = segment(0xe1, "http://ns.adobe.com/xap/1.0/\0author");
  const notes = [
    exif(order, 6),
    xmp,
    segment(0xed, "Photoshop 3.0"),
    segment(0xfe, "a comment"),
    segment(0xe2, "MPF\0more"),
  ];
  const photo = Buffer.concat([
    start,
    jfif,
    ...notes,
    profile,
    tables,
    scan,
    tables,
    scan,
    end,
    Buffer.from("GPS behind the end"),
  ]);
  const bare = withoutMetadata(photo, "image/jpeg");
  expect(bare.toString("latin1")).not.toMatch(/GPS|author|Photoshop|comment|MPF/);
  const [upright] = [withoutMetadata(Buffer.concat([start, exif(order, 1), scan, end]), "image/jpeg")];
  expect(upright).toEqual(Buffer.concat([start, scan, end]));
  const at = bare.indexOf("Exif");
  expect(bare.readUInt16BE(at + 6 + 18)).toBe(6);
  const length = 2 + bare.readUInt16BE(4);
  expect(Buffer.concat([start, bare.subarray(2 + length)])).toEqual(
    Buffer.concat([start, jfif, profile, tables, scan, tables, scan, end]),
  );
});

test("a PNG and a WebP keep their pictures", () => {
  const chunk = (name: string, data: string) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(data.length);
    return Buffer.concat([size, Buffer.from(`${name}${data}\0\0\0\0`, "latin1")]);
  };
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  const parts = [chunk("IHDR", "header"), chunk("IDAT", "data"), chunk("IEND", "")];
  const [header, data, last] = parts as [Buffer, Buffer, Buffer];
  const noted = Buffer.concat([signature, header, chunk("eXIf", "GPS"), chunk("tEXt", "Author"), data, last]);
  expect(withoutMetadata(noted, "image/png")).toEqual(Buffer.concat([signature, ...parts]));

  const part = (name: string, body: string) => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(body.length);
    return Buffer.concat([
      Buffer.from(name, "latin1"),
      size,
      Buffer.from(body + "\0".repeat(body.length % 2), "latin1"),
    ]);
  };
  const riff = (...all: readonly Buffer[]) => {
    const body = Buffer.concat(all);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(4 + body.length);
    return Buffer.concat([Buffer.from("RIFF"), size, Buffer.from("WEBP"), body]);
  };
  const flags = (value: number) => part("VP8X", `${String.fromCharCode(value)}123456789`);
  expect(
    withoutMetadata(riff(flags(0x1c), part("VP8 ", "odd"), part("EXIF", "GPS"), part("XMP ", "author")), "image/webp"),
  ).toEqual(riff(flags(0x10), part("VP8 ", "odd")));
});

test("what is broken, or no picture, stays as it is", () => {
  const broken = [
    start,
    Buffer.concat([start, jfif.subarray(0, 5)]),
    Buffer.concat([start, scan]),
    Buffer.from("text"),
  ];
  for (const type of ["image/jpeg", "image/png", "image/webp", "text/plain"]) {
    for (const bytes of broken) expect(withoutMetadata(bytes, type)).toEqual(bytes);
  }
});
