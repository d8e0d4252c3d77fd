import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Failure } from "#cli/failure.ts";
import { scannerFrom } from "#cli/scanner.ts";

const address = "http://scanner.internal:8080/scan";

test("without its address there is no scanner", () => {
  expect(scannerFrom({})).toBeNull();
  expect(scannerFrom({ PARLEY_FILE_SCANNER: "", PARLEY_FILE_SCANNER_TOKEN: "SCANNER" })).toBeNull();
});

test("its token is none, a variable's value, or what a file holds", () => {
  const folder = mkdtempSync(join(tmpdir(), "parley-scanner-"));
  try {
    const file = join(folder, "token");
    writeFileSync(file, "from-a-file\n");
    const tokens = ["", "SCANNER", file].map((place) =>
      scannerFrom({ PARLEY_FILE_SCANNER: address, PARLEY_FILE_SCANNER_TOKEN: place, SCANNER: "from-a-name" })?.token(),
    );
    expect(tokens).toEqual([null, "from-a-name", "from-a-file"]);
    writeFileSync(file, " \n");
    expect(() => scannerFrom({ PARLEY_FILE_SCANNER: address, PARLEY_FILE_SCANNER_TOKEN: file })).toThrow(Failure);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  { PARLEY_FILE_SCANNER: "scanner.internal:8080" },
  { PARLEY_FILE_SCANNER: "http://me:word@scanner.internal" },
  { PARLEY_FILE_SCANNER: address, PARLEY_FILE_SCANNER_TOKEN: "NOWHERE" },
  { PARLEY_FILE_SCANNER: address, PARLEY_FILE_SCANNER_TOKEN: "TWO", TWO: "two\nlines" },
  { PARLEY_FILE_SCANNER: address, PARLEY_FILE_SCANNER_TOKEN: "/nowhere/token" },
])("%o is said to be wrong before anything starts", (environment) => {
  expect(() => scannerFrom(environment)).toThrow(Failure);
});

test("a token that stands there itself is not repeated in what is said", () => {
  const token = "s3cret-token-value";
  expect(() => scannerFrom({ PARLEY_FILE_SCANNER: address, PARLEY_FILE_SCANNER_TOKEN: token })).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining(token) }),
  );
});
