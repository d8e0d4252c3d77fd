/** What looks at customers' files before anybody can: the operator's word, from the environment. */

import { readFileSync } from "node:fs";
import { Failure } from "#cli/failure.ts";
import type { ScannerOptions } from "#platform/conversations/scan-file.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What a header can hold. */
const plain = /^[\x21-\x7e]+$/;

/** Read anew after this long, so that the token can change while the platform runs. */
const freshMs = 30_000;

/**
 * `PARLEY_FILE_SCANNER` is the scanner's http address, a private one if need be; `PARLEY_FILE_SCANNER_TOKEN` says where
 * the token for it is: a variable's name, or a file. Null: files are taken as they come. Throws `Failure`.
 */
export function scannerFrom(environment: Environment): ScannerOptions | null {
  const address = environment.PARLEY_FILE_SCANNER ?? "";
  if (address === "") return null;
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Failure(
      `PARLEY_FILE_SCANNER is no http address: "${address}"`,
      "write where files are posted: http://scanner.internal:8080/scan",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new Failure(
      "PARLEY_FILE_SCANNER has a name or a password in it",
      "give a token by PARLEY_FILE_SCANNER_TOKEN: it says which variable or file holds it",
    );
  }
  return { url, token: tokenAt(environment, environment.PARLEY_FILE_SCANNER_TOKEN ?? "") };
}

function tokenAt(environment: Environment, place: string): () => string | null {
  if (place === "") return () => null;
  if (!place.includes("/")) {
    const value = /^[A-Z][A-Z0-9_]*$/.test(place) ? environment[place] : undefined;
    if (!value || !plain.test(value)) {
      throw new Failure(
        "PARLEY_FILE_SCANNER_TOKEN names no variable that holds a token",
        "it is to hold the name of a variable with the token, or a file's path, never the token itself",
      );
    }
    return () => value;
  }
  let known = readToken(place);
  let readAt = performance.now();
  return () => {
    if (performance.now() - readAt < freshMs) return known;
    readAt = performance.now();
    try {
      known = readToken(place);
    } catch {
      // Half written, or away for a moment: what was known holds on.
    }
    return known;
  };
}

function readToken(file: string): string {
  let text = "";
  let why = "it holds none";
  try {
    text = readFileSync(file, "utf8").trim();
  } catch (error) {
    why = error instanceof Error ? error.message : String(error);
  }
  if (!plain.test(text)) {
    throw new Failure(`the file of PARLEY_FILE_SCANNER_TOKEN cannot be used: ${why}`, "name a file that holds a token");
  }
  return text;
}
