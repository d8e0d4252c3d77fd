/** What a file from a customer is, by what it holds: its name may say anything. */

import { fileTypeFromBuffer, supportedExtensions } from "file-type";
import { kindOfFile } from "#runtime/file-kind.ts";

export interface Identified {
  /** Its ending says what the file is. */
  readonly name: string;
  /** A MIME type. */
  readonly type: string;
}

const maxName = 100;
/** Endings of what is nothing but text. */
const texts: ReadonlySet<string> = new Set(["txt", "csv", "md", "json", "log"]);

export async function identifyFile(bytes: Uint8Array, givenName: string): Promise<Identified> {
  const name = harmless(givenName);
  const kind = kindOfFile(name);
  const found = await fileTypeFromBuffer(bytes);
  if (found) return { name: kind === kindOfFile(found.ext) ? name : `${name}.${found.ext}`, type: found.mime };
  if (isText(bytes)) return { name: texts.has(kind) ? name : `${name}.txt`, type: "text/plain; charset=utf-8" };
  // What can be told and was not is something else than its name says.
  const isClaim = texts.has(kind) || [...supportedExtensions].some((each) => kindOfFile(each) === kind);
  return { name: isClaim ? `${name}.bin` : name, type: "application/octet-stream" };
}

/** The name alone, without folders and without what a reader could not see. */
function harmless(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const plain = last
    .replace(/[\p{C}<>:"|?*]/gu, "")
    .trim()
    .replace(/^\.+/, "");
  return [...plain].slice(-maxName).join("") || "file";
}

function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
