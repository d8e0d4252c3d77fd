/** Which kind of file an ending means: `jpeg` is `jpg`. */

const sameKind: Readonly<Record<string, string>> = { jpeg: "jpg", jpe: "jpg", tiff: "tif", htm: "html" };

/** The kind that a file's name, or an ending alone, says. */
export function kindOfFile(name: string): string {
  const ending = name.split(".").at(-1)?.toLowerCase() ?? "";
  return sameKind[ending] ?? ending;
}
