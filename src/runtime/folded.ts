/** What is left of a text when case, accents, signs and spaces do not count. */
export function folded(text: string): string {
  const plain = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  // A label may be nothing but signs.
  return plain === "" ? text.trim() : plain;
}
