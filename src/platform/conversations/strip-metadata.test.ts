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

test("a JPEG that breaks off in its picture has no notes before it either", () => {
  const [whole, cut] = [Buffer.concat([start, exif("II", 1), tables, scan]), Buffer.concat([start, tables, scan])];
  expect(withoutMetadata(whole, "image/jpeg")).toEqual(cut);
  expect(withoutMetadata(Buffer.concat([whole, Buffer.from([0xff])]), "image/jpeg").toString("latin1")).not.toContain(
    "GPS",
  );
});

const long = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const box = (type: string, ...parts: readonly (Buffer | string)[]): Buffer => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part as string, "latin1")));
  return Buffer.concat([long(8 + body.length), Buffer.from(type, "latin1"), body]);
};

/** A picture in boxes, with notes in the file and in a box of their own; `places` says where in the file they lie. */
function heic(places: { readonly picture: number; readonly camera: number }, notes = true): Buffer {
  const item = (id: number, type: string) => box("infe", "\x02\0\0\0\0", String.fromCharCode(id), "\0\0", type, "\0");
  const place = (id: number, way: number, offset: number, length: number) =>
    Buffer.concat([Buffer.from([0, id, 0, way, 0, 0, 0, 1]), long(offset), long(length)]);
  const [camera, author] = notes ? ["\0\0\0\0MM GPS 48.85N and more", "<xmp>author</xmp>"] : [emptied, " ".repeat(17)];
  return Buffer.concat([
    box("ftyp", "heic\0\0\0\0mif1"),
    box(
      "meta",
      "\0\0\0\0",
      box("hdlr", "\0\0\0\0\0\0\0\0pict"),
      box("iinf", "\0\0\0\0\0\x03", item(1, "hvc1"), item(2, "Exif"), item(3, "mime")),
      box("iprp", box("ipco", box("irot", "\x01"))),
      box(
        "iloc",
        "\x01\0\0\0\x44\0\0\x03",
        place(1, 0, places.picture, 7),
        place(2, 0, places.camera, camera.length),
        place(3, 1, 2, author.length),
      ),
      box("idat", "ab", author, "cd"),
    ),
    box(notes ? "uuid" : "free", notes ? "author" : "\0".repeat(6)),
    box("mdat", "picture", camera),
  ]);
}
const emptied = `\0\0\0\0MM\0*\0\0\0\x08${"\0".repeat(14)}`;
const found = heic({ picture: 0, camera: 0 }).indexOf("picture");
const places = { picture: found, camera: found + 7 };

test.each(["image/heic", "image/avif"])(
  "a picture in boxes (%s) keeps every bit of the picture where it was",
  (type) => {
    expect(withoutMetadata(heic(places), type)).toEqual(heic(places, false));
  },
);

/** What the author wrote lies in two parts of another item, which itself lies in two places; the picture lies between. */
test("notes that lie in another item are found there, and nothing else is touched", () => {
  const item = (id: number, type: string) => box("infe", "\x02\0\0\0\0", String.fromCharCode(id), "\0\0", type, "\0");
  const place = (
    id: number,
    way: number,
    ...parts: readonly (readonly [index: number, offset: number, length: number])[]
  ) => Buffer.concat([Buffer.from([0, id, 0, way, 0, 0, 0, parts.length]), ...parts.flatMap((part) => part.map(long))]);
  const picture = (data: string, at: number) =>
    Buffer.concat([
      box("ftyp", "heic\0\0\0\0mif1"),
      box(
        "meta",
        "\0\0\0\0",
        box("iinf", "\0\0\0\0\0\x03", item(1, "hvc1"), item(2, "mime"), item(3, "grid")),
        box("iref", "\0\0\0\0", box("iloc", "\0\x02\0\x01\0\x03")),
        box(
          "iloc",
          "\x01\0\0\0\x44\x04\0\x03",
          place(1, 0, [0, at + 8, 7]),
          place(2, 2, [1, 2, 10], [1, 14, 0]),
          place(3, 0, [0, at, 8], [0, at + 15, 8]),
        ),
      ),
      box("mdat", data),
    ]);
  const at = picture("", 0).length;
  // The item in which they lie: "..author" and "name..GP", of which "author" "name" and "GP" are the notes.
  const given = picture("..authorpicturename..GP", at);
  expect(withoutMetadata(given, "image/heic")).toEqual(picture("..      picture    ..  ", at));
  const astray = Buffer.from(given);
  astray.write("\0\x02\0\x01\0\x02", given.indexOf("\0\x02\0\x01\0\x03"), "latin1");
  expect(withoutMetadata(astray, "image/heic")).toEqual(astray);
});

test("a picture that moves says neither where it was taken nor who took it", () => {
  const track = box("trak", box("tkhd", "data"), box("udta", "author"));
  const moving = Buffer.concat([box("ftyp", "msf1"), box("moov", box("mvhd", "data"), box("udta", "GPS"), track)]);
  const bare = withoutMetadata(moving, "image/heic-sequence");
  expect(bare).toHaveLength(moving.length);
  expect(bare.toString("latin1")).not.toMatch(/GPS|author|udta/);
  expect(bare.toString("latin1")).toMatch(/tkhd.*mvhd|mvhd.*tkhd/s);
});

/** Two pictures: each with a list of what it is, the first also with its author, the place and the camera's own words. */
function scanned(order: "II" | "MM"): Buffer {
  const bytes = Buffer.alloc(400);
  const short = (value: number, at: number) =>
    order === "II" ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const whole = (value: number, at: number) =>
    order === "II" ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  const list = (at: number, next: number, entries: readonly (readonly [number, number, number, number])[]) => {
    short(entries.length, at);
    for (const [n, [tag, type, count, value]] of entries.entries()) {
      short(tag, at + 2 + n * 12);
      short(type, at + 4 + n * 12);
      whole(count, at + 6 + n * 12);
      if (type === 3) short(value, at + 10 + n * 12);
      else whole(value, at + 10 + n * 12);
    }
    whole(next, at + 2 + entries.length * 12);
  };
  bytes.write(order, 0, "latin1");
  short(42, 2);
  whole(8, 4);
  list(8, 120, [
    [256, 3, 1, 7],
    [273, 4, 1, 300],
    [274, 3, 1, 6],
    [279, 4, 1, 7],
    [315, 2, 10, 200],
    [34665, 4, 1, 220],
    [34853, 4, 1, 260],
  ]);
  list(120, 0, [[273, 4, 1, 320]]);
  bytes.write("An author", 200, "latin1");
  list(220, 0, [[37500, 7, 12, 280]]);
  list(260, 0, [[1, 2, 2, order === "II" ? 0x4e : 0x4e000000]]);
  bytes.write("camera words", 280, "latin1");
  bytes.write("picture", 300, "latin1");
  bytes.write("another", 320, "latin1");
  return bytes;
}

test.each(["II", "MM"] as const)("a TIFF keeps its pictures, and which way up they are (%s)", (order) => {
  const given = scanned(order);
  const bare = withoutMetadata(given, "image/tiff");
  const short = (at: number) => (order === "II" ? bare.readUInt16LE(at) : bare.readUInt16BE(at));
  const whole = (at: number) => (order === "II" ? bare.readUInt32LE(at) : bare.readUInt32BE(at));
  expect(bare).toHaveLength(given.length);
  expect(bare.toString("latin1")).not.toMatch(/author|camera|N\0/);
  expect(bare.subarray(300)).toEqual(given.subarray(300));
  expect(Array.from({ length: short(8) }, (_, n) => short(10 + n * 12))).toEqual([256, 273, 274, 279]);
  expect(short(10 + 2 * 12 + 8)).toBe(6);
  expect(whole(10 + 4 * 12)).toBe(120);
  expect([short(120), short(122), whole(130)]).toEqual([1, 273, 320]);
});

/** It would take hours, where the work grew faster than the file. */
test("whatever a file says of itself, it is soon looked at", { timeout: 120_000 }, () => {
  const kinds = [
    ["image/heic", heic(places)],
    ["image/tiff", scanned("MM")],
    ["image/jpeg", Buffer.concat([start, jfif, exif("II", 6), scan, end])],
  ] as const;
  // The same numbers each time.
  let seed = 1;
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  for (let n = 0; n < 3000; n += 1) {
    const [type, bytes] = kinds[n % 3] as (typeof kinds)[number];
    const broken = Buffer.from(bytes.subarray(0, bytes.length - random(20)));
    for (let m = random(4) + 1; m > 0; m -= 1)
      broken.writeUInt8([0, 1, 0xff, random(256)][random(4)] ?? 0, random(broken.length));
    withoutMetadata(broken, type);
  }
  // Lists that lead to lists, and items in very many parts that take no room.
  const lists = Buffer.alloc(8 * 1024 * 1024, 1);
  lists.write("MM\0*\0\0\0\x08", "latin1");
  const parts = box(
    "meta",
    "\0\0\0\0",
    box("iinf", "\0\0\0\0\0\0"),
    box("iloc", "\0\0\0\0\0\0\xff\xff", "\xff".repeat(600_000)),
  );
  // Six items, each in a thousand parts of the next.
  const ids = [2, 3, 4, 5, 6, 7];
  const nested = box(
    "meta",
    "\0\0\0\0",
    box("iinf", "\0\0\0\0\0\x01", box("infe", "\x02\0\0\0\0\x02\0\0mime\0")),
    box("iref", "\0\0\0\0", ...ids.map((id) => box("iloc", Buffer.from([0, id, 0, 1, 0, id + 1])))),
    box(
      "iloc",
      "\x01\0\0\0\x44\0\0\x06",
      ...ids.map((id) => Buffer.concat([Buffer.from([0, id, 0, id === 7 ? 0 : 2, 0, 0, 3, 0xe8]), Buffer.alloc(8000)])),
    ),
  );
  for (const [type, bytes] of [
    ["image/tiff", lists],
    ["image/heic", parts],
    ["image/heic", nested],
  ] as const) {
    expect(withoutMetadata(bytes, type).equals(bytes)).toBe(true);
  }
});

test("what is broken, or no picture, stays as it is", () => {
  const broken = [
    start,
    Buffer.concat([start, jfif.subarray(0, 5)]),
    Buffer.concat([start, scan]),
    Buffer.from("text"),
  ];
  for (const type of ["image/jpeg", "image/png", "image/webp", "image/heic", "image/tiff", "text/plain"]) {
    for (const bytes of broken) expect(withoutMetadata(bytes, type)).toEqual(bytes);
  }
});
